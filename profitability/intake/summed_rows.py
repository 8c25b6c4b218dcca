"""Rows that are exactly the sum of others, though no word says so: each customer's last, or the table's last."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import duckdb

from profitability.intake.numbers import BLANKS, TYPED, NumberFormat
from profitability.intake.plans import FieldPlan
from profitability.intake.profile import trimmed
from profitability.intake.question import Candidate, Question
from profitability.intake.row_kinds import KEEP, LEAVE, RowKind, literal

SUMMED = "Σ"
"""What rows that are left out as sums are called."""

_MAIN = ("gross_sales", "net_amount", "amount", "quantity")
_KEYS = ("customer_id", "driver")
_LOOKED_AT = 20_000
_FEWEST_RUNS, _RUN_SHARE = 3, 0.8
_FEWEST_ROWS = {"quantity": 12}
_FEWEST_AMOUNTS = 5


def find_summed(
    connection: duckdb.DuckDBPyConnection, plans: Sequence[FieldPlan], apart: Sequence[str]
) -> tuple[Question, RowKind] | None:
    """Ask about such rows of the view `texts`; return what leaves them out, too (it needs the table `summed`).

    `apart` is the SQL of rows that a word tells already.
    """
    fields = {plan.field: plan for plan in plans if plan.is_settled and plan.place is not None}
    main = next((fields[name] for name in _MAIN if name in fields), None)
    if main is None:
        return None
    source = f"(SELECT * FROM texts WHERE NOT ({' OR '.join(apart)}))" if apart else "texts"
    rows = _find_runs(connection, main, fields, source) or _find_ends(connection, main, source)
    if not rows:
        return None
    connection.execute("CREATE OR REPLACE TABLE summed (source_row BIGINT)")
    connection.execute("INSERT INTO summed SELECT unnest(?)", [[row for row, _ in rows]])
    candidates = (Candidate(LEAVE, ((str(len(rows)), ""),), True), Candidate(KEEP))
    samples = tuple(f"{value.normalize():f}" for _, value in rows[:3])
    where = "source_row IN (SELECT source_row FROM summed)"
    return Question("summed", main.header, candidates, samples), RowKind(main.header, SUMMED, where, len(rows))


def _find_runs(
    connection: duckdb.DuckDBPyConnection, main: FieldPlan, fields: Mapping[str, FieldPlan], source: str
) -> list[tuple[int, Decimal]]:
    """Return the last (or first) row of each stretch of a customer's rows, where nearly all are sums of the others."""
    key = next((fields[name] for name in _KEYS if name in fields), None)
    if key is None:
        return []
    head = f"(SELECT * FROM {source} ORDER BY source_row LIMIT {_LOOKED_AT})"
    runs = connection.execute(_runs_sql(main, key, head)).fetchall()
    long = [run for run in runs if run[0] > 2]
    for row, value in ((2, 3), (4, 5)):
        if sum(run[1] == 2 * run[value] for run in long) < max(_FEWEST_RUNS, _RUN_SHARE * len(long)):
            continue
        every = connection.execute(_runs_sql(main, key, source)).fetchall()
        return [(int(run[row]), run[value]) for run in every if run[0] > 1 and run[1] == 2 * run[value]]
    return []


def _runs_sql(main: FieldPlan, key: FieldPlan, source: str) -> str:
    """Return the SQL of stretches of one customer with a sum: rows, sum, last row and value, first row and value."""
    return f"""
        SELECT count(*), sum(value), max(source_row), arg_max(value, source_row), min(source_row),
            arg_min(value, source_row)
        FROM (
            SELECT *, sum(CAST(key IS DISTINCT FROM before AS INTEGER)) OVER (ORDER BY source_row) AS run
            FROM (SELECT *, lag(key) OVER (ORDER BY source_row) AS before
                  FROM (SELECT source_row, {trimmed(key.place or 0)} AS key, {_value_sql(main)} AS value FROM {source})
                  WHERE value IS NOT NULL)
        ) GROUP BY run HAVING sum(value) <> 0 ORDER BY 3
    """


def _find_ends(connection: duckdb.DuckDBPyConnection, main: FieldPlan, source: str) -> list[tuple[int, Decimal]]:
    """Return the table's last or first row when it is the sum of all others."""
    found = connection.execute(f"""
        SELECT count(value), sum(value), arg_max(value, source_row), max(source_row), arg_min(value, source_row),
            min(source_row)
        FROM (SELECT source_row, {_value_sql(main)} AS value FROM {source}) WHERE value IS NOT NULL
    """).fetchall()
    count, total, last, last_row, first, first_row = found[0]
    if count < _FEWEST_ROWS.get(main.field, _FEWEST_AMOUNTS) or not total:
        return []
    ends = ((last_row, last), (first_row, first))
    return [(int(row), value) for row, value in ends if total == 2 * value][:1]


def _value_sql(plan: FieldPlan) -> str:
    """Return the SQL of a number by its marks alone: cheap, and NULL for what is written in another manner."""
    format_ = plan.number or NumberFormat(".", "")
    cell = trimmed(plan.place or 0)
    text = cell
    for sign in BLANKS if format_.group == " " else format_.group:
        text = f"replace({text}, {literal(sign)}, '')"
    if format_.decimal:
        text = f"replace({text}, {literal(format_.decimal)}, '.')"
    typed = f"starts_with({cell}, {literal(TYPED)})"
    return f"TRY_CAST(CASE WHEN {typed} THEN substr({cell}, 2) ELSE {text} END AS DECIMAL(18, 2))"
