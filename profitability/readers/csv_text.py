"""Read a CSV file as text only: every record with the row a spreadsheet shows, nothing guessed, nothing converted."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from profitability.domain.columns import as_array, as_plain_texts
from profitability.domain.problem import Problem, error
from profitability.readers.limits import ReadLimits
from profitability.readers.packages import SourceFile
from profitability.readers.plain_text import read_plain_text

_CHUNK_ROWS = 50_000
_NAMED_ROWS = 100
_BLOCK = 1 << 20


@dataclass(frozen=True)
class RawSheet:
    """A sheet as text: Parquet with columns c0, c1 … (string) and source_row (int64; the header is row 1).

    `left_out` are the customer_ids of rows that were left out because they are longer or shorter than the header;
    in a file that `is_plain` no cell can hold a line break or a comma.
    """

    file: str
    header: tuple[str, ...]
    path: Path
    left_out: frozenset[str] = frozenset()
    is_plain: bool = False


def read_csv_text(
    source: SourceFile, sheet: str, target: Path, limits: ReadLimits
) -> tuple[RawSheet | None, tuple[Problem, ...]]:
    """Read a file into `target`; None when nothing can be read of it.

    A record that is longer or shorter than the header is named and left out. A quote that is never closed, a file that
    is not UTF-8 and a header that cannot be one stop the reading of this sheet.
    """
    reading = _Reading(sheet, source.name, source.path, target)
    try:
        with source.path.open(encoding="utf-8-sig", newline="") as handle:
            reading.read(handle, limits)
    except UnicodeDecodeError:
        reading.problems.append(error("not_utf8", sheet, reading.row + 1, value=source.name))
        reading.header = []
    except csv.Error:
        reading.problems.append(error("broken_quotes", sheet, reading.row + 1, value=source.name))
        reading.header = []
    if not reading.header:
        return None, tuple(reading.problems)
    sheet_read = RawSheet(source.name, tuple(reading.header), target, frozenset(reading.left_out), reading.is_plain)
    return sheet_read, tuple(reading.problems)


@dataclass
class _Reading:
    """The state of reading one file; `row` is the last row that was read."""

    sheet: str
    file: str
    source: Path
    target: Path
    header: list[str] = field(default_factory=list)
    row: int = 0
    ragged: int = 0
    id_at: int = 0
    is_plain: bool = False
    left_out: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def read(self, handle: TextIO, limits: ReadLimits) -> None:
        records = csv.reader(handle, strict=True)
        header = [name.strip().lower() for name in next(records, [])]
        self.row = 1
        self.problems.extend(_check_header(header, self.sheet, self.file, limits))
        if self.problems:
            return
        if read_plain_text(self.source, len(header), self.target):
            self.header, self.is_plain = header, True
            return
        if row := _find_nul(self.source):
            self.problems.append(error("nul_bytes", self.sheet, row, value=self.file))
            return
        self.id_at = header.index("customer_id") if "customer_id" in header else len(header)
        names = [f"c{index}" for index in range(len(header))]
        schema = pa.schema([*((name, pa.string()) for name in names), ("source_row", pa.int64())])
        with pq.ParquetWriter(self.target, schema, compression="lz4") as writer:
            while chunk := self._next_chunk(records):
                writer.write_table(self._make_table(chunk, len(header), schema))
        self.header = header
        if self.ragged > _NAMED_ROWS:
            more = self.ragged - _NAMED_ROWS
            self.problems.append(error("more_of_the_same", self.sheet, count=more, kind="ragged_row"))

    def _next_chunk(self, records: Iterator[list[str]]) -> list[list[str]]:
        chunk: list[list[str]] = []
        for record in islice(records, _CHUNK_ROWS):
            chunk.append(record)
            self.row += 1
        return chunk

    def _make_table(self, chunk: list[list[str]], width: int, schema: pa.Schema) -> pa.Table:
        first = self.row - len(chunk) + 1
        numbers: Sequence[int] = range(first, self.row + 1)
        if set(map(len, chunk)) != {width}:
            kept = []
            for number, record in zip(numbers, chunk, strict=True):
                if len(record) == width:
                    kept.append((number, record))
                elif any(map(str.strip, record)):
                    self._report_ragged(number, record, width)
            numbers = [number for number, _ in kept]
            chunk = [record for _, record in kept]
        columns = [as_plain_texts(column) for column in zip(*chunk, strict=True)]
        columns = columns or [pa.nulls(0, pa.string())] * width
        return pa.table([*columns, as_array(np.fromiter(numbers, np.int64, len(numbers)))], schema=schema)

    def _report_ragged(self, number: int, record: list[str], width: int) -> None:
        self.ragged += 1
        self.left_out.update(cell.strip() for cell in record[self.id_at : self.id_at + 1])
        if self.ragged <= _NAMED_ROWS:
            value = ",".join(record)[:80]
            self.problems.append(error("ragged_row", self.sheet, number, "", value, found=len(record), expected=width))


def _find_nul(path: Path) -> int:
    """Return the line (from 1) of the first byte of zero, which belongs in no text; 0 when there is none."""
    line = 1
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            at = block.find(b"\0")
            if at >= 0:
                return line + block.count(b"\n", 0, at)
            line += block.count(b"\n")
    return 0


def _check_header(header: list[str], sheet: str, file: str, limits: ReadLimits) -> list[Problem]:
    if not any(header):
        return [error("empty_sheet", sheet, 1, value=file)]
    if len(header) > limits.columns:
        return [error("too_many_columns", sheet, 1, value=file, most=limits.columns)]
    if len(header) == 1 and any(separator in header[0] for separator in ";\t|"):
        return [error("wrong_separator", sheet, 1, value=header[0][:80])]
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    return [error("column_twice", sheet, 1, name, name) for name in doubled]
