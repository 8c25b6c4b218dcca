"""Turn a sheet of texts into its canonical Parquet file, exactly, and name every cell that does not convert.

Texts are matched against a strict pattern before they are cast, so that the cast can neither round nor guess: money to
whole minor units, quantities to whole millionths, ISO dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from profitability.domain.money import QUANTITY_DECIMALS
from profitability.domain.problem import Problem, error, note
from profitability.domain.template import CUSTOMERS, Column, Kind, Sheet
from profitability.readers.cell_findings import name_cell
from profitability.readers.csv_text import RawSheet

_NAMED_ROWS = 100
_BLANKS = " \t\r\n\u00a0\u202f\u2007\ufeff"
_DIGITS = 18


@dataclass(frozen=True)
class Converted:
    """What became of a sheet: rows kept, sum of its main amount (minor units, None without one), problems."""

    rows: int
    sum_minor: int | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Field:
    """A column of the format and the expressions for its text and its value (both SQL over the texts)."""

    column: Column
    text: str
    value: str


def convert_sheet(sheet: Sheet, raw: RawSheet, target: Path, decimals: int) -> Converted:
    """Write the canonical file of `sheet` to `target`; `decimals` are the currency's."""
    places = {name: index for index, name in enumerate(raw.header) if name}
    problems = [*_check_columns(sheet, places)]
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true")
        trimmed = _trim_cells(connection, raw)
        filled = " OR ".join(f"{cell} <> ''" for cell in trimmed)
        connection.execute(f"CREATE VIEW texts AS SELECT * FROM raw WHERE {filled}")
        cells = {name: trimmed[place] for name, place in places.items()}
        fields = [_make_field(column, cells.get(column.name), decimals) for column in sheet.columns]
        connection.execute(_copy_statement(sheet, fields, raw, cells, target))
        counts = _count(connection, fields, target)
        for position, field in enumerate(fields):
            if field.column.name in places:
                problems.extend(_find_bad_cells(connection, sheet, field, decimals, counts, position))
        problems.extend(_find_unnamed_columns(connection, sheet, raw, trimmed))
        problems.extend(_find_swallowed_rows(connection, sheet, raw))
        total = _sum_main(connection, sheet, target)
    return Converted(counts.rows, total, tuple(problems))


def _trim_cells(connection: duckdb.DuckDBPyConnection, raw: RawSheet) -> list[str]:
    """Return the SQL for each cell's text without blanks around it; a column that has none there needs no trimming.

    Trimming costs four times as much as looking, and every cell is asked for three times.
    """
    connection.execute(f"CREATE VIEW raw AS SELECT * FROM read_parquet('{_quote(str(raw.path))}')")
    around = f"'^[{_BLANKS}]|[{_BLANKS}]$'"
    looks = ", ".join(f"bool_or(regexp_matches(c{index}, {around}))" for index in range(len(raw.header)))
    found = connection.execute(f"SELECT {looks} FROM raw").fetchone()
    assert found is not None
    return [f"trim(c{index}, '{_BLANKS}')" if has_blanks else f"c{index}" for index, has_blanks in enumerate(found)]


def _check_columns(sheet: Sheet, places: dict[str, int]) -> Iterator[Problem]:
    known = {column.name for column in sheet.columns}
    for column in sheet.columns:
        if column.required and column.name not in places:
            yield error("missing_column", sheet.name, 1, column.name)
    if not sheet.keeps_other_columns:
        for name in places:
            if name not in known:
                yield note("unknown_column", sheet.name, 1, name, name)


def _make_field(column: Column, cell: str | None, decimals: int) -> _Field:
    text = "NULL" if cell is None else f"nullif({cell}, '')"
    return _Field(column, text, _value_expression(column, text, decimals))


def _value_expression(column: Column, text: str, decimals: int) -> str:
    match column.kind:
        case Kind.AMOUNT:
            return _scaled(text, decimals, signed=True)
        case Kind.QUANTITY:
            return _scaled(text, QUANTITY_DECIMALS, signed=column.signed)
        case Kind.DATE:
            is_date = f"regexp_full_match({text}, '{_DATE}') AND NOT starts_with({text}, '0000')"
            return f"CASE WHEN {is_date} THEN TRY_CAST(left({text}, 10) AS DATE) END"
        case Kind.ID:
            return f"CASE WHEN NOT regexp_full_match({text}, '{_LOST_DIGITS}') THEN {text} END"
        case Kind.TEXT:
            return f"CAST({text} AS VARCHAR)"


_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?"
_LOST_DIGITS = "-?[0-9]([.,][0-9]+)?[eE][+][0-9]+"


