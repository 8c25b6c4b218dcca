"""Facts per customer from the canonical transactions: the only step that sees every row, one group-by by DuckDB."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from portfolio.domain.customer_facts import NEVER, CustomerFacts
from portfolio.domain.definition import CustomerDefinition, PurchaseUnit
from portfolio.domain.periods import Comparison, compare_months
from portfolio.readers.connections import connect


class AmountsTooLargeError(Exception):
    """A sum over the transactions leaves 64 bits."""


@dataclass(frozen=True)
class FactsReading:
    """The facts of every customer with a transaction up to the date, and what was left out.

    `rows_after`: transactions later than the date. `first_date`: the first transaction there is, None without any.
    """

    facts: CustomerFacts
    windows: Comparison
    rows_after: int
    first_date: date | None


ORDER_OF_UNIT = {PurchaseUnit.ROW: "NULL::VARCHAR", PurchaseUnit.ORDER: "nullif(order_id, '')"}
_FACTS = """
    WITH placed AS (
        SELECT customer_id, date, gross_sales_minor - coalesce(discount_minor, 0) AS net_minor,
               CASE WHEN date < $earlier_first THEN 0 WHEN date < $later_first THEN 1 ELSE 2 END AS place,
               CASE WHEN date >= $earlier_first THEN {order} END AS order_id
        FROM read_parquet($transactions) WHERE date <= $as_of
    ), orders AS (
        SELECT customer_id, place, min(date) AS first_date, max(date) AS last_date,
               sum(net_minor)::BIGINT AS net_minor, CASE WHEN order_id IS NULL THEN count(*) ELSE 1 END AS purchases
        FROM placed GROUP BY customer_id, place, order_id
    )
    SELECT
        customer_id,
        coalesce(max(last_date) FILTER (place = 0) - DATE '1970-01-01', {never})::BIGINT AS last_before_day,
        coalesce(sum(purchases) FILTER (place = 1), 0)::BIGINT AS earlier_purchases,
        coalesce(sum(net_minor) FILTER (place = 1), 0)::BIGINT AS earlier_revenue_minor,
        coalesce(sum(purchases) FILTER (place = 2), 0)::BIGINT AS later_purchases,
        coalesce(sum(net_minor) FILTER (place = 2), 0)::BIGINT AS later_revenue_minor,
        coalesce(min(first_date) FILTER (place = 2) - DATE '1970-01-01', {never})::BIGINT AS later_first_day,
        (max(last_date) - DATE '1970-01-01')::BIGINT AS last_day
    FROM orders
    GROUP BY customer_id
    ORDER BY customer_id
"""

_EXTENT = "SELECT count(*) FILTER (date > ?), min(date) FILTER (date <= ?) FROM read_parquet(?)"


def facts_sql(unit: PurchaseUnit) -> str:
    """Return the statement that makes the facts; parameters transactions, earlier_first, later_first, as_of.

    Standard SQL but for read_parquet, so that a distributed engine can run it where the data lies. Amounts are added
    as whole numbers; a purchase is a distinct order within the window, or a row where there is no order. Orders are
    gathered first and customers from them: a third cheaper than counting distinct orders per customer.
    """
    return _FACTS.format(order=ORDER_OF_UNIT[unit], never=NEVER)


def read_facts(transactions: Path, definition: CustomerDefinition, as_of: date) -> FactsReading:
    """Read the facts for the two windows up to `as_of`; rows later than that are counted, not read.

    Raise AmountsTooLargeError when a sum leaves 64 bits, ValueError for a date too early to count back from.
    """
    windows = compare_months(as_of, definition.active_months)
    with connect() as connection:
        try:
            query = connection.sql(facts_sql(definition.purchase_unit), params=_parameters(transactions, windows))
            table = query.to_arrow_table()
        except (duckdb.ConversionException, duckdb.OutOfRangeException) as fault:
            raise AmountsTooLargeError from fault
        after, first = connection.execute(_EXTENT, [as_of, as_of, str(transactions)]).fetchall()[0]
    return FactsReading(_facts_of(table), windows, after, first)


def _parameters(transactions: Path, windows: Comparison) -> dict[str, str | date]:
    return {
        "transactions": str(transactions),
        "earlier_first": windows.earlier.first_date,
        "later_first": windows.later.first_date,
        "as_of": windows.later.last_date,
    }


def _facts_of(table: pa.Table) -> CustomerFacts:
    def column(name: str) -> npt.NDArray[np.int64]:
        """Take a column by DLPack: to_numpy would import pandas, a second of processor time for nothing."""
        values: npt.NDArray[np.int64] = np.from_dlpack(table[name].combine_chunks()).astype(np.int64, copy=False)
        return values

    return CustomerFacts(
        customer_ids=table["customer_id"].combine_chunks(),
        last_before_day=column("last_before_day"),
        earlier_purchases=column("earlier_purchases"),
        earlier_revenue_minor=column("earlier_revenue_minor"),
        later_purchases=column("later_purchases"),
        later_revenue_minor=column("later_revenue_minor"),
        later_first_day=column("later_first_day"),
        last_day=column("last_day"),
    )
