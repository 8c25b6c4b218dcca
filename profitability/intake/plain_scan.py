"""One pass of DuckDB over a large text file: which rows are plain, their sum and customers, and which are double."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import duckdb
import numpy as np
import pyarrow as pa

from profitability.domain.template import Kind
from profitability.intake.delimiters import Dialect
from profitability.intake.disguises import KEPT_PLACES
from profitability.intake.doubles import compare_lines, find_doubles
from profitability.intake.line_index import LineIndex
from profitability.intake.outside_period import OutsidePeriod, day_number_sql
from profitability.intake.plain_rows import PlainColumn, join_tests
from profitability.intake.seen_customers import Flags, Numbers, SeenCustomers, numeric_sql

_BATCH_ROWS = 500_000
_LONGEST_LINE = 2_000_000
_REJECTED = frozenset({"MISSING COLUMNS", "TOO MANY COLUMNS", "LINE SIZE OVER MAXIMUM", "CAST"})
_MOST_ALIKE = 20_000


@dataclass(frozen=True)
class Layout:
    """Where the records of a file are: `skipped` lines stand above them, in the header's `width`.

    The columns `numbers` are read as decimals with the decimal mark `mark`, `days` as dates; a cell that is none
    rejects its line.
    """

    index: LineIndex
    dialect: Dialect
    skipped: int
    width: int
    is_quoted: bool
    numbers: frozenset[int] = frozenset()
    mark: str = ""
    days: frozenset[int] = frozenset()

    @property
    def rejects(self) -> str:
        """Return the name of the table of lines that give no record."""
        return f"rejected{'_typed' * bool(self.mark)}{'_days' * bool(self.days)}"

    @property
    def source_sql(self) -> str:
        """Return the SQL of all records as c0, c1 …; records of another width go to the rejects."""
        path = _literal(str(self.index.path))
        kinds = dict.fromkeys(self.numbers, f"DECIMAL(18, {KEPT_PLACES})") | dict.fromkeys(self.days, "DATE")
        columns = ", ".join(f"'c{place}': '{kinds.get(place, 'VARCHAR')}'" for place in range(self.width))
        decimals = f"decimal_separator = {_literal(self.mark)}, " if self.mark else ""
        quote = _literal(self.dialect.quote) if self.is_quoted else "''"
        return (
            f"read_csv({path}, delim = {_literal(self.dialect.sign)}, quote = {quote}, escape = {quote}, "
            f"{decimals}header = false, skip = {self.skipped}, auto_detect = false, columns = {{{columns}}}, "
            f"store_rejects = true, rejects_table = '{self.rejects}', rejects_scan = '{self.rejects}_scan', "
            f"max_line_size = {_LONGEST_LINE})"
        )


def _numbers[T: np.generic](column: pa.Array, kind: type[T]) -> np.ndarray[tuple[int], np.dtype[T]]:
    """Return the values of a column without nulls; Arrow's own way to numpy would first load pandas."""
    return np.frombuffer(column.buffers()[1], kind, len(column), column.offset * np.dtype(kind).itemsize)


@dataclass(frozen=True)
class Lines:
    """Turns ordinals of records into line numbers and back: `absent` are the lines that gave no record."""

    first_line: int
    absent: Numbers

    def of(self, ordinals: Numbers) -> Numbers:
        """Return the line numbers."""
        shifted = self.absent - self.first_line - np.arange(len(self.absent))
        return ordinals + self.first_line + np.searchsorted(shifted, ordinals, side="right")

    def count_above(self, lines: Numbers) -> Numbers:
        """Return how many records stand above each line."""
        return lines - self.first_line - np.searchsorted(self.absent, lines)


@dataclass(frozen=True)
class Folds:
    """Lines that go on inside a cell of the record above: they have no row of their own in a spreadsheet."""

    lines: Numbers

    def row_of(self, lines: Numbers) -> Numbers:
        """Return the rows of the records that begin on these lines."""
        return lines - np.searchsorted(self.lines, lines)

    def line_of(self, rows: Sequence[int]) -> Numbers:
        """Return the lines on which the records of these rows begin."""
        wanted = np.array(rows, np.int64)
        return wanted + np.searchsorted(self.lines - np.arange(len(self.lines)), wanted, side="right")


