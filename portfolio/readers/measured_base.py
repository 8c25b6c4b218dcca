"""What a ledger says of the figures that the checklist asks for, counted by DuckDB over the canonical transactions."""

from datetime import date, timedelta
from pathlib import Path

import duckdb

from portfolio.domain.definition import CustomerDefinition, PurchaseUnit
from portfolio.domain.periods import months_before
from portfolio.domain.said_measured import LARGEST, MeasuredBase, Profits
from portfolio.readers.connections import connect
from portfolio.readers.joined_customers import StatementRows

_SALES = """
    CREATE TEMP TABLE sales AS
        SELECT customer_id, {product} AS product, {order} AS order_id, date >= $first AS is_recent, date,
               gross_sales_minor - coalesce(discount_minor, 0) AS net_minor
        FROM read_parquet($transactions) WHERE date <= $as_of
"""
_PURCHASES = {
    PurchaseUnit.ROW: "count(*)",
    PurchaseUnit.ORDER: "count(DISTINCT order_id) + count(*) FILTER (order_id IS NULL)",
}
_CUSTOMERS = """
    CREATE TEMP TABLE buyers AS
        SELECT customer_id, {purchases} AS purchases, bool_or(is_recent) AS is_active,
               coalesce(sum(net_minor) FILTER (is_recent), 0)::BIGINT AS net_minor
        FROM sales GROUP BY customer_id
"""
_COUNTS = """
    SELECT count(*) FILTER (is_active), count(*) FILTER (purchases = 1), count(*) FILTER (purchases BETWEEN 2 AND 5),
           count(*) FILTER (purchases BETWEEN 6 AND 10), count(*) FILTER (purchases > 10),
           coalesce(sum(net_minor), 0)::BIGINT
    FROM buyers
"""
_LARGEST = "SELECT net_minor FROM buyers WHERE net_minor > 0 ORDER BY net_minor DESC LIMIT ?"
_HOLDERS = """
    SELECT count(*), count(*) FILTER (products > 1)
    FROM (SELECT customer_id, count(*) AS products
          FROM (SELECT customer_id, product FROM sales WHERE is_recent AND product IS NOT NULL
                GROUP BY ALL HAVING sum(net_minor) > 0)
          GROUP BY customer_id)
"""
_PROFITS = """
    SELECT count(*) FILTER (rank IS NOT NULL AND contribution_minor > 0),
           count(*) FILTER (rank IS NOT NULL AND contribution_minor <= 0), count(*) FILTER (rank IS NULL)
    FROM {statements}
"""


def read_measured_base(
    transactions: Path, customers: Path, definition: CustomerDefinition, as_of: date, statements: StatementRows | None
) -> MeasuredBase:
    """Count the customers up to and including `as_of`; `statements` are those of a run, None without one.

    Customers in total are those of the register. Net sales may be negative (returns); sums are whole minor units.
    """
    first = months_before(as_of, definition.active_months) + timedelta(days=1)
    with connect() as connection:
        sql = _SALES.format(product="nullif(product, '')", order="nullif(order_id, '')")
        connection.execute(sql, {"transactions": str(transactions), "first": first, "as_of": as_of})
        connection.execute(_CUSTOMERS.format(purchases=_PURCHASES[definition.purchase_unit]))
        active, once, few, several, many, net_minor = _row(connection, _COUNTS)
        holders, multiple = _row(connection, _HOLDERS)
        largest = connection.execute(_LARGEST, [LARGEST]).fetchall()
        (total,) = _row(connection, "SELECT count(DISTINCT customer_id) FROM read_parquet(?)", str(customers))
        earliest = connection.execute("SELECT min(date) FROM sales").fetchall()[0][0]
        profits = _read_profits(connection, statements) if statements else None
    return MeasuredBase(
        as_of=as_of,
        window_first=first,
        first_date=earliest,
        active_months=definition.active_months,
        total=total,
        active=active,
        bought=(once, few, several, many),
        largest_minor=tuple(row[0] for row in largest),
        net_minor=net_minor,
        holders=holders,
        multiple_holders=multiple,
        profits=profits,
    )


def _read_profits(connection: duckdb.DuckDBPyConnection, statements: StatementRows) -> Profits:
    return Profits(*_row(connection, _PROFITS.format(statements=statements.sql), *statements.values))


def _row(connection: duckdb.DuckDBPyConnection, sql: str, *values: str) -> tuple[int, ...]:
    found: tuple[int, ...] = connection.execute(sql, list(values)).fetchall()[0]
    return found
