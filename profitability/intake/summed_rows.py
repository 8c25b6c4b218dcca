"""Rows that are exactly the sum of others, though no word says so: each customer's last, or the table's last."""

from collections.abc import Sequence
from decimal import Decimal

import duckdb

from profitability.intake.cell_sql import value_sql
from profitability.intake.plans import FieldPlan
from profitability.intake.question import Candidate, Question
from profitability.intake.row_kinds import KEEP, LEAVE, RowKind

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
    key = next((fields[name] for name in _KEYS if name in fields), None)
    values = f"{value_sql(key) if key else 'NULL'} AS key, {value_sql(main)} AS value"
    connection.execute(f"CREATE OR REPLACE TABLE looked_at AS SELECT source_row, {values} FROM {source}")
    rows = (_find_runs(connection) if key else []) or _find_ends(connection, main)
    connection.execute("DROP TABLE looked_at")
    if not rows:
        return None
    connection.execute("CREATE OR REPLACE TABLE summed (source_row BIGINT)")
    connection.execute("INSERT INTO summed SELECT unnest(?)", [[row for row, _ in rows]])
    candidates = (Candidate(LEAVE, ((str(len(rows)), ""),), True), Candidate(KEEP))
    samples = tuple(f"{value.normalize():f}" for _, value in rows[:3])
    where = "source_row IN (SELECT source_row FROM summed)"
    return Question("summed", main.header, candidates, samples), RowKind(main.header, "Σ", where, len(rows))


def _find_runs(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, Decimal]]:
    """Return the last (or first) row of each stretch of a customer's rows, where nearly all are sums of the others."""
    for end in ("DESC", "ASC"):
        head = f"(SELECT * FROM looked_at ORDER BY source_row LIMIT {_LOOKED_AT})"
        runs = connection.execute(_runs_sql(head, end)).fetchall()
        long = [run for run in runs if run[2] > 2]
        if sum(run[3] for run in long) < max(_FEWEST_RUNS, _RUN_SHARE * len(long)):
            continue
        if len(runs) and connection.execute("SELECT count(*) FROM looked_at").fetchall()[0][0] > _LOOKED_AT:
            runs = connection.execute(_runs_sql("looked_at", end)).fetchall()
        return [(int(row), value) for row, value, count, is_sum in runs if count > 1 and is_sum]
    return []


def _runs_sql(source: str, end: str) -> str:
    """Return the SQL of stretches of one customer: (its last or first row, that value, rows, whether it sums up)."""
    return f"""
        SELECT first(source_row ORDER BY source_row {end}), first(value ORDER BY source_row {end}), count(*),
            coalesce(sum(value) = 2 * first(value ORDER BY source_row {end}) AND sum(value) <> 0, false)
        FROM (
            SELECT *, sum(CAST(key IS DISTINCT FROM before AS INTEGER)) OVER (ORDER BY source_row) AS run
            FROM (SELECT *, lag(key) OVER (ORDER BY source_row) AS before FROM {source})
        ) GROUP BY run ORDER BY 1
    """


def _find_ends(connection: duckdb.DuckDBPyConnection, main: FieldPlan) -> list[tuple[int, Decimal]]:
    """Return the table's last or first row when it is the sum of all others."""
    found = connection.execute("""
        SELECT count(value), sum(value), arg_max(value, source_row), max(source_row), arg_min(value, source_row),
            min(source_row)
        FROM looked_at WHERE value IS NOT NULL
    """).fetchall()
    count, total, last, last_row, first, first_row = found[0]
    if count < _FEWEST_ROWS.get(main.field, _FEWEST_AMOUNTS) or not total:
        return []
    ends = ((last_row, last), (first_row, first))
    return [(int(row), value) for row, value in ends if total == 2 * value][:1]
