"""Turn the texts of a table into the canonical CSV of a sheet, and name every cell that does not convert."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from profitability.domain.problem import Problem, error, note
from profitability.domain.template import Column, Kind, Sheet
from profitability.intake.cell_sql import LOST_DAY, value_sql
from profitability.intake.dates import ORDERS, read_date
from profitability.intake.derivations import derivation_sql
from profitability.intake.plain import NO_PLAIN, Plain
from profitability.intake.plans import Derivation, FieldPlan
from profitability.intake.profile import ColumnProfile, trimmed, unguarded
from profitability.intake.question import Answers, Candidate, Question, find_answer
from profitability.intake.texts import NAMED_ROWS
from profitability.intake.totals import drop_bare_total

_PLACES = 2
_QUANTITY_PLACES = 6
_HABIT_ROWS, _HABIT_SHARE = 5, 0.05
_MANY_ROWS, _MANY_SHARE = 100, 0.01


@dataclass(frozen=True)
class Converted:
    """What became of the rows: `sum_text` is the main amount's total in major units, empty without one."""

    rows: int
    sum_text: str
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]
    bare_total: tuple[int, str] | None = None


def make_day_tables(
    connection: duckdb.DuckDBPyConnection, plans: Sequence[FieldPlan], profiles: Sequence[ColumnProfile]
) -> None:
    """Create the table days_N (text, day) of each date column: the distinct texts, read in the column's one order."""
    for plan in plans:
        if plan.kind is not Kind.DATE or plan.place is None:
            continue
        profile = profiles[plan.place]
        texts = profile.days or tuple((shape.sample, shape.count) for shape in profile.shapes)
        order = plan.date_order or ORDERS[0]
        rows = [(text, day.isoformat()) for text, _ in texts if (day := read_date(text, order))]
        connection.execute(f"CREATE OR REPLACE TABLE days_{plan.place} (text VARCHAR, day VARCHAR)")
        if rows:
            connection.executemany(f"INSERT INTO days_{plan.place} VALUES (?, ?)", rows)


def convert(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    plans: Sequence[FieldPlan],
    derivations: Sequence[Derivation],
    answers: Answers,
    extras: Sequence[tuple[int, str]] = (),
    plain: Plain = NO_PLAIN,
    leave: Callable[[Mapping[str, FieldPlan]], Iterable[Problem]] = lambda _settled: (),
) -> Converted:
    """Create the table `converted` from the view `texts`: one canonical column per column of the sheet.

    `extras` are further columns (place, name) that the sheet keeps as they are. `leave` takes rows out of the table
    `valued` that a person does not want.
    """
    by_field = {plan.field: plan for plan in plans}
    settled = {field: plan for field, plan in by_field.items() if plan.is_settled}
    values = ", ".join(f"{value_sql(plan)} AS v_{field}" for field, plan in settled.items())
    filled = ", ".join(
        f"{trimmed(plan.place) if plan.place is not None else repr(plan.constant)} AS t_{field}"
        for field, plan in settled.items()
    )
    kept = ", ".join(unguarded(f"ltrim({trimmed(place)}, chr(1) || chr(2))") + f" AS x_{place}" for place, _ in extras)
    columns = ", ".join(part for part in (values, filled, kept, "source_row") if part)
    connection.execute(f"CREATE OR REPLACE TABLE valued AS SELECT {columns} FROM texts")
    left = [*leave(settled)]
    total = drop_bare_total(connection, settled, plain)
    skipped, asked = _skip_missing(connection, sheet, settled, answers, plain.rows)
    problems = [*left, *(each for plan in settled.values() for each in _name_bad_cells(connection, sheet, plan))]
    problems += skipped
    problems += _name_missing(connection, sheet, settled)
    expressions, rounding = _make_expressions(connection, sheet, settled, derivations, answers, plain.rows)
    problems += rounding.problems
    named = [f"{sql} AS {name}" for name, sql in expressions.items()]
    select = ", ".join([*named, *(f"x_{place} AS {quote_name(name)}" for place, name in extras)])
    connection.execute(
        f"CREATE OR REPLACE TABLE converted AS SELECT {select or 'NULL AS nothing'}, source_row FROM valued"
    )
    row = connection.execute("SELECT count(*) FROM converted").fetchone()
    return Converted(
        (row[0] if row else 0) + plain.rows,
        _sum(connection, expressions, plain),
        tuple(problems),
        (*asked, *rounding.questions),
        total,
    )


