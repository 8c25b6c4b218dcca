"""Which row of the file as sent each row of the canonical sheet was, as stretches that run on without a gap.

The Parquet file has the columns first_row and source_row (int64, rows as a spreadsheet shows them): from `first_row` of
the canonical CSV on, rows follow one by one those of the file from `source_row` on, up to the next stretch. A ledger of
millions of rows has as many stretches as it has gaps: blank lines, sums, rows left out.
"""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from profitability.intake.bulk_layout import Folds, Layout
from profitability.intake.plain_scan import PlainScan
from profitability.intake.seen_customers import Numbers

FIRST_ROW = 2
"""The canonical row below the header."""


def note_origins(connection: duckdb.DuckDBPyConnection, target: Path | None) -> None:
    """Write the stretches of the table `converted`, whose rows are written in the order of the file."""
    if target is None:
        return
    path = str(target).replace("'", "''")
    connection.execute(f"""
        COPY (
            SELECT first_row, source_row FROM (
                SELECT *, lag(source_row - first_row) OVER (ORDER BY first_row) AS before
                FROM (SELECT source_row, row_number() OVER (ORDER BY source_row) + {FIRST_ROW - 1} AS first_row
                      FROM converted)
            ) WHERE source_row - first_row IS DISTINCT FROM before ORDER BY first_row
        ) TO '{path}' (FORMAT parquet)
    """)


def note_bulk_origins(
    connection: duckdb.DuckDBPyConnection, layout: Layout, found: tuple[PlainScan, Folds], target: Path | None
) -> None:
    """Write the same of a large file: all its rows are there but those that were neither plain nor `converted`."""
    if target is None:
        return
    scan, folds = found
    kept = np.array([row for (row,) in connection.execute("SELECT source_row FROM converted").fetchall()], np.int64)
    odd = np.setdiff1d(np.union1d(scan.rare, scan.sums.lines.absent), folds.lines)
    missing = np.setdiff1d(folds.row_of(odd), kept)
    first, last = layout.skipped + 1, layout.index.lines - len(folds.lines)
    starts = np.setdiff1d(np.concatenate([[first], missing + 1]), missing)
    starts = starts[starts <= last]
    rows = starts - first + FIRST_ROW - np.searchsorted(missing, starts)
    write_stretches(rows, starts, target)


def write_stretches(first_rows: Numbers, source_rows: Numbers, target: Path) -> None:
    """Write stretches that begin at these rows of the canonical sheet, and of the file."""
    import pyarrow.parquet as pq  # only where origins are kept

    from profitability.domain.columns import as_array

    pq.write_table(pa.table({"first_row": as_array(first_rows), "source_row": as_array(source_rows)}), target)