@dataclass(frozen=True)
class Sums:
    """The main amount of every record, 0 where it is not plain, in a file of 64-bit minor units."""

    path: Path
    lines: Lines
    has_amount: bool

    def above(self, lines: Numbers) -> list[Decimal]:
        """Return, for each line, the sum over the records above it in major units."""
        if not self.has_amount:
            return [Decimal(0) for _ in lines]
        running = np.concatenate([[0], np.cumsum(np.fromfile(self.path, np.int64))])
        return [Decimal(int(found)).scaleb(-2) for found in running[self.lines.count_above(lines)]]

    @property
    def ends_in_sum(self) -> bool:
        """Say whether the last record's amount is the sum of all the others."""
        size = self.path.stat().st_size
        if not self.has_amount or not size:
            return False
        amounts = np.memmap(self.path, np.int64, "r")
        return bool(amounts[-1]) and int(amounts.sum()) == 2 * int(amounts[-1])


@dataclass(frozen=True)
class Expected:
    """What rows are held against: a customer that is not among these makes a row that is not plain.

    The `period` is there when a day outside it leaves a row plain and is counted.
    """

    customers: frozenset[str] | None = None
    period: tuple[date | None, date | None] | None = None


@dataclass(frozen=True)
class PlainScan:
    """What the pass found, by line numbers; `minor` is the sum of the main amount over plain rows, or None.

    `rare` are the records that are not plain, `rejected` the lines of another width. `ids` are the customers of
    plain rows; `doubles` are like an earlier line, by a 64-bit hash of all cells.
    """

    rows: int
    minor: int | None
    last_line: int
    rare: Numbers
    rejected: Numbers
    ids: tuple[str, ...]
    first_lines: Numbers
    doubles: tuple[Numbers, Numbers]
    sums: Sums
    outside: tuple[tuple[int, Numbers, tuple[str, ...]], ...] = ()

    def count_plain_above(self, lines: Numbers) -> list[int]:
        """Return how many plain rows stand above each line."""
        return [int(count) for count in self.sums.lines.count_above(lines) - np.searchsorted(self.rare, lines)]


def scan_plain(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    columns: Sequence[PlainColumn],
    main: str,
    expected: Expected,
    folder: Path,
    key: Sequence[int] = (),
) -> PlainScan | None:
    """Read the whole file once; None when its lines are not its records one by one.

    `main` is the field of the main amount. `key` are columns that hardly two rows have alike: rows that do are then
    compared line by line (None when they are many after all).
    """
    amount = next((each for each in columns if each.field == main and each.kind is Kind.AMOUNT), None)
    customer = next((each for each in columns if each.field == "customer_id" and each.place >= 0), None)
    cells = ", ".join(f"c{place}" for place in key or range(layout.width))
    test = join_tests(columns)
    select = [f"hash({cells}) AS h", f"CAST({test} AS UTINYINT) AS plain"]
    select += [f"CASE WHEN {test} THEN CAST({amount.value} * 100 AS BIGINT) ELSE 0 END AS minor"] if amount else []
    select += _select_customer(f"c{customer.place}", is_quick=bool(layout.mark)) if customer else []
    day = next((each for each in columns if each.field == "date" and each.place >= 0), None)
    select += [f"{day_number_sql(day.value)} AS day"] if day and expected.period else []
    reader = connection.sql(f"SELECT {', '.join(select)} FROM {layout.source_sql}").to_arrow_reader(_BATCH_ROWS)
    gathered = _Gathered(folder, expected)
    with (folder / "hashes.bin").open("wb") as hashes, (folder / "minor.bin").open("wb") as minor:
        for batch in reader:
            gathered.take(batch, hashes, minor)
    rejected = _list_rejected(connection, layout)
    if rejected is None:
        return None
    absent = rejected
    if gathered.rows + len(absent) + layout.skipped < layout.index.lines:
        silent = np.array([line for line in layout.index.find_blank() if line > layout.skipped], np.int64)
        absent = np.unique(np.concatenate([rejected, silent]))
    if gathered.rows + len(absent) + layout.skipped != layout.index.lines:
        return None
    found = gathered.finish(layout.skipped + 1, absent, rejected, has_amount=amount is not None)
    if not key:
        return found
    if len(found.doubles[0]) >= _MOST_ALIKE:
        return None
    return replace(found, doubles=compare_lines(layout.index, *found.doubles))


