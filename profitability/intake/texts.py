"""Write the records below the header as texts, and name those that do not have the header's width."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from profitability.domain.problem import Problem, error
from profitability.intake.limits import IntakeLimits
from profitability.intake.records import Record

NAMED_ROWS = 1_000
_LONGEST = 20_000_000
_HOPELESS = 200_000


@dataclass(frozen=True)
class Texts:
    """The columns source_row, c0, c1 … in the CSV file `path`; `rows` counts them, `footers` are remarks below them."""

    path: Path
    width: int
    rows: int
    problems: tuple[Problem, ...]
    footers: tuple[Record, ...] = ()


@contextmanager
def open_workspace(folder: Path, limits: IntakeLimits) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database of its own for one reading, within its memory."""
    with duckdb.connect(config={"memory_limit": f"{limits.reading_memory_mb}MB", "threads": 2}) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET temp_directory = '{folder}'")
        yield connection


def load_texts(connection: duckdb.DuckDBPyConnection, texts: Texts, name: str, limits: IntakeLimits) -> None:
    """Make the texts a table of that name, or a view of a file when they are more than `limits.table_bytes`."""
    columns = ", ".join(["'source_row': 'BIGINT'", *(f"'c{place}': 'VARCHAR'" for place in range(texts.width))])
    source = (
        f"read_csv('{texts.path}', header = false, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, max_line_size = {_LONGEST}, buffer_size = {_LONGEST})"
    )
    if texts.path.stat().st_size < limits.table_bytes:
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {source}")
    else:
        path = texts.path.with_suffix(".parquet")
        connection.execute(f"COPY (SELECT * FROM {source}) TO '{path}' (FORMAT parquet, COMPRESSION lz4)")
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")


def write_texts(records: Iterable[Record], sheet: str, width: int, target: Path, *, below: int = 0) -> Texts:
    """Write the records to `target`; blank ones are left out, unusable ones are named until nearly all are.

    `below` is the last row known to be one of the table's, beside these records: no remark above it is a footer.
    """
    writer = _Writer(sheet, width, target, below)
    writer.write(iter(records))
    return Texts(target, width, writer.rows, tuple(writer.problems), tuple(writer.held))


@dataclass
class _Writer:
    sheet: str
    width: int
    target: Path
    below: int = 0
    rows: int = 0
    faulty: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    held: list[Record] = field(default_factory=list)

    def write(self, records: Iterator[Record]) -> None:
        with self.target.open("w", encoding="utf-8", errors="replace", newline="") as handle:
            write = csv.writer(handle, lineterminator="\n").writerow
            for record in records:
                for each in self._take(record):
                    write([each.row, *each.cells])
                    self.rows += 1
                if self.faulty >= _HOPELESS and self.faulty > self.rows:
                    self.problems.append(error("reading_stopped", self.sheet, record.row))
                    break
        for code, count in self.faults.items():
            if count > NAMED_ROWS:
                self.problems.append(error("more_of_the_same", self.sheet, count=count - NAMED_ROWS, kind=code))

    def _take(self, record: Record) -> Iterator[Record]:
        """Yield what is kept of a record; a remark is held back until a row follows: below the last it is a footer."""
        if record.row > self.below and _is_remark(record, self.width):
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
        if '="' in "".join(cells):
            record = Record(record.row, cells := [_bare(cell) for cell in cells])
        if len(cells) == self.width:
            return record if any(cells) and not "".join(cells).isspace() else None
        if not any(cell.strip() for cell in cells):
            return None
        if len(cells) > self.width and not any(cell.strip() for cell in cells[self.width :]):
            return Record(record.row, cells[: self.width])
        self._name("ragged_row", record)
        return None

    def _name(self, code: str, record: Record) -> None:
        self.faulty += 1
        self.faults[code] = self.faults.get(code, 0) + 1
        if self.faults[code] <= NAMED_ROWS:
            value = " │ ".join(record.cells)[:80]
            found = len(record.cells)
            self.problems.append(error(code, self.sheet, record.row, "", value, found=found, expected=self.width))


def _bare(cell: str) -> str:
    """Return what a spreadsheet shows for a text guarded by a formula: ="0012" is 0012."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def _is_remark(record: Record, width: int) -> bool:
    """Say whether a record is a single cell of several words in a table of more columns."""
    if width < 3 or (len(record.cells) > 1 and record.cells[-1]):
        return False
    filled = [cell for cell in record.cells if cell.strip()]
    return len(filled) == 1 and len(filled[0].split()) > 1 and any(sign.isalpha() for sign in filled[0])
