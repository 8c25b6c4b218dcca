"""New customers by cohort, and the retention triangle, counted by DuckDB over the canonical transactions."""

from datetime import date
from pathlib import Path

import duckdb

from portfolio.domain.cohorts import Cohort, CohortUnit, Triangle, TriangleCell
from portfolio.domain.customer_facts import Sums
from portfolio.domain.definition import CustomerDefinition, PurchaseUnit
from portfolio.readers.connections import connect

MOST_COHORTS = 60
TRIANGLE_QUARTERS = 12

_NAMES = {
    CohortUnit.MONTH: "strftime(date_trunc('month', first_date), '%Y-%m-%d')",
    CohortUnit.QUARTER: "strftime(date_trunc('quarter', first_date), '%Y-%m-%d')",
    CohortUnit.YEAR: "strftime(date_trunc('year', first_date), '%Y-%m-%d')",
    CohortUnit.SEGMENT: "coalesce(segment, '')",
}
_FIRSTS = """
    CREATE TEMP TABLE rows_up_to AS
        SELECT customer_id, date, nullif(order_id, '') AS order_id,
               gross_sales_minor - coalesce(discount_minor, 0) AS net_minor
        FROM read_parquet($transactions) WHERE date <= $as_of;
    CREATE TEMP TABLE firsts AS SELECT customer_id, min(date) AS first_date FROM rows_up_to GROUP BY customer_id;
"""
_PEOPLE = """
    CREATE TEMP TABLE people AS
        SELECT customer_id, first_date, any_value(segment) AS segment,
               count(*) FILTER (in_first) AS first_rows,
               ({purchases}) AS purchases,
               sum(net_minor) FILTER (in_first)::BIGINT AS revenue_minor,
               coalesce(max(date) FILTER (in_first) > first_date, false) AS is_again,
               first_date + INTERVAL 12 MONTH <= $as_of + 1 AS is_first_known,
               first_date + INTERVAL 24 MONTH <= $as_of + 1 AS is_second_known,
               count(*) FILTER (in_second) > 0 AS is_returned
        FROM (SELECT r.*, f.first_date, c.segment,
                     r.date < f.first_date + INTERVAL 12 MONTH AS in_first,
                     r.date >= f.first_date + INTERVAL 12 MONTH
                         AND r.date < f.first_date + INTERVAL 24 MONTH AS in_second
              FROM rows_up_to r JOIN firsts f USING (customer_id)
              LEFT JOIN read_parquet($customers) c USING (customer_id))
        GROUP BY customer_id, first_date
"""
_COHORTS = """
    SELECT {name} AS name, count(*), sum(purchases)::BIGINT, sum(revenue_minor)::BIGINT,
           count(*) FILTER (is_again), count(*) FILTER (is_second_known),
           count(*) FILTER (is_second_known AND is_returned),
           bool_and(is_first_known)
    FROM people GROUP BY name ORDER BY name {order}
"""
_TRIANGLE = """
    SELECT date_trunc('quarter', first_date)::DATE AS cohort, datediff('quarter', first_date, date) AS step,
           count(DISTINCT customer_id), sum(net_minor)::BIGINT
    FROM rows_up_to JOIN firsts USING (customer_id)
    WHERE date_trunc('quarter', date) + INTERVAL 3 MONTH <= $as_of::DATE + 1
    GROUP BY cohort, step ORDER BY cohort, step
"""


def read_cohorts(
    transactions: Path, customers: Path, definition: CustomerDefinition, as_of: date
) -> tuple[dict[CohortUnit, tuple[Cohort, ...]], Triangle]:
    """Return the newest cohorts of each unit, oldest first, and the triangle of the newest quarters.

    The first year begins with each customer's own first purchase in the data; segments stand by name.
    """
    parameters = {"transactions": str(transactions), "as_of": as_of}
    with connect() as connection:
        for statement in _FIRSTS.strip().rstrip(";").split(";"):
            names = {name: value for name, value in parameters.items() if f"${name}" in statement}
            connection.execute(statement, names)
        purchases = _first_year_purchases(definition.purchase_unit)
        connection.execute(_PEOPLE.format(purchases=purchases), {"as_of": as_of, "customers": str(customers)})
        cohorts = {unit: _read_unit(connection, unit) for unit in CohortUnit}
        cells = connection.execute(_TRIANGLE, {"as_of": as_of}).fetchall()
    kept = sorted({row[0] for row in cells})[-TRIANGLE_QUARTERS:]
    return cohorts, Triangle(tuple(TriangleCell(*row) for row in cells if row[0] in kept))


def _first_year_purchases(unit: PurchaseUnit) -> str:
    if unit is PurchaseUnit.ROW:
        return "count(*) FILTER (in_first)"
    return "count(DISTINCT order_id) FILTER (in_first) + count(*) FILTER (in_first AND order_id IS NULL)"


def _read_unit(connection: duckdb.DuckDBPyConnection, unit: CohortUnit) -> tuple[Cohort, ...]:
    order = "ASC" if unit is CohortUnit.SEGMENT else "DESC"
    rows = connection.execute(_COHORTS.format(name=_NAMES[unit], order=order)).fetchmany(MOST_COHORTS)
    found = [Cohort(row[0], Sums(row[1], row[2], row[3]), row[4], row[5], row[6], row[7]) for row in rows]
    return tuple(found if unit is CohortUnit.SEGMENT else reversed(found))
