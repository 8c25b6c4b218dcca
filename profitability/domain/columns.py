"""Columns between Arrow and numpy: customers in order of id, groups placed on them, bounds that a file states.

Arrays change hands by their memory: pa.array() of a Python list or a numpy array would import pandas, a second of
processor time that a run has no other use for.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s

_LARGEST_OFFSET = 2**31
NO_DATE = int(np.iinfo(np.int64).min)
"""Stands for a missing date among days since 1970-01-01."""


def as_ints(column: pa.ChunkedArray | pa.Array, missing: int = 0) -> Int64s:
    """Return an int64 column as numpy, without a copy where it is one piece without nulls."""
    array = _one_piece(column)
    values = np.frombuffer(array.buffers()[1], dtype=np.int64)[array.offset : array.offset + len(array)]
    return np.where(_valid(array), values, missing) if array.null_count else values


def as_array(values: Int64s) -> pa.Array:
    """Return whole numbers as an Arrow array on the same memory."""
    whole = np.ascontiguousarray(values, dtype=np.int64)
    return pa.Array.from_buffers(pa.int64(), whole.size, [None, pa.py_buffer(whole)])


def as_codes(values: NDArray[np.int8], names: Sequence[str]) -> pa.DictionaryArray:
    """Return codes as names, kept as codes."""
    codes = pa.Array.from_buffers(pa.int8(), values.size, [None, pa.py_buffer(np.ascontiguousarray(values))])
    return pa.DictionaryArray.from_arrays(codes, as_texts(names))


def as_texts(values: Sequence[str | None]) -> pa.Array:
    """Return texts as an Arrow array."""
    encoded = [b"" if value is None else value.encode() for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    present = np.packbits(np.array([value is not None for value in values], dtype=np.bool_), bitorder="little")
    buffers = [pa.py_buffer(present), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), buffers)


def as_plain_texts(values: Sequence[str]) -> pa.Array:
    """Return many texts, none of them missing, as an Arrow array; what is too much for one goes Arrow's own way."""
    joined = "".join(values).encode()
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    if len(joined) != int(lengths.sum()):
        lengths = np.fromiter((len(value.encode()) for value in values), np.int64, len(values))
    if len(joined) >= _LARGEST_OFFSET:
        return pa.array(values, pa.string())
    ends = np.zeros(len(values) + 1, dtype=np.int32)
    np.cumsum(lengths, out=ends[1:])
    return pa.Array.from_buffers(pa.string(), len(values), [None, pa.py_buffer(ends), pa.py_buffer(joined)])


def _one_piece(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def _valid(array: pa.Array) -> NDArray[np.bool_]:
    bits = np.frombuffer(array.buffers()[0], dtype=np.uint8)
    unpacked = np.unpackbits(bits, bitorder="little")[array.offset : array.offset + len(array)]
    return unpacked.astype(np.bool_)


def read_columns(path: Path, columns: Sequence[str] | None = None, repeated: Sequence[str] = ()) -> pa.Table:
    """Read columns of a Parquet file, all of them when none are named; those with `repeated` texts stay codes."""
    with pq.ParquetFile(path, read_dictionary=list(repeated)) as file:
        return file.read(columns=None if columns is None else list(columns))


def count_rows(path: Path) -> int:
    """Return how many rows a Parquet file has, as it says itself."""
    with pq.ParquetFile(path) as file:
        return int(file.metadata.num_rows)


def read_customers(path: Path) -> tuple[pa.Array, Int64s, Int64s]:
    """Return customer_ids in order, their places in the file, and the days customers began (NO_DATE for none).

    Rows without an id, which only an unsound ledger has, are left out.
    """
    table = read_columns(path, ["customer_id", "customer_since"])
    ids = _one_piece(table.column("customer_id"))
    since = as_ints(table.column("customer_since").cast(pa.int32()).cast(pa.int64()), NO_DATE)
    place = np.arange(len(ids), dtype=np.int64)
    if ids.null_count:
        place = np.flatnonzero(_valid(ids))
        ids = ids.drop_null()
    if len(ids) > 1 and not pc.all(pc.less_equal(ids.slice(0, len(ids) - 1), ids.slice(1))).as_py():
        order = as_ints(pc.sort_indices(ids).cast(pa.int64()))
        ids, place = ids.take(as_array(order)), place[order]
    return ids, place, since[place]


def first_of_each(ids: pa.Array) -> pa.Table:
    """Return the ids, which stand in order, once each as `customer_id`, with the position of the first as `place`."""
    place = np.arange(len(ids), dtype=np.int64)
    if len(ids) > 1:
        again = pc.equal(ids.slice(1), ids.slice(0, len(ids) - 1))
        if pc.any(again).as_py():
            place = np.flatnonzero(np.concatenate([[True], ~again.to_numpy(zero_copy_only=False)]))
            ids = ids.take(as_array(place))
    return pa.table({"customer_id": ids, "place": as_array(place)})


def find_places(names: pa.ChunkedArray, customers: pa.Table) -> pa.ChunkedArray:
    """Return for each name its `place` among the customers of first_of_each, null for one that is not there."""
    return customers.column("place").take(pc.index_in(names, value_set=customers.column("customer_id")))


def has_dates_within(path: Path, first: date, last: date) -> bool:
    """Say whether the file's own bounds prove that no date lies outside the period; no is the safe answer."""
    with pq.ParquetFile(path) as file:
        return all(
            found is not None
            and (found.num_values == 0 or (found.has_min_max and found.min >= first and found.max <= last))
            for found in _read_statistics(file, "date")
        )


def bound_sums(path: Path, columns: Sequence[str]) -> list[int | None]:
    """Return for each whole-number column a bound on the sum of absolute values from the file's own bounds, or None."""
    with pq.ParquetFile(path) as file:
        return [_bound_sum(file, column) for column in columns]


def _bound_sum(file: pq.ParquetFile, column: str) -> int | None:
    total = 0
    for found in _read_statistics(file, column):
        if found is None or not found.has_min_max:
            return None
        total += max(abs(int(found.min)), abs(int(found.max))) * int(found.num_values + found.null_count)
    return total


def _read_statistics(file: pq.ParquetFile, column: str) -> list[pq.Statistics | None]:
    position = file.schema_arrow.get_field_index(column)
    groups = range(file.metadata.num_row_groups)
    return [file.metadata.row_group(group).column(position).statistics for group in groups]
