"""What is wrong with rows that can each be read: doubles, unknown customers, other periods, sums that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from profitability.domain.problem import Problem, error, warning
from profitability.domain.template import Sheet
from profitability.intake.likeness import find_alike, find_alike_ids
from profitability.intake.plain import NO_PLAIN, Plain
from profitability.intake.plans import FieldPlan
from profitability.intake.totals import TotalRow, compare_totals

_NAMED = 200
_MOST_IDS = 2_000_000


@dataclass(frozen=True)
class Scope:
    """What the file must agree with: a canonical customers.csv, the period, a total typed by a person, the currency."""

    customers: Path | None = None
    period_start: date | None = None
    period_end: date | None = None
    total: Decimal | None = None
    currency: str = ""


def check_rows(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    plans: Sequence[FieldPlan],
    totals: tuple[TotalRow, ...],
    scope: Scope,
    plain: Plain = NO_PLAIN,
) -> list[Problem]:
    """Run all checks over the tables `texts`, `valued` and `converted`, and what is known of the plain rows."""
    by_field = {plan.field: plan for plan in plans if plan.is_settled}
    main = by_field.get("gross_sales") or by_field.get("amount")
    found: list[Problem] = []
    for each, claimed, computed in compare_totals(connection, totals, main, plain):
        params = {"claimed": f"{claimed:f}", "computed": f"{computed.normalize():f}"}
        found.append(
            warning("total_differs", sheet.name, each.row, main.header if main else "", each.text[:80], **params)
        )
    found += _check_signs(connection, sheet, by_field)
    if "customer_id" in by_field:
        found += _check_customers(connection, sheet, by_field["customer_id"], scope, plain)
    if sheet.name == "customers":
        found += _check_names(connection, sheet, by_field)
    elif sheet.name == "pools":
        found += _check_pools(connection, sheet, by_field)
    else:
        found += _check_doubles(connection, sheet, plain)
    if "date" in by_field and sheet.name != "customers":
        found += _check_period(connection, sheet, by_field["date"], scope, plain)
    return [*found, *_check_total(connection, sheet, scope, plain)]


def _check_doubles(connection: duckdb.DuckDBPyConnection, sheet: Sheet, plain: Plain) -> Iterator[Problem]:
    columns = [str(row[0]) for row in connection.execute("DESCRIBE texts").fetchall() if row[0] != "source_row"]
    key = f"md5(concat_ws(chr(31), {', '.join(f'coalesce({name}, chr(30))' for name in columns)}))"
    sql = f"""
        WITH doubled AS (SELECT {key} AS key, min(source_row) AS first FROM texts GROUP BY 1 HAVING count(*) > 1)
        SELECT source_row, first FROM (SELECT {key} AS key, source_row FROM texts) JOIN doubled USING (key)
        WHERE source_row > first ORDER BY 1
    """
    rows = connection.execute(f"SELECT *, count(*) OVER () FROM ({sql}) ORDER BY 1 LIMIT {_NAMED}").fetchall()
    for row, first in sorted([*((row, first) for row, first, _ in rows), *plain.doubles[:_NAMED]])[:_NAMED]:
        yield warning("row_twice", sheet.name, row, first=first)
    count = (rows[0][2] if rows else 0) + plain.doubled
    if count > _NAMED:
        yield warning("more_of_the_same", sheet.name, count=count - _NAMED, kind="row_twice")


def _check_customers(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, plan: FieldPlan, scope: Scope, plain: Plain
) -> Iterator[Problem]:
    sql = "SELECT customer_id, min(source_row), count(*) FROM converted WHERE customer_id IS NOT NULL"
    ids = connection.execute(f"{sql} GROUP BY 1 ORDER BY 2 LIMIT {_MOST_IDS}").fetchall()
    everybody = sorted([*((row, str(text)) for text, row, _ in ids), *((row, text) for text, row in plain.ids)])
    for row, text, other in find_alike_ids(everybody)[:_NAMED]:
        yield warning("ids_alike", sheet.name, row, plan.header, text, other=other)
    if sheet.name == "customers":
        doubled = {text: row for text, row, count in ids if count > 1}
        rows = (
            connection.execute("SELECT source_row, customer_id FROM converted ORDER BY 1").fetchall() if doubled else []
        )
        for row, text in rows:
            if text in doubled and row != doubled[text]:
                yield error("duplicate_customer", sheet.name, row, plan.header, str(text), first=doubled[text])
    elif scope.customers is not None:
        sql = """
            SELECT source_row, customer_id FROM converted
            WHERE customer_id IS NOT NULL
            AND customer_id NOT IN (SELECT customer_id FROM read_csv(?, all_varchar = true))
            ORDER BY 1 LIMIT 1000
        """
        for row, text in connection.execute(sql, [str(scope.customers)]).fetchall():
            yield error("unknown_customer", sheet.name, row, plan.header, str(text))


def _check_names(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, by_field: dict[str, FieldPlan]
) -> Iterator[Problem]:
    if not {"customer_id", "name"} <= set(by_field):
        return
    sql = "SELECT source_row, customer_id, name FROM converted WHERE customer_id IS NOT NULL AND name IS NOT NULL"
    for row, _, name, first in find_alike(connection.execute(f"{sql} ORDER BY 1").fetchall())[:_NAMED]:
        yield warning("customers_alike", sheet.name, row, by_field["name"].header, name[:80], first=first)


def _check_signs(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, by_field: dict[str, FieldPlan]
) -> Iterator[Problem]:
    """Name numbers and names in which an earlier program lost a letter: a question mark in a diamond stands there."""
    for field in ("customer_id", "name"):
        if field not in by_field or by_field[field].place is None:
            continue
        sql = f"SELECT source_row, {field} FROM converted WHERE contains({field}, '\ufffd') ORDER BY 1 LIMIT {_NAMED}"
        for row, text in connection.execute(sql).fetchall():
            name = error if field == "customer_id" else warning
            yield name("letters_lost", sheet.name, row, by_field[field].header, str(text)[:80])


def _check_pools(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, by_field: dict[str, FieldPlan]
) -> Iterator[Problem]:
    if "pool_id" not in by_field:
        return
    sql = """
        SELECT source_row, pool_id, first FROM (
            SELECT source_row, pool_id, min(source_row) OVER (PARTITION BY pool_id) AS first FROM converted
        ) WHERE source_row > first AND pool_id IS NOT NULL ORDER BY 1 LIMIT 200
    """
    for row, text, first in connection.execute(sql).fetchall():
        yield error("pool_twice", sheet.name, row, by_field["pool_id"].header, str(text), first=first)


def _check_period(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, plan: FieldPlan, scope: Scope, plain: Plain
) -> Iterator[Problem]:
    limits = (("date < ?", scope.period_start), ("date > ?", scope.period_end))
    for (where, limit), outside in zip(limits, plain.outside, strict=True):
        if limit is None:
            continue
        sql = f"SELECT source_row, date, count(*) OVER () FROM converted WHERE {where} ORDER BY 1 LIMIT {_NAMED}"
        rows = connection.execute(sql, [limit.isoformat()]).fetchall()
        for row, day in sorted([*((row, str(day)) for row, day, _ in rows), *outside.first])[:_NAMED]:
            yield warning("outside_period", sheet.name, row, plan.header, day)
        count = (rows[0][2] if rows else 0) + outside.count
        if count > _NAMED:
            yield warning(
                "more_of_the_same", sheet.name, None, plan.header, count=count - _NAMED, kind="outside_period"
            )


def _check_total(connection: duckdb.DuckDBPyConnection, sheet: Sheet, scope: Scope, plain: Plain) -> Iterator[Problem]:
    if scope.total is None:
        return
    names = {str(row[0]) for row in connection.execute("DESCRIBE converted").fetchall()}
    main = next((name for name in ("gross_sales", "amount") if name in names), None)
    if main is None:
        return
    row = connection.execute(f"SELECT coalesce(sum({main}), 0) FROM converted").fetchone()
    computed = plain.total + (Decimal(row[0]) if row else Decimal(0))
    if computed != scope.total:
        yield error("control_total_differs", sheet.name, None, main, f"{scope.total:f}", computed=f"{computed:f}")
