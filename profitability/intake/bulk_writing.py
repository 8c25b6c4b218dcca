"""Write the canonical sheet of a large file: plain rows by DuckDB as they stream by, the others put in their places."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

import duckdb

from profitability.domain.template import Kind
from profitability.intake.bulk_layout import Folds
from profitability.intake.bulk_pass import Passed, list_cells
from profitability.intake.conversion import quote_name, write_canonical
from profitability.intake.disguises import has_padding
from profitability.intake.line_index import index_lines
from profitability.intake.outcome import Reading
from profitability.intake.plain_rows import PlainColumn, join_tests, plain_id_sql
from profitability.intake.plain_scan import PlainScan
from profitability.intake.sheet_along import path_along


def write_in_bulk(
    connection: duckdb.DuckDBPyConnection,
    passed: Passed,
    reading: Reading,
    found: tuple[PlainScan, Folds],
    target: Path,
) -> None:
    """Write the plain rows, unless they were written along, and the rows of the table `converted`, as in the file."""
    (scan, folds), along = found, passed.along
    rows = [row for (row,) in connection.execute("SELECT source_row FROM converted ORDER BY 1").fetchall()]
    plain = path_along(target)
    if along is None or along.is_stopped or along.names != reading.columns:
        _write_plain(connection, passed, reading, scan, plain)
    if rows:
        rest, whole = target.with_suffix(".rest"), target.with_suffix(".whole")
        write_canonical(connection, reading.columns, rest)
        _splice(plain, list(_split(rest)), scan.count_plain_above(folds.line_of(rows)), whole)
        rest.unlink()
        whole.replace(target)
    else:
        plain.replace(target)


def _write_plain(
    connection: duckdb.DuckDBPyConnection, passed: Passed, reading: Reading, scan: PlainScan, target: Path
) -> None:
    layout, columns = passed.layout, passed.columns
    is_whole = not len(scan.rare)
    assert reading.interpretation is not None
    days = frozenset(each.place for each in columns if is_whole and each.kind is Kind.DATE and each.written)
    is_bare = not layout.is_quoted and not has_padding(layout.index.path, layout.dialect.sign)
    cells = list_cells(reading.interpretation, columns)
    values = {name: _value_of(each, days, is_bare=is_bare) for name, each in cells.items()}
    select = ", ".join(f"{values[name]} AS {quote_name(name)}" for name in reading.columns)
    customer = next((each for each in columns if each.field == "customer_id" and each.place >= 0), None)
    where = join_tests(columns)
    if customer is not None and not is_whole:
        where += f" AND {plain_id_sql(f'c{customer.place}')}"
    path = str(target).replace("'", "''")
    source = replace(layout, days=days).source_sql
    rows = source if is_whole else f"{source} WHERE {where}"
    connection.execute(f"COPY (SELECT {select} FROM {rows}) TO '{path}' (FORMAT csv, HEADER)")


def _value_of(column: PlainColumn, days: Container[int], *, is_bare: bool) -> str:
    """Return the SQL of a plain cell's canonical value."""
    is_simple = column.place in days if column.kind is Kind.DATE else is_bare
    return column.written if is_simple and column.written else column.value


def _split(path: Path) -> Iterator[bytes]:
    """Yield the records of a small CSV file below its header, each as it stands."""
    record = b""
    with path.open("rb") as handle:
        handle.readline()
        for line in handle:
            record += line
            if record.count(b'"') % 2 == 0:
                yield record
                record = b""


def _splice(plain: Path, records: Sequence[bytes], above: Sequence[int], target: Path) -> None:
    """Copy the plain rows to the target and put each record below as many of them as stand above it."""
    begin = 0
    offsets = index_lines(plain, b'"').find_offsets([count + 2 for count in above])
    with plain.open("rb") as source, target.open("wb") as sink:
        for record, offset in zip(records, offsets, strict=True):
            _copy(source, sink, offset - begin)
            sink.write(record)
            begin = offset
        copyfileobj(source, sink, 1 << 20)


def _copy(source: BinaryIO, sink: BinaryIO, count: int) -> None:
    while count > 0 and (block := source.read(min(count, 1 << 20))):
        sink.write(block)
        count -= len(block)
