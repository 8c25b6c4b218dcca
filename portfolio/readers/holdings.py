"""Products and segments in either window, and what is held together, counted by DuckDB."""

from datetime import date
from pathlib import Path

import duckdb

from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.holdings import DEPTHS, DepthClass, Holdings, ProductHolding, ProductPair
from portfolio.domain.periods import compare_months
from portfolio.readers.connections import connect

MOST_PRODUCTS = 40
MOST_PAIRS = 60
FEWEST_TOGETHER = 5

_SOLD = """
    CREATE TEMP TABLE sold AS
        SELECT customer_id, {product} AS product, date >= $later_first AS is_later,
               sum(gross_sales_minor - coalesce(discount_minor, 0))::BIGINT AS net_minor
        FROM read_parquet($transactions) WHERE date >= $earlier_first AND date <= $as_of
        GROUP BY ALL
"""
_HELD = "CREATE TEMP TABLE held AS SELECT customer_id, product, net_minor FROM sold WHERE is_later AND net_minor > 0"
_SEGMENTS = """
    CREATE TEMP TABLE segments AS
        SELECT customer_id, nullif(segment, '') AS segment FROM read_parquet($customers)
"""
_BY = """
    SELECT {name} AS name, count(DISTINCT customer_id) FILTER (NOT is_later AND net_minor > 0),
           count(DISTINCT customer_id) FILTER (is_later AND net_minor > 0) AS holders,
           coalesce(sum(net_minor) FILTER (NOT is_later), 0)::BIGINT,
           coalesce(sum(net_minor) FILTER (is_later), 0)::BIGINT AS revenue
    FROM sold JOIN segments USING (customer_id) WHERE {name} IS NOT NULL GROUP BY name ORDER BY {order} LIMIT {limit}
"""
_DEPTHS = """
    SELECT products, count(*), sum(net_minor)::BIGINT
    FROM (SELECT customer_id, count(*) AS products, sum(net_minor)::BIGINT AS net_minor
          FROM held WHERE product IS NOT NULL GROUP BY customer_id)
    GROUP BY products
"""
_PAIRS = """
    WITH top AS (SELECT product, count(*) AS holders FROM held WHERE product IS NOT NULL
                 GROUP BY product ORDER BY holders DESC, product LIMIT {limit}),
         kept AS (SELECT customer_id, product, holders FROM held JOIN top USING (product))
    SELECT a.product, b.product, any_value(a.holders), any_value(b.holders), count(*) AS together
    FROM kept a JOIN kept b USING (customer_id) WHERE a.product <> b.product
    GROUP BY ALL HAVING count(*) >= {fewest}
    ORDER BY together::DOUBLE / (any_value(a.holders) * any_value(b.holders)) DESC, a.product, b.product
    LIMIT {pairs}
"""


def read_holdings(transactions: Path, customers: Path, definition: CustomerDefinition, as_of: date) -> Holdings:
    """Return what customers hold; a product is held when its net revenue in the later window is above zero.

    Only the products with the most customers, and the pairs with the highest lift among them, are kept.
    """
    windows = compare_months(as_of, definition.active_months)
    with connect() as connection:
        connection.execute(
            _SOLD.format(product="nullif(product, '')"),
            {
                "transactions": str(transactions),
                "earlier_first": windows.earlier.first_date,
                "later_first": windows.later.first_date,
                "as_of": as_of,
            },
        )
        connection.execute(_HELD)
        connection.execute(_SEGMENTS, {"customers": str(customers)})
        people, products = connection.execute(
            "SELECT count(DISTINCT customer_id), count(DISTINCT product) FROM held WHERE product IS NOT NULL"
        ).fetchall()[0]
        return Holdings(
            customers=people,
            product_count=products,
            products=_read_by(connection, "product", "holders DESC, name"),
            depths=_gather_depths(connection.execute(_DEPTHS).fetchall()),
            pairs=_read_pairs(connection, people),
            segments=_read_by(connection, "segment", "revenue DESC, name"),
        )


def _read_by(connection: duckdb.DuckDBPyConnection, name: str, order: str) -> tuple[ProductHolding, ...]:
    rows = connection.execute(_BY.format(name=name, order=order, limit=MOST_PRODUCTS)).fetchall()
    return tuple(ProductHolding(*row) for row in rows)


def _gather_depths(rows: list[tuple[int, int, int]]) -> tuple[DepthClass, ...]:
    def within(low: int, high: int | None) -> DepthClass:
        chosen = [row for row in rows if row[0] >= low and (high is None or row[0] <= high)]
        return DepthClass(low, high, sum(row[1] for row in chosen), sum(row[2] for row in chosen))

    return tuple(within(low, high) for low, high in DEPTHS)


def _read_pairs(connection: duckdb.DuckDBPyConnection, people: int) -> tuple[ProductPair, ...]:
    sql = _PAIRS.format(limit=MOST_PRODUCTS, fewest=FEWEST_TOGETHER, pairs=MOST_PAIRS)
    return tuple(ProductPair(*(*row, people)) for row in connection.execute(sql).fetchall())
