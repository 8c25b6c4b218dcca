"""New customers by cohort, and the retention triangle, counted by DuckDB over the canonical transactions."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from portfolio.domain.cohorts import (
    Cohort,
    CohortUnit,
    NewCustomers,
    SourceCohorts,
    Triangle,
    TriangleCell,
    UnitCohorts,
)
from portfolio.domain.customer_facts import Sums
from portfolio.domain.definition import CustomerDefinition, PurchaseUnit
from portfolio.readers.attributes import attribute_path, read_attribute_names
from portfolio.readers.connections import connect

MOST_COHORTS = 60
MOST_SOURCES = 8
MOST_VALUES = 40
TRIANGLE_QUARTERS = 12

_NAMES = {
    CohortUnit.MONTH: "strftime(date_trunc('month', first_date), '%Y-%m-%d')",
    CohortUnit.QUARTER: "strftime(date_trunc('quarter', first_date), '%Y-%m-%d')",
    CohortUnit.YEAR: "strftime(date_trunc('year', first_date), '%Y-%m-%d')",
    CohortUnit.SEGMENT: "coalesce(segment, '')",
}
_FIRSTS = """
    CREATE TEMP TABLE firsts AS
        SELECT customer_id, min(date) AS first_date FROM read_parquet($transactions) WHERE date <= $as_of GROUP BY 1
"""
_ORDERS = """
    CREATE TEMP TABLE orders AS
        SELECT customer_id, any_value(first_date) AS first_date, order_id,
               sum(net_minor) FILTER (date < second_date)::BIGINT AS revenue_minor,
               count(*) FILTER (date < second_date) AS first_rows,
               coalesce(bool_or(date > first_date AND date < second_date), false) AS is_again,
               bool_or(date >= second_date AND date < first_date + INTERVAL 24 MONTH) AS is_returned
        FROM (SELECT customer_id, date, nullif(order_id, '') AS order_id,
                     gross_sales_minor - coalesce(discount_minor, 0) AS net_minor
              FROM read_parquet($transactions) WHERE date <= $as_of)
             JOIN (SELECT *, first_date + INTERVAL 12 MONTH AS second_date FROM firsts) USING (customer_id)
        GROUP BY customer_id, order_id
"""
_PEOPLE = """
    CREATE TEMP TABLE people AS
        SELECT p.*, segment, first_date + INTERVAL 12 MONTH <= $as_of::DATE + 1 AS is_first_known,
               first_date + INTERVAL 24 MONTH <= $as_of::DATE + 1 AS is_second_known
        FROM (SELECT customer_id, any_value(first_date) AS first_date, sum({purchases})::BIGINT AS purchases,
                     sum(revenue_minor)::BIGINT AS revenue_minor, bool_or(is_again) AS is_again,
                     bool_or(is_returned) AS is_returned
              FROM orders GROUP BY customer_id) p
             LEFT JOIN read_parquet($customers) USING (customer_id)
"""
_PURCHASES = {
    PurchaseUnit.ROW: "first_rows",
    PurchaseUnit.ORDER: "CASE WHEN order_id IS NULL THEN first_rows WHEN first_rows > 0 THEN 1 ELSE 0 END",
}
_COHORTS = """
    SELECT {name} AS name, count(*), sum(purchases)::BIGINT, sum(revenue_minor)::BIGINT,
           count(*) FILTER (is_again), count(*) FILTER (is_second_known),
           count(*) FILTER (is_second_known AND is_returned),
           bool_and(is_first_known)
    FROM {people} GROUP BY name ORDER BY name {order}
"""
_SOURCED = """
    CREATE OR REPLACE TEMP TABLE sourced AS
        SELECT p.*, coalesce(json_extract_string(c.attributes, $path), '') AS source
        FROM people p LEFT JOIN read_parquet($customers) c USING (customer_id)
"""
_TRIANGLE = """
    SELECT cohort, step, count(*), sum(net_minor)::BIGINT
    FROM (SELECT customer_id, date_trunc('quarter', any_value(first_date))::DATE AS cohort,
                 datediff('quarter', any_value(first_date), quarter_date) AS step, sum(net_minor) AS net_minor
          FROM (SELECT customer_id, date_trunc('quarter', date) AS quarter_date,
                       gross_sales_minor - coalesce(discount_minor, 0) AS net_minor
                FROM read_parquet($transactions) WHERE date <= $as_of)
               JOIN firsts USING (customer_id)
          WHERE quarter_date + INTERVAL 3 MONTH <= $as_of::DATE + 1
          GROUP BY customer_id, quarter_date)
    GROUP BY cohort, step ORDER BY cohort, step
"""


def read_cohorts(transactions: Path, customers: Path, definition: CustomerDefinition, as_of: date) -> NewCustomers:
    """Return the newest cohorts of each unit, oldest first, those by source, and the triangle of the newest quarters.

    The first year begins with each customer's own first purchase in the data; segments and sources stand by name.
    """
    rows = {"transactions": str(transactions), "as_of": as_of}
    with connect() as connection:
        connection.execute(_FIRSTS, rows)
        connection.execute(_ORDERS, rows)
        purchases = _PURCHASES[definition.purchase_unit]
        connection.execute(_PEOPLE.format(purchases=purchases), {"as_of": as_of, "customers": str(customers)})
        connection.execute("DROP TABLE orders")
        units = tuple(UnitCohorts(unit, _read_unit(connection, unit)) for unit in CohortUnit)
        names = read_attribute_names(connection, customers)
        sources = tuple(_read_sources(connection, customers, names[:MOST_SOURCES]))
        cells = connection.execute(_TRIANGLE, rows).fetchall()
    kept = sorted({row[0] for row in cells})[-TRIANGLE_QUARTERS:]
    triangle = Triangle(tuple(TriangleCell(*row) for row in cells if row[0] in kept))
    return NewCustomers(units, sources, triangle, tuple(names))


def _read_sources(connection: duckdb.DuckDBPyConnection, customers: Path, names: list[str]) -> Iterator[SourceCohorts]:
    """Yield the cohorts by each attribute of the customers that tells them apart, and is no name of each of them."""
    for name in names:
        connection.execute(_SOURCED, {"path": attribute_path(name), "customers": str(customers)})
        rows = connection.execute(_COHORTS.format(name="source", people="sourced", order="ASC")).fetchmany(
            MOST_VALUES + 1
        )
        if 2 <= len(rows) <= MOST_VALUES:
            yield SourceCohorts(name, tuple(_cohort(row) for row in rows))


def _cohort(row: tuple[str, int, int, int, int, int, int, bool]) -> Cohort:
    return Cohort(row[0], Sums(row[1], row[2], row[3]), row[4], row[5], row[6], row[7])


def _read_unit(connection: duckdb.DuckDBPyConnection, unit: CohortUnit) -> tuple[Cohort, ...]:
    order = "ASC" if unit is CohortUnit.SEGMENT else "DESC"
    statement = _COHORTS.format(name=_NAMES[unit], people="people", order=order)
    found = [_cohort(row) for row in connection.execute(statement).fetchmany(MOST_COHORTS)]
    return tuple(found if unit is CohortUnit.SEGMENT else reversed(found))
