"""Read a CSV file in which nothing is open to interpretation, in bulk; leave every other to csv_text.py.

Without a quotation mark a CSV file is lines cut at commas, and there is one way to read it. A file is read here only if

- no byte of it is a quotation mark or NUL, no carriage return stands but before a line feed,
- no line is empty, and none is longer than what Python's csv module takes for a cell,
- every line has as many commas as the header, at least one, and every byte is UTF-8.

The first two are looked for here, the others stop Arrow's reader, which then has read nothing. So a file that is read
here has no fault to name, and the rows, texts and row numbers are those that csv_text.py would have made.
"""

import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from profitability.domain.columns import as_array

_BLOCK_BYTES = 4_000_000
_LOOK_BYTES = 1_000_000


def read_plain_text(source: Path, width: int, target: Path) -> bool:
    """Write the lines below the header to `target` as a RawSheet describes; say whether that could be done."""
    if width < 2 or not _is_plain(source):
        return False
    try:
        _copy(source, width, target)
    except pa.ArrowInvalid:
        return False
    return True


def _is_plain(source: Path) -> bool:
    longest, line, before = csv.field_size_limit(), 0, b""
    with source.open("rb") as handle:
        while block := handle.read(_LOOK_BYTES):
            if block.endswith(b"\r"):
                block += handle.read(1)
            if b'"' in block or b"\0" in block or block.count(b"\r") != block.count(b"\r\n"):
                return False
            around = before + block
            if b"\n\n" in around or b"\n\r\n" in around:
                return False
            ends = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == ord("\n"))
            lengths = np.diff(ends, prepend=-1 - line, append=len(block))
            if int(lengths.max()) > longest:
                return False
            line, before = int(lengths[-1]) - 1, around[-2:]
    return True


def _copy(source: Path, width: int, target: Path) -> None:
    # pyarrow.csv is loaded by those who read CSV.
    from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, open_csv

    names = [f"c{index}" for index in range(width)]
    schema = pa.schema([*((name, pa.string()) for name in names), ("source_row", pa.int64())])
    row = 2
    with (
        open_csv(
            source,
            ReadOptions(use_threads=False, block_size=_BLOCK_BYTES, skip_rows=1, column_names=names),
            ParseOptions(quote_char=False, double_quote=False, escape_char=False, ignore_empty_lines=False),
            ConvertOptions(column_types=dict.fromkeys(names, pa.string()), null_values=[], strings_can_be_null=False),
        ) as batches,
        pq.ParquetWriter(target, schema, compression="lz4") as writer,
    ):
        for batch in batches:
            rows = as_array(np.arange(row, row + batch.num_rows, dtype=np.int64))
            writer.write_batch(pa.record_batch([*batch.columns, rows], schema=schema))
            row += batch.num_rows