def _scaled(text: str, decimals: int, *, signed: bool) -> str:
    whole = _DIGITS - decimals
    fraction = f"([.][0-9]{{1,{decimals}}}0*)?" if decimals else "([.]0+)?"
    pattern = f"{'[+-]?' if signed else '[+]?'}[0-9]{{1,{whole}}}{fraction}"
    number = f"CAST({text} AS DECIMAL({_DIGITS + 1}, {decimals}))"
    return f"CASE WHEN regexp_full_match({text}, '{pattern}') THEN CAST({number} * {10**decimals} AS BIGINT) END"


def _copy_statement(sheet: Sheet, fields: list[_Field], raw: RawSheet, cells: dict[str, str], target: Path) -> str:
    columns = [f"{field.value} AS {field.column.stored}" for field in fields]
    if sheet.keeps_other_columns:
        columns.append(f"{_attributes(sheet, cells)} AS attributes")
    columns += [f"'{_quote(raw.file)}' AS source_file", "source_row"]
    select = f"SELECT {', '.join(columns)} FROM texts"
    return f"COPY ({select}) TO '{_quote(str(target))}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"


def _attributes(sheet: Sheet, cells: dict[str, str]) -> str:
    known = {column.name for column in sheet.columns}
    pairs = [f"'{_quote(name)}', {cell}" for name, cell in cells.items() if name not in known]
    return f"CAST(json_object({', '.join(pairs)}) AS VARCHAR)" if pairs else "'{}'"


def _quote(text: str) -> str:
    return text.replace("'", "''")


@dataclass(frozen=True)
class _Counts:
    """Rows in all, and per field the cells with text and the cells that became a value."""

    rows: int
    filled: tuple[int, ...]
    converted: tuple[int, ...]


def _count(connection: duckdb.DuckDBPyConnection, fields: list[_Field], target: Path) -> _Counts:
    filled = ", ".join(f"count({field.text})" for field in fields)
    converted = ", ".join(f"count({field.column.stored})" for field in fields)
    texts = connection.execute(f"SELECT count(*), {filled} FROM texts").fetchone()
    values = connection.execute(f"SELECT {converted} FROM read_parquet(?)", [str(target)]).fetchone()
    assert texts is not None
    assert values is not None
    return _Counts(texts[0], texts[1:], values)


def _find_bad_cells(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, field: _Field, decimals: int, counts: _Counts, position: int
) -> Iterator[Problem]:
    column, filled, converted = field.column, counts.filled[position], counts.converted[position]
    bad = filled - converted
    if bad:
        where = f"({field.text}) IS NOT NULL AND ({field.value}) IS NULL"
        for row, value in _rows(connection, field.text, where):
            yield name_cell(sheet.name, row, column, value, decimals)
        if bad > _NAMED_ROWS:
            yield error("more_of_the_same", sheet.name, None, column.name, count=bad - _NAMED_ROWS, kind="cell")
    empty = counts.rows - filled
    if column.required and empty:
        for row, _ in _rows(connection, "''", f"({field.text}) IS NULL"):
            yield error("missing_value", sheet.name, row, column.name)
        if empty > _NAMED_ROWS:
            yield error("more_of_the_same", sheet.name, None, column.name, count=empty - _NAMED_ROWS, kind="cell")


def _rows(connection: duckdb.DuckDBPyConnection, text: str, where: str) -> list[tuple[int, str]]:
    sql = f"SELECT source_row, {text} FROM texts WHERE {where} ORDER BY source_row LIMIT {_NAMED_ROWS}"
    return connection.execute(sql).fetchall()


def _find_swallowed_rows(connection: duckdb.DuckDBPyConnection, sheet: Sheet, raw: RawSheet) -> Iterator[Problem]:
    """Name the cells that hold a line break and a whole row's commas: a quote was not closed where it should be."""
    if raw.is_plain:
        return
    for index, name in enumerate(raw.header):
        commas = f"length(c{index}) - length(replace(c{index}, ',', ''))"
        where = f"contains(c{index}, chr(10)) AND {commas} >= {max(len(raw.header) - 1, 1)}"
        for row, value in _rows(connection, f"left(c{index}, 80)", where):
            yield error("swallowed_rows", sheet.name, row, name, value)


def _find_unnamed_columns(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, raw: RawSheet, cells: list[str]
) -> Iterator[Problem]:
    for index, name in enumerate(raw.header):
        if not name and _rows(connection, "''", f"{cells[index]} <> ''"):
            yield note("unnamed_column", sheet.name, 1, _letters(index))


def _letters(index: int) -> str:
    """Return the letters that a spreadsheet gives a column."""
    before, place = divmod(index, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + place)


def _sum_main(connection: duckdb.DuckDBPyConnection, sheet: Sheet, target: Path) -> int | None:
    main = next((column for column in sheet.columns if column.kind is Kind.AMOUNT), None)
    if main is None or sheet is CUSTOMERS:
        return None
    row = connection.execute(f"SELECT coalesce(sum({main.stored}), 0) FROM read_parquet(?)", [str(target)]).fetchone()
    assert row is not None
    return int(row[0])
