"""Write the records below the header as texts to Parquet, and name those that do not have the header's width."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from profitability.domain.problem import Problem, error
from profitability.intake.records import Record

NAMED_ROWS = 1_000
_CHUNK = 50_000


@dataclass(frozen=True)
class Texts:
    """Columns c0, c1 … (string) and source_row (int64) in `path`; rows counts them."""

    path: Path
    width: int
    rows: int
    problems: tuple[Problem, ...]
    footers: tuple[Record, ...] = ()


def write_texts(records: Iterable[Record], sheet: str, width: int, target: Path) -> Texts:
    """Write the records to `target`; blank ones are left out, unusable ones are named."""
    writer = _Writer(sheet, width, target)
    writer.write(iter(records))
    return Texts(target, width, writer.rows, tuple(writer.problems), tuple(writer.held))


@dataclass
class _Writer:
    sheet: str
    width: int
    target: Path
    rows: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    held: list[Record] = field(default_factory=list)

    def write(self, records: Iterator[Record]) -> None:
        names = [f"c{index}" for index in range(self.width)]
        schema = pa.schema([*((name, pa.string()) for name in names), ("source_row", pa.int64())])
        with pq.ParquetWriter(self.target, schema, compression="lz4") as writer:
            while chunk := list(islice(records, _CHUNK)):
                kept = [record for each in chunk for record in self._take(each)]
                columns = [pa.array(column, pa.string()) for column in zip(*(each.cells for each in kept), strict=True)]
                columns = columns or [pa.nulls(0, pa.string())] * self.width
                writer.write_table(
                    pa.table([*columns, pa.array([each.row for each in kept], pa.int64())], schema=schema)
                )
                self.rows += len(kept)
        for code, count in self.faults.items():
            if count > NAMED_ROWS:
                self.problems.append(error("more_of_the_same", self.sheet, count=count - NAMED_ROWS, kind=code))

    def _take(self, record: Record) -> Iterator[Record]:
        """Yield what is kept of a record; a remark is held back until a row follows: below the last it is a footer."""
        if _is_remark(record, self.width):
            self.held.append(record)
            return
        for each in (*self._release(record), record):
            if (fitted := self._fit(each)) is not None:
                yield fitted

    def _release(self, record: Record) -> list[Record]:
        released = self.held if self.held and any(record.cells) else []
        self.held = [] if released else self.held
        return released

    def _fit(self, record: Record) -> Record | None:
        """Return the record in the header's width, or None when it is blank or has been named."""
        cells = record.cells
        if record.fault:
            self._name(record.fault, record)
            return None
        if len(cells) == self.width:
            return record if any(cells) and not "".join(cells).isspace() else None
        if not any(cell.strip() for cell in cells):
            return None
        if len(cells) > self.width and not any(cell.strip() for cell in cells[self.width :]):
            return Record(record.row, cells[: self.width])
        self._name("ragged_row", record)
        return None

    def _name(self, code: str, record: Record) -> None:
        self.faults[code] = self.faults.get(code, 0) + 1
        if self.faults[code] <= NAMED_ROWS:
            value = " │ ".join(record.cells)[:80]
            found = len(record.cells)
            self.problems.append(error(code, self.sheet, record.row, "", value, found=found, expected=self.width))


def _is_remark(record: Record, width: int) -> bool:
    """Say whether a record is a single cell of several words in a table of more columns."""
    if width < 3 or (len(record.cells) > 1 and record.cells[-1]):
        return False
    filled = [cell for cell in record.cells if cell.strip()]
    return len(filled) == 1 and len(filled[0].split()) > 1 and any(sign.isalpha() for sign in filled[0])
