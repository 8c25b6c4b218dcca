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
from profitability.intake.bulk_layout import Layout, Lines
from profitability.intake.day_texts import DayTexts
from profitability.intake.doubles import Halves, compare_lines, find_doubles
from profitability.intake.outside_period import OutsidePeriod, day_number_sql
from profitability.intake.plain_rows import PlainColumn, join_tests
from profitability.intake.seen_customers import Flags, Numbers, SeenCustomers, numeric_sql
from profitability.intake.sheet_along import SheetAlong

_BATCH_ROWS = 122_880
_REJECTED = frozenset({"MISSING COLUMNS", "TOO MANY COLUMNS", "LINE SIZE OVER MAXIMUM", "CAST"})
_MOST_ALIKE = 20_000
_HALF = np.uint64(32)
_MAIN = ("gross_sales", "amount", "net_amount")


def _numbers[T: np.generic](column: pa.Array, kind: type[T]) -> np.ndarray[tuple[int], np.dtype[T]]:
    """Return the values of a column without nulls; Arrow's own way to numpy would first load pandas."""
    return np.frombuffer(column.buffers()[1], kind, len(column), column.offset * np.dtype(kind).itemsize)


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
    plain rows; `doubles` are like an earlier line, by a 64-bit hash of all cells, the first of `doubled` such.
    """

    rows: int
    minor: int | None
    last_line: int
    rare: Numbers
    rejected: Numbers
    ids: tuple[str, ...]
    first_lines: Numbers
    doubles: tuple[Numbers, Numbers]
    doubled: int
    sums: Sums
    outside: tuple[tuple[int, Numbers, tuple[str, ...]], ...] = ()

    def count_plain_above(self, lines: Numbers) -> list[int]:
        """Return how many plain rows stand above each line."""
        return [int(count) for count in self.sums.lines.count_above(lines) - np.searchsorted(self.rare, lines)]


def scan_plain(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    columns: Sequence[PlainColumn],
    expected: Expected,
    folder: Path,
    key: tuple[int, ...] = (),
    along: SheetAlong | None = None,
) -> PlainScan | None:
    """Read the whole file once; None when its lines are not its records one by one.

    `key` are columns that hardly two rows have alike: rows that do are then compared line by line (None when they are
    many after all). `along` takes the plain rows as they come; when it stops early the pass begins anew without it.
    """
    amount = find_main(columns)
    hashed = key or tuple(range(layout.width))
    select = [f"hash({', '.join(f'c{place}' for place in hashed)}) AS h", *(along.select if along else ())]
    day = _find_day(columns, expected)
    tested = [each for each in columns if each is not day]
    select += _select(tested, amount, expected, is_quick=bool(layout.mark))
    select += [f"c{day.place} AS days"] if day else []
    reader = connection.sql(f"SELECT {', '.join(select)} FROM {layout.source_sql}").to_arrow_reader(_BATCH_ROWS)
    gathered = _Gathered(folder, expected, layout.index.lines, day.days if day else None)
    with (folder / "hashes.bin").open("wb") as hashes, (folder / "minor.bin").open("wb") as minor:
        for batch in reader:
            plain = gathered.take(batch, hashes, minor)
            if along is not None and not along.take(batch, plain, gathered.rows, hashed):
                reader.close()
                return scan_plain(connection, replace(layout, begun=True), columns, expected, folder, key)
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
    if found.doubled >= _MOST_ALIKE:
        return None
    doubles = compare_lines(layout.index, *found.doubles)
    return replace(found, doubles=doubles, doubled=len(doubles[0]))


def find_main(columns: Sequence[PlainColumn]) -> PlainColumn | None:
    """Return the column of the main amount."""
    amounts = {each.field: each for each in columns if each.kind is Kind.AMOUNT}
    return next((amounts[name] for name in _MAIN if name in amounts), None)


def _find_day(columns: Sequence[PlainColumn], expected: Expected) -> PlainColumn | None:
    """Return the column of days that is tested by its bytes; none where days are counted by the period they lie in."""
    days = (each for each in columns if each.days is not None and each.place >= 0)
    return None if expected.period else next(days, None)


def _select(
    columns: Sequence[PlainColumn], amount: PlainColumn | None, expected: Expected, *, is_quick: bool
) -> list[str]:
    """Return what is asked of every row beside its hash; amounts that the reader has read convert in every row."""
    test = join_tests(columns)
    select = [f"CAST({test} AS UTINYINT) AS plain"]
    if amount is not None:
        minor = f"CAST({amount.value} * 100 AS BIGINT)"
        is_sure = is_quick and amount.few is not None and amount.value == amount.few[1]
        select += [f"{f'coalesce({minor}, 0)' if is_sure else f'CASE WHEN {test} THEN {minor} ELSE 0 END'} AS minor"]
    customer = next((each for each in columns if each.field == "customer_id" and each.place >= 0), None)
    select += _select_customer(f"c{customer.place}", is_quick=is_quick) if customer else []
    day = next((each for each in columns if each.field == "date" and each.place >= 0), None)
    return [*select, *([f"{day_number_sql(day.value)} AS day"] if day and expected.period else [])]


def _select_customer(cell: str, *, is_quick: bool) -> list[str]:
    """Return what is asked of the customer's cell; it may be cast where no text of the file is a disguised number."""
    if not is_quick:
        return [f"coalesce({cell}, '') AS id"]
    number = numeric_sql(cell)
    length = f"CAST(coalesce(strlen({cell}), 0) AS UTINYINT) AS length"
    return [f"{number} AS number", length, f"CASE WHEN {number} = 0 THEN coalesce({cell}, '') END AS id"]


