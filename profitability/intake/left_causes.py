"""Rows that a person leaves out by their cause, all of them however many: "every row whose day cannot be read"."""

from collections.abc import Iterator, Mapping, Sequence

import duckdb

from profitability.domain.problem import Problem, note
from profitability.intake.checks import Scope
from profitability.intake.mending import CAUSE, Mending
from profitability.intake.plans import FieldPlan
from profitability.intake.row_kinds import literal

CODES = frozenset({"missing_value", "negative_quantity", "unknown_customer", "outside_period", "cell"})
"""Causes that can be told by the values of one column; "cell" is whatever cannot be read there."""

UNREADABLE = frozenset(
    {
        "number_not_read",
        "number_too_large",
        "date_not_read",
        "formula_error",
        "stands_for_nothing",
        "id_lost_digits",
        "id_became_day",
        "line_unknown",
    }
)


def leave_causes(
    connection: duckdb.DuckDBPyConnection,
    sheet: str,
    settled: Mapping[str, FieldPlan],
    mending: Mending,
    scope: Scope,
) -> Iterator[Problem]:
    """Take the rows of the causes chosen so far out of the table `valued`, and say how many they were."""
    for edit in mending.edits:
        plan = next((each for each in settled.values() if each.place == edit.place), None)
        if edit.kind != CAUSE or plan is None:
            continue
        where = _find_rows(edit.old, plan, scope)
        if not where:
            continue
        count = connection.execute(f"SELECT count(*) FROM valued WHERE {where}").fetchall()[0][0]
        connection.execute(f"DELETE FROM valued WHERE {where}")
        yield note("rows_set_aside", sheet, None, plan.header, count=count)


def _find_rows(code: str, plan: FieldPlan, scope: Scope) -> str:
    """Return the SQL of the rows of a cause; nothing when it does not hold here (no period, no known customers)."""
    value, text = f"v_{plan.field}", f"t_{plan.field}"
    match code:
        case "missing_value":
            return f"{text} IS NULL"
        case "cell":
            return f"{text} IS NOT NULL AND {value} IS NULL"
        case "negative_quantity":
            return f"{value} < 0"
        case "unknown_customer" if scope.customers is not None:
            known = f"SELECT customer_id FROM read_csv({literal(str(scope.customers))}, all_varchar = true)"
            return f"{value} NOT IN ({known})"
        case "outside_period":
            return " OR ".join(_list_limits(value, scope))
    return ""


def _list_limits(value: str, scope: Scope) -> Sequence[str]:
    limits = (("<", scope.period_start), (">", scope.period_end))
    return [f"{value} {sign} '{limit.isoformat()}'" for sign, limit in limits if limit is not None]