def quote_name(name: str) -> str:
    """Return a column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _skip_missing(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    settled: dict[str, FieldPlan],
    answers: Answers,
    plain_rows: int,
) -> tuple[list[Problem], list[Question]]:
    """Ask whether rows without a required value are meant to be left out, when they are too many for a slip."""
    problems: list[Problem] = []
    questions: list[Question] = []
    for column in sheet.columns:
        plan = settled.get(column.name)
        if plan is None or plan.place is None or not column.required:
            continue
        row = connection.execute(f"SELECT count(*) FILTER (t_{plan.field} IS NULL), count(*) FROM valued").fetchone()
        missing, total = row or (0, 0)
        if missing < _MANY_ROWS or missing < _MANY_SHARE * (total + plain_rows):
            continue
        question = Question("missing", plan.header, (Candidate("refuse"), Candidate("skip")), (str(missing),))
        answer = find_answer(answers, question)
        if answer is None:
            questions.append(question)
        elif answer == "skip":
            connection.execute(f"DELETE FROM valued WHERE t_{plan.field} IS NULL")
            problems.append(note("rows_left_out", sheet.name, None, plan.header, count=missing))
    return problems, questions


def write_canonical(connection: duckdb.DuckDBPyConnection, columns: Sequence[str], target: Path) -> None:
    """Write the table `converted` in the order of the file, LF, UTF-8, quotes only where needed."""
    names = ", ".join(map(quote_name, columns))
    path = str(target).replace("'", "''")
    connection.execute(f"COPY (SELECT {names} FROM converted ORDER BY source_row) TO '{path}' (FORMAT csv, HEADER)")


def _name_bad_cells(connection: duckdb.DuckDBPyConnection, sheet: Sheet, plan: FieldPlan) -> Iterator[Problem]:
    field = plan.field
    where = f"t_{field} IS NOT NULL AND v_{field} IS NULL"
    bad = connection.execute(f"SELECT source_row, t_{field} FROM valued WHERE {where} ORDER BY 1 LIMIT {NAMED_ROWS}")
    rows = bad.fetchall()
    for row, text in rows:
        shown = str(text).lstrip("\x01\x02")[:80]
        yield error(_code_of(plan, shown), sheet.name, row, plan.header, shown, field=field)
    if len(rows) == NAMED_ROWS:
        yield _name_more(connection, sheet, where, plan.header)


def _code_of(plan: FieldPlan, text: str) -> str:
    if text.startswith("#"):
        return "formula_error"
    if plan.kind is Kind.DATE:
        return "date_not_read"
    if plan.kind is Kind.ID and plan.refuses_days and re.fullmatch(LOST_DAY, text):
        return "id_became_day"
    if plan.kind is Kind.ID:
        return "id_lost_digits" if text[:1] in "-0123456789" and "e" in text.casefold() else "stands_for_nothing"
    if plan.number is not None and re.fullmatch(r"[^0-9A-Za-z]*(?:[0-9][^0-9A-Za-z]?){13,}", text):
        return "number_too_large"
    return "line_unknown" if plan.words or plan.field == "line" else "number_not_read"


def _name_more(connection: duckdb.DuckDBPyConnection, sheet: Sheet, where: str, header: str) -> Problem:
    row = connection.execute(f"SELECT count(*) FROM valued WHERE {where}").fetchone()
    count = (row[0] if row else NAMED_ROWS) - NAMED_ROWS
    return error("more_of_the_same", sheet.name, None, header, count=count, kind="cell")


def _name_missing(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, settled: dict[str, FieldPlan]
) -> Iterator[Problem]:
    for column in sheet.columns:
        plan = settled.get(column.name)
        if plan is None or not column.required:
            continue
        where = f"t_{plan.field} IS NULL"
        rows = connection.execute(
            f"SELECT source_row FROM valued WHERE {where} ORDER BY 1 LIMIT {NAMED_ROWS}"
        ).fetchall()
        for (row,) in rows:
            yield error("missing_value", sheet.name, row, plan.header, field=plan.field)
        if len(rows) == NAMED_ROWS:
            yield _name_more(connection, sheet, where, plan.header)
    for field in ("quantity", "capacity"):
        unsigned = next((column for column in sheet.columns if column.name == field and not column.signed), None)
        if unsigned and field in settled:
            sql = f"SELECT source_row, t_{field} FROM valued WHERE v_{field} < 0 ORDER BY 1 LIMIT {NAMED_ROWS}"
            for row, text in connection.execute(sql).fetchall():
                yield error("negative_quantity", sheet.name, row, settled[field].header, str(text).lstrip("\x01"))


@dataclass
class _Rounding:
    problems: list[Problem]
    derived: frozenset[str]
    plain_rows: int
    questions: tuple[Question, ...] = ()


def _make_expressions(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    settled: dict[str, FieldPlan],
    derivations: Sequence[Derivation],
    answers: Answers,
    plain_rows: int,
) -> tuple[dict[str, str], _Rounding]:
    derived = {each.target: each for each in derivations if each.rule != "unread"}
    rounding = _Rounding([], frozenset(derived), plain_rows)
    expressions: dict[str, str] = {}
    for column in sheet.columns:
        exact = f"v_{column.name}" if column.name in settled else ""
        header = settled[column.name].header if column.name in settled else column.name
        if column.name in derived:
            rule = derived[column.name]
            exact = derivation_sql(rule, expressions) if set(rule.fields) <= set(settled) else ""
        if not exact:
            continue
        if column.kind is Kind.AMOUNT:
            expressions[column.name] = f"CAST(round({exact}, {_PLACES}) AS DECIMAL(20, {_PLACES}))"
            is_derived = column.name in derived
            _judge_decimals(connection, sheet, column, exact, column.name if is_derived else header, answers, rounding)
        elif column.kind is Kind.QUANTITY:
            _judge_decimals(connection, sheet, column, exact, header, answers, rounding)
            text = f"CAST(CAST({exact} AS DECIMAL(24, {_QUANTITY_PLACES})) AS VARCHAR)"
            expressions[column.name] = f"regexp_replace({text}, '\\.?0+$', '')"
        else:
            expressions[column.name] = exact
    return expressions, rounding


def _judge_decimals(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    column: Column,
    exact: str,
    header: str,
    answers: Answers,
    rounding: _Rounding,
) -> None:
    """Name numbers finer than the currency, or a quantity, may be; ask when that is the column's habit, not a slip."""
    places = _PLACES if column.kind is Kind.AMOUNT else _QUANTITY_PLACES
    where = f"({exact}) <> round({exact}, {places})"
    row = connection.execute(f"SELECT count(*) FILTER ({where}), count({exact}) FROM valued").fetchone()
    fine, total = row or (0, 0)
    if not fine:
        return
    samples = connection.execute(f"SELECT source_row, {exact} FROM valued WHERE {where} ORDER BY 1 LIMIT {NAMED_ROWS}")
    rows = [(number, _plain(str(value))) for number, value in samples.fetchall()]
    question = Question(
        "rounding", header, (Candidate("round", (), True), Candidate("refuse")), tuple(text for _, text in rows[:3])
    )
    answer = find_answer(answers, question)
    if answer == "round":
        rounding.problems.append(note("amounts_rounded", sheet.name, None, header, count=fine))
    elif answer is None and (
        column.name in rounding.derived or (fine >= _HABIT_ROWS and fine > _HABIT_SHARE * (total + rounding.plain_rows))
    ):
        rounding.questions += (question,)
    else:
        rounding.problems += [
            error("too_many_decimals", sheet.name, number, header, text, decimals=places, field=column.name)
            for number, text in rows
        ]


def _plain(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sum(connection: duckdb.DuckDBPyConnection, expressions: dict[str, str], plain: Plain) -> str:
    main = next((name for name in ("gross_sales", "amount") if name in expressions), None)
    if main is None:
        return ""
    row = connection.execute(f"SELECT coalesce(sum({main}), 0) FROM converted").fetchone()
    return f"{Decimal(row[0]) + plain.total:.{_PLACES}f}" if row else ""
