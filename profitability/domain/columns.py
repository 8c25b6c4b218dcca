"""Columns between Arrow and numpy: customers in order of id, groups placed on them, bounds that a file states."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from profitability.domain.allocation import Int64s

NO_DATE = int(np.iinfo(np.int64).min)
"""Stands for a missing date among days since 1970-01-01."""


def as_ints(column: pa.ChunkedArray, missing: int = 0) -> Int64s:
    """Return an int64 column as numpy, without a copy where it is one piece without nulls."""
    array = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if array.null_count:
        array = pc.fill_null(array, missing)
    return np.frombuffer(array.buffers()[1], dtype=np.int64)[array.offset : array.offset + len(array)]


def read_customers(path: Path) -> tuple[pa.Array, Int64s, Int64s]:
    """Return customer_ids in order, their places in the file, and the days customers began (NO_DATE for none)."""
    table = pq.read_table(path, columns=["customer_id", "customer_since"])
    table = table.filter(pc.is_valid(table.column("customer_id"))) if table.column(0).null_count else table
    ids = table.column("customer_id").combine_chunks()
    since = as_ints(table.column("customer_since").cast(pa.int32()).cast(pa.int64()), NO_DATE)
    place = np.arange(len(ids), dtype=np.int64)
    if len(ids) > 1 and not pc.all(pc.less_equal(ids.slice(0, len(ids) - 1), ids.slice(1))).as_py():
        order = pc.sort_indices(ids)
        ids, place = ids.take(order), as_ints(pa.chunked_array([order.cast(pa.int64())]))
        since = since[place]
    return ids, place, since


def find_places(names: pa.ChunkedArray, ids: pa.Array) -> tuple[Int64s, Int64s | None]:
    """Return the position in `ids` of each name, and which names have one (None when all have)."""
    found = pc.index_in(names, value_set=ids)
    if not found.null_count:
        return as_ints(found.cast(pa.int64())), None
    known = np.flatnonzero(as_ints(pc.is_valid(found).cast(pa.int64())))
    return as_ints(pc.drop_null(found).cast(pa.int64())), known


def place_values(values: pa.ChunkedArray, at: Int64s, known: Int64s | None, size: int, missing: int) -> Int64s:
    """Return an array of `size` with each value at its position, `missing` elsewhere."""
    placed = np.full(size, missing, dtype=np.int64) if missing else np.zeros(size, dtype=np.int64)
    numbers = as_ints(values, missing)
    placed[at] = numbers if known is None else numbers[known]
    return placed


def has_dates_within(path: Path, first: date, last: date) -> bool:
    """Say whether the file's own bounds prove that every date lies within the period; no is the safe answer."""
    with pq.ParquetFile(path) as file:
        return all(
            found is not None
            and found.has_min_max
            and not found.null_count
            and found.min >= first
            and found.max <= last
            for found in _read_statistics(file, "date")
        )


def bound_of_sums(path: Path, column: str) -> int | None:
    """Return a bound on the sum of absolute values of a whole-number column from the file's own bounds, or None."""
    total = 0
    with pq.ParquetFile(path) as file:
        for group, found in enumerate(_read_statistics(file, column)):
            if found is None or not found.has_min_max:
                return None
            total += max(abs(int(found.min)), abs(int(found.max))) * int(file.metadata.row_group(group).num_rows)
    return total


def _read_statistics(file: pq.ParquetFile, column: str) -> list[pq.Statistics | None]:
    position = file.schema_arrow.get_field_index(column)
    groups = range(file.metadata.num_row_groups)
    return [file.metadata.row_group(group).column(position).statistics for group in groups]