class _Gathered:
    """Collects batch by batch; positions are ordinals of the records DuckDB gave, from 0."""

    def __init__(self, folder: Path, expected: Expected, most_rows: int, days: DayTexts | None) -> None:
        self.folder, self.customers = folder, SeenCustomers(expected.customers)
        self.outside = OutsidePeriod(expected.period or (None, None))
        self.rows, self.minor, self.days = 0, 0, days
        self.last_plain = -1
        self.upper_halves: Halves = np.empty(most_rows, np.uint32)
        self.rare: list[Numbers] = []

    def take(self, batch: pa.RecordBatch, hashes: BinaryIO, minor: BinaryIO) -> Flags:
        """Note what a batch shows; return which of its rows are plain."""
        plain: Flags = _numbers(batch.column("plain"), np.uint8) == 1
        if self.days is not None:
            plain = plain & self.days.find(batch.column("days"))
        if "id" in batch.schema.names:
            plain = self._take_customers(batch, plain)
        found = _numbers(batch.column("h"), np.uint64)
        hashes.write(memoryview(found))
        self.upper_halves[self.rows : self.rows + len(found)] = found >> _HALF
        rare = np.flatnonzero(~plain)
        self.rare.append(rare + self.rows)
        if len(rare) < len(plain):
            self.last_plain = self.rows + len(plain) - 1 - int(np.argmax(plain[::-1]))
        if "minor" in batch.schema.names:
            amounts = _numbers(batch.column("minor"), np.int64)
            amounts = amounts * plain if len(rare) else amounts
            self.minor += int(amounts.sum())
            minor.write(memoryview(amounts))
        if "day" in batch.schema.names:
            self.outside.take(_numbers(batch.column("day"), np.int32), plain, self.rows)
        self.rows += batch.num_rows
        return plain

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
        later, first, doubled = find_doubles(self.folder / "hashes.bin", self.upper_halves[: self.rows], rare)
        return PlainScan(
            rows=self.rows - len(rare),
            minor=self.minor if has_amount else None,
            last_line=int(lines.of(np.array([self.last_plain]))[0]) if self.last_plain >= 0 else 0,
            rare=lines.of(rare),
            rejected=rejected,
            ids=tuple(self.customers.ids),
            first_lines=lines.of(np.fromiter(self.customers.ids.values(), np.int64, len(self.customers.ids))),
            doubles=(lines.of(later), lines.of(first)),
            doubled=doubled,
            sums=Sums(self.folder / "minor.bin", lines, has_amount),
            outside=tuple((count, lines.of(at), days) for count, at, days in self.outside.list_sides()),
        )


def _list_rejected(connection: duckdb.DuckDBPyConnection, layout: Layout) -> Numbers | None:
    """Return the lines without the header's width or with no number where one is read; None when more is wrong."""
    rows = connection.execute(f"SELECT DISTINCT line, error_type FROM {layout.rejects}").fetchall()
    if any(kind not in _REJECTED for _, kind in rows):
        return None
    return np.array(sorted({int(line) for line, _ in rows}), np.int64)
