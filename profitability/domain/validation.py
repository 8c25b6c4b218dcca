"""What is wrong between the sheets of a ledger: doubled or unknown customers, unknown lines, rows left out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow.compute as pc

from profitability.domain.columns import bound_sums, count_rows
from profitability.domain.facts import Facts
from profitability.domain.ledger import COMMON, COST_LINES, Ledger
from profitability.domain.money import LARGEST_TOTAL
from profitability.domain.problem import Problem, error, note

NAMED_ROWS = 100
"""How many rows are named for one kind of problem in one sheet; the rest are counted."""

_CUSTOMER_SHEETS = ("transactions", "volumes", "direct_costs")


def check_references(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> tuple[Problem, ...]:
    """Name the rows of doubled customers and of customers that the customers sheet does not list."""
    if not ledger.has("customers"):
        return ()
    problems = list(_find_duplicates(connection, ledger))
    for sheet in _CUSTOMER_SHEETS:
        if ledger.has(sheet):
            problems.extend(_find_unknown_customers(connection, ledger, sheet))
    return tuple(problems)


def check_lines(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> tuple[Problem, ...]:
    """Name the direct costs that stand on no line a customer has."""
    return tuple(_find_unknown_lines(connection, ledger)) if ledger.has("direct_costs") else ()


def check_period(facts: Facts) -> tuple[Problem, ...]:
    """Count the rows outside the period, which are left out."""
    problems = []
    for sheet, inside in (
        ("transactions", "transactions"),
        ("volumes", "volume_rows"),
        ("direct_costs", "direct_rows"),
    ):
        outside = int(facts.ints(f"{sheet}_all").sum() - facts.ints(inside).sum())
        if outside:
            problems.append(note("rows_outside_period", sheet, None, "date", "", count=outside))
    return tuple(problems)


def has_lost_rows(ledger: Ledger, facts: Facts) -> bool:
    """Say whether rows of the ledger found no customer, or a customer is listed twice."""
    ids = facts.ids
    if len(ids) > 1 and pc.any(pc.equal(ids.slice(1), ids.slice(0, len(ids) - 1))).as_py():
        return True
    return any(
        count_rows(ledger.path(sheet)) != int(facts.ints(f"{sheet}_all").sum())
        for sheet in _CUSTOMER_SHEETS
        if ledger.has(sheet)
    )


def check_totals(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> tuple[Problem, ...]:
    """Refuse a ledger whose sums, or all its money together, could leave 62 bits."""
    problems: list[Problem] = []
    money = 0
    for sheet, columns in _SUMMED.items():
        if not ledger.has(sheet):
            continue
        totals = _bound_totals(connection, ledger.path(sheet), columns)
        for column, total in zip(columns, totals, strict=True):
            if total >= LARGEST_TOTAL:
                problems.append(error("total_too_large", sheet, None, column.rpartition("_")[0]))
        money += sum(total for column, total in zip(columns, totals, strict=True) if column.endswith("_minor"))
    if money >= LARGEST_TOTAL and not problems:
        problems.append(error("money_too_large"))
    return tuple(problems)


_SUMMED = {
    "transactions": ("gross_sales_minor", "discount_minor", "cost_of_goods_minor", "quantity_micro"),
    "pools": ("amount_minor",),
    "volumes": ("quantity_micro",),
    "direct_costs": ("amount_minor",),
}


def _bound_totals(connection: duckdb.DuckDBPyConnection, path: Path, columns: Sequence[str]) -> list[int]:
    """Return the sums of absolute values, or a bound on each from the file's own bounds where that is small enough."""
    small = [bound for bound in bound_sums(path, columns) if bound is not None and bound < LARGEST_TOTAL // 8]
    if len(small) == len(columns):
        return small
    sums = ", ".join(f"coalesce(sum(abs({column})), 0)" for column in columns)
    row = connection.execute(f"SELECT {sums} FROM read_parquet(?)", [str(path)]).fetchone()  # noqa: S608 - columns above
    assert row is not None
    return [int(total) for total in row]


def list_drivers(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> tuple[str, ...]:
    """Return the names of all drivers in the volumes sheet, sorted."""
    if not ledger.has("volumes"):
        return ()
    sql = "SELECT DISTINCT driver FROM read_parquet(?) WHERE driver IS NOT NULL ORDER BY driver"
    return tuple(str(row[0]) for row in connection.execute(sql, [str(ledger.path("volumes"))]).fetchall())


def count_orderless(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> tuple[Problem, ...]:
    """Count the transactions without order_id, which are no orders; asked when a driver counts orders."""
    if not ledger.has("transactions"):
        return ()
    sql = "SELECT count(*), min(source_row) FROM read_parquet(?) WHERE order_id IS NULL"
    row = connection.execute(sql, [str(ledger.path("transactions"))]).fetchone()
    assert row is not None
    return (note("rows_without_order", "transactions", row[1], "order_id", "", count=row[0]),) if row[0] else ()


def _find_duplicates(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> Iterator[Problem]:
    sql = """
        SELECT source_row, customer_id, first_row, count(*) OVER () FROM (
            SELECT source_row, customer_id, min(source_row) OVER (PARTITION BY customer_id) AS first_row
            FROM read_parquet(?) WHERE customer_id IS NOT NULL
        ) WHERE source_row > first_row ORDER BY source_row LIMIT ?"""
    rows = connection.execute(sql, [str(ledger.path("customers")), NAMED_ROWS]).fetchall()
    for row, customer_id, first_row, _ in rows:
        yield error("duplicate_customer", "customers", row, "customer_id", customer_id, first=first_row)
    yield from _more("duplicate_customer", "customers", "customer_id", rows)


def _find_unknown_customers(connection: duckdb.DuckDBPyConnection, ledger: Ledger, sheet: str) -> Iterator[Problem]:
    sql = """
        SELECT source_row, customer_id, '', count(*) OVER () FROM read_parquet(?)
        WHERE customer_id IS NOT NULL AND customer_id NOT IN (
            SELECT customer_id FROM read_parquet(?) WHERE customer_id IS NOT NULL
        ) ORDER BY source_row LIMIT ?"""
    paths = [str(ledger.path(sheet)), str(ledger.path("customers"))]
    rows = connection.execute(sql, [*paths, NAMED_ROWS]).fetchall()
    for row, customer_id, _, _ in rows:
        yield error("unknown_customer", sheet, row, "customer_id", customer_id)
    yield from _more("unknown_customer", sheet, "customer_id", rows)


def _find_unknown_lines(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> Iterator[Problem]:
    sql = """
        SELECT source_row, line, '', count(*) OVER () FROM read_parquet(?)
        WHERE line IS NOT NULL AND NOT list_contains(?, line) ORDER BY source_row LIMIT ?"""
    rows = connection.execute(sql, [str(ledger.path("direct_costs")), list(COST_LINES), NAMED_ROWS]).fetchall()
    for row, line, _, _ in rows:
        code = "common_line_for_customer" if line == COMMON else "unknown_line"
        yield error(code, "direct_costs", row, "line", line, known=" ".join(COST_LINES))
    yield from _more("unknown_line", "direct_costs", "line", rows)


def _more(code: str, sheet: str, column: str, rows: list[tuple[object, ...]]) -> Iterator[Problem]:
    if rows and int(str(rows[0][3])) > len(rows):
        yield error("more_of_the_same", sheet, None, column, "", count=int(str(rows[0][3])) - len(rows), kind=code)