def _select_customer(cell: str, *, is_quick: bool) -> list[str]:
    """Return what is asked of the customer's cell; it may be cast where no text of the file is a disguised number."""
    if not is_quick:
        return [f"coalesce({cell}, '') AS id"]
    number = numeric_sql(cell)
    length = f"CAST(coalesce(strlen({cell}), 0) AS UTINYINT) AS length"
    return [f"{number} AS number", length, f"CASE WHEN {number} = 0 THEN coalesce({cell}, '') END AS id"]


class _Gathered:
    """Collects batch by batch; positions are ordinals of the records DuckDB gave, from 0."""

    def __init__(self, folder: Path, expected: Expected) -> None:
        self.folder, self.customers = folder, SeenCustomers(expected.customers)
        self.outside = OutsidePeriod(expected.period or (None, None))
        self.rows = self.minor = 0
        self.last_plain = -1
        self.rare: list[Numbers] = []

    def take(self, batch: pa.RecordBatch, hashes: BinaryIO, minor: BinaryIO) -> None:
        plain = _numbers(batch.column("plain"), np.uint8) == 1
        if "id" in batch.schema.names:
            plain = self._take_customers(batch, plain)
        hashes.write(_numbers(batch.column("h"), np.uint64).tobytes())
        rare = np.flatnonzero(~plain)
        self.rare.append(rare + self.rows)
        places = np.flatnonzero(plain)
        if len(places):
            self.last_plain = self.rows + int(places[-1])
        if "minor" in batch.schema.names:
            amounts = _numbers(batch.column("minor"), np.int64) * plain
            self.minor += int(amounts.sum())
            minor.write(amounts.tobytes())
        if "day" in batch.schema.names:
            self.outside.take(_numbers(batch.column("day"), np.int32), plain, self.rows)
        self.rows += batch.num_rows

    def _take_customers(self, batch: pa.RecordBatch, plain: Flags) -> Flags:
        """Return which rows are plain when the customers are looked at too."""
        texts, places = batch.column("id"), np.arange(batch.num_rows)
        if "number" in batch.schema.names:
            numbers = _numbers(batch.column("number"), np.uint32)
            plain = self.customers.take_numbers(numbers, _numbers(batch.column("length"), np.uint8), plain, self.rows)
            if texts.null_count == len(texts):
                return plain
            texts, places = texts.drop_null(), np.flatnonzero(numbers == 0)
        return self.customers.take_texts(texts, plain, places, self.rows)

    def finish(self, first_line: int, absent: Numbers, rejected: Numbers, *, has_amount: bool) -> PlainScan:
        rare = np.concatenate(self.rare) if self.rare else np.array([], np.int64)
        lines = Lines(first_line, absent)
        later, first = find_doubles(self.folder / "hashes.bin", rare)
        return PlainScan(
            rows=self.rows - len(rare),
            minor=self.minor if has_amount else None,
            last_line=int(lines.of(np.array([self.last_plain]))[0]) if self.last_plain >= 0 else 0,
            rare=lines.of(rare),
            rejected=rejected,
            ids=tuple(self.customers.ids),
            first_lines=lines.of(np.fromiter(self.customers.ids.values(), np.int64, len(self.customers.ids))),
            doubles=(lines.of(later), lines.of(first)),
            sums=Sums(self.folder / "minor.bin", lines, has_amount),
            outside=tuple((count, lines.of(at), days) for count, at, days in self.outside.list_sides()),
        )


def _list_rejected(connection: duckdb.DuckDBPyConnection, layout: Layout) -> Numbers | None:
    """Return the lines without the header's width or with no number where one is read; None when more is wrong."""
    rows = connection.execute(f"SELECT DISTINCT line, error_type FROM {layout.rejects}").fetchall()
    if any(kind not in _REJECTED for _, kind in rows):
        return None
    return np.array(sorted({int(line) for line, _ in rows}), np.int64)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
