"""Sums of a sheet placed on its customers: added up row by row as DuckDB hands them over, or taken from groups.

Adding needs no table of groups, whose memory grows with the rows before it shrinks to the customers: what a run holds
is the sums themselves and the customers that rows are joined to, and of these DuckDB puts aside what its limit forbids.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

import duckdb
import numpy as np
import pyarrow as pa

from profitability.domain.allocation import Int64s
from profitability.domain.columns import NO_DATE, as_ints, find_places
from profitability.domain.facts_sql import (
    ROWS,
    How,
    Sum,
    Sums,
    write_code,
    write_placed_groups,
    write_placed_rows,
    write_value,
)

_BATCH = 1 << 19
_NEVER = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class PlacedSums:
    """The columns of `Sum`s by what they are made of, int64 by customer, and totals of all rows by name.

    A column has one place more than there are customers, for the rows of those that nobody lists.
    """

    columns: Mapping[tuple[str, ...], Int64s]
    totals: Mapping[str, int] = field(default_factory=dict)


def sum_rows(connection: duckdb.DuckDBPyConnection, source: str, sums: Sums, size: int) -> PlacedSums:
    """Add the rows of `source` up on `size` customers, who stand in the table `customers`.

    The sums must fit: absolute values of a column are known to stay within 62 bits together. Totals are counted in the
    same pass over all rows, whomever they name, without a look at their places.
    """
    added = [each for each in sums if each.how is not How.DISTINCT]
    placed = _add_rows(connection, source, added, size)
    counted = [each for each in sums if each.how is How.DISTINCT]
    if not counted:
        return placed
    groups = connection.sql(write_placed_groups(source, counted)).to_arrow_reader(_BATCH)
    return PlacedSums({**placed.columns, **place_batches(groups, counted, size).columns}, placed.totals)


def place_groups(groups: pa.Table, sums: Sums, customers: pa.Table, size: int) -> PlacedSums:
    """Place the groups of customer_id, with a column for each sum, leaving out those of unknown customers."""
    place = find_places(groups.column("customer_id"), customers)
    return place_batches(groups.set_column(0, "place", place).to_batches(), sums, size)


def place_batches(batches: Iterable[pa.RecordBatch], sums: Sums, size: int) -> PlacedSums:
    """Put groups at their `place`, null for an unknown customer."""
    columns = {each.made_of: np.full(size + 1, NO_DATE if each.how is How.LEAST else 0) for each in sums}
    for batch in batches:
        at = as_ints(batch.column("place"), size)
        for each in sums:
            columns[each.made_of][at] = as_ints(batch.column(each.name), NO_DATE if each.how is How.LEAST else 0)
    return PlacedSums(columns)


@dataclass(frozen=True)
class _Split:
    """Sums of one value that differ in the text of a column: side by side in one array, behind one for other texts."""

    sums: tuple[Sum, ...]
    added: Int64s

    @property
    def code(self) -> str:
        return write_code(self.sums[0].column, [each.text for each in self.sums])

    def columns(self, size: int) -> Iterator[tuple[tuple[str, ...], Int64s]]:
        """Give each sum its part of the array."""
        for place, each in enumerate(self.sums, start=1):
            yield each.made_of, self.added[place * (size + 1) : (place + 1) * (size + 1)]


def _add_rows(connection: duckdb.DuckDBPyConnection, source: str, sums: Sums, size: int) -> PlacedSums:
    plain = {each: _start(each, size) for each in {each.made_of: each for each in sums if not each.column}.values()}
    splits = [
        _Split(same, np.zeros((len(same) + 1) * (size + 1), dtype=np.int64))
        for same in (tuple(found) for _, found in groupby((each for each in sums if each.column), _value_and_column))
    ]
    values = [write_value(each) for each in plain if not _is_count(each)]
    values += [sql for split in splits for sql in (split.code, write_value(split.sums[0]))]
    totals = dict.fromkeys(plain, 0)
    for batch in connection.sql(write_placed_rows(source, values)).to_arrow_reader(_BATCH):
        at, *columns = batch.columns
        at, handed = as_ints(at, size), iter(columns)
        for each, added in plain.items():
            totals[each] += _add(each, added, at, None if _is_count(each) else next(handed))
        for split in splits:
            code = as_ints(next(handed))
            np.add.at(split.added, code * (size + 1) + at, as_ints(next(handed)))
    placed = {
        each.made_of: np.where(added == _NEVER, NO_DATE, added) if each.how is How.LEAST else added
        for each, added in plain.items()
    }
    placed.update(pair for split in splits for pair in split.columns(size))
    of_make = {each.made_of: total for each, total in totals.items() if each.how is How.SUM}
    return PlacedSums(placed, {each.name: of_make[each.made_of] for each in sums if each.made_of in of_make})


def _add(each: Sum, added: Int64s, at: Int64s, column: pa.Array | None) -> int:
    """Add the rows of a batch up at their places; return their sum."""
    if column is None:
        np.add.at(added, at, 1)
        return at.size
    if each.how is How.LEAST:
        np.minimum.at(added, at, as_ints(column, _NEVER))
        return 0
    values = as_ints(column)
    np.add.at(added, at, values)
    return int(values.sum())


def _start(each: Sum, size: int) -> Int64s:
    """Return what adding begins with; zeros take no memory before they are written."""
    return np.full(size + 1, _NEVER) if each.how is How.LEAST else np.zeros(size + 1, dtype=np.int64)


def _is_count(each: Sum) -> bool:
    """Say whether every row counts as one, so that no value need be handed over."""
    return each.value == ROWS and each.condition == "TRUE"


def _value_and_column(each: Sum) -> tuple[str, str, str]:
    return each.value, each.condition, each.column
