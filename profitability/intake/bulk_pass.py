"""The pass over a large file: how its rows are read, tested and told apart, and whether the sheet is written along."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from profitability.domain.template import Kind, Sheet
from profitability.intake.bulk_layout import Layout
from profitability.intake.disguises import FEW_PLACES, count_places
from profitability.intake.interpretation import Interpretation
from profitability.intake.plain_rows import PlainColumn, drop_error_tests, find_readable, join_tests, let_reader_read
from profitability.intake.plain_scan import Expected, PlainScan, scan_plain
from profitability.intake.sheet_along import SheetAlong, path_along
from profitability.intake.table_reading import Task

_DISTINCT = 0.99


@dataclass(frozen=True)
class Planned:
    """How the rows of a sheet will be read and tested, as its sample says."""

    sheet: Sheet
    found: Interpretation
    columns: tuple[PlainColumn, ...]
    expected: Expected


@dataclass(frozen=True)
class Passed:
    """What was found, and how: `columns` as the reader read them, `along` the sheet written at the same time."""

    layout: Layout
    columns: tuple[PlainColumn, ...]
    scan: PlainScan | None
    along: SheetAlong | None


def pass_over(connection: duckdb.DuckDBPyConnection, task: Task, layout: Layout, planned: Planned) -> Passed:
    """Read the file, numbers by the reader itself where that means the same as reading their texts."""
    layout = replace(layout, has_odd_rows=_has_odd_rows(connection, planned.columns))
    columns = planned.columns if layout.index.has_number_sign else drop_error_tests(planned.columns)
    key = () if layout.is_quoted else _find_key(connection, layout.width, columns)
    mark, numbers = find_readable(columns)
    places = count_places(layout.index.path, mark) if key and mark else 0
    if places:
        typed = let_reader_read(columns, numbers, are_few=places == FEW_PLACES)
        quick = replace(layout, numbers=numbers, mark=mark, places=places)
        passed = _pass_once(connection, task, quick, replace(planned, columns=typed), key)
        if passed.scan is not None:
            return passed
    return _pass_once(connection, task, layout, replace(planned, columns=columns))


def _pass_once(
    connection: duckdb.DuckDBPyConnection, task: Task, layout: Layout, planned: Planned, key: tuple[int, ...] = ()
) -> Passed:
    """Read the file in this way; one that lies outside its period has errors and is not written along."""
    along, columns = None, planned.columns
    if task.target is not None and planned.expected.period is None:
        along = _begin_along(connection, layout, planned, task.target)
    scan = scan_plain(connection, layout, columns, planned.expected, task.folder, key, along)
    if along is not None:
        along.finish()
    return Passed(layout, columns, scan, along)


def _begin_along(connection: duckdb.DuckDBPyConnection, layout: Layout, planned: Planned, target: Path) -> SheetAlong:
    """Begin the sheet that is written along: texts stand in it as they are where they do so in the sample."""
    known = list_cells(planned.found, planned.columns)
    cells = {column.name: known[column.name] for column in planned.sheet.columns if column.name in known}
    texts = {name: each for name, each in cells.items() if each.written and each.kind is not Kind.DATE}
    padded = ", ".join(f"bool_or({each.written} IS DISTINCT FROM {each.value})" for each in texts.values())
    shown = connection.execute(f"SELECT {padded} FROM sample").fetchall()[0] if texts else ()
    bare = frozenset(name for name, is_padded in zip(texts, shown, strict=True) if not is_padded)
    plain = {name for name, each in cells.items() if name in bare or (each.written and each.days)}
    values = {name: each.written if name in plain else _guard(each, layout) for name, each in cells.items()}
    return SheetAlong(connection, layout, path_along(target), values, bare)


def list_cells(found: Interpretation, columns: Sequence[PlainColumn]) -> dict[str, PlainColumn]:
    """Return the column that each canonical one is written from."""
    derived = {each.target: each.fields[0] for each in found.derivations}
    fields = {each.field: each for each in columns if each.field}
    names = dict.fromkeys([*fields, *derived])
    return {name: fields[derived.get(name, name)] for name in names if derived.get(name, name) in fields}


def _guard(column: PlainColumn, layout: Layout) -> str:
    """Return the SQL of a canonical value that no row can break: a text that is no number has none."""
    if column.kind not in (Kind.AMOUNT, Kind.QUANTITY) or column.place in layout.numbers or column.place < 0:
        return column.value
    return f"CASE WHEN {column.test} THEN {column.value} END"


def _has_odd_rows(connection: duckdb.DuckDBPyConnection, columns: Sequence[PlainColumn]) -> bool:
    row = connection.execute(f"SELECT bool_and({join_tests(columns)}) FROM sample").fetchone()
    return not (row and row[0])


def _find_key(connection: duckdb.DuckDBPyConnection, width: int, columns: Sequence[PlainColumn]) -> tuple[int, ...]:
    """Return a column of texts, not the customer, in which hardly two rows of the sample are alike; or nothing."""
    repeating = {each.place for each in columns if each.kind is not Kind.TEXT or each.field == "customer_id"}
    counts = ", ".join(f"count(DISTINCT c{place})" for place in range(width))
    rows, *distinct = connection.execute(f"SELECT count(*), {counts} FROM sample").fetchall()[0]
    found = (place for place, count in enumerate(distinct) if count >= _DISTINCT * rows and place not in repeating)
    return tuple(found)[:1]
