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


_NET = "gross_sales_minor - coalesce(discount_minor, 0)"
_PURCHASES = {
    PurchaseUnit.ROW: "count(*) FILTER ({window})",
    PurchaseUnit.ORDER: (
        "count(DISTINCT order_id) FILTER ({window}) + count(*) FILTER ({window} AND order_id IS NULL)"
    ),
}
_FACTS = """
    SELECT
        customer_id,
        coalesce(max(date) FILTER (date < $earlier_first) - DATE '1970-01-01', {never})::BIGINT AS last_before_day,
        ({earlier_purchases})::BIGINT AS earlier_purchases,
        coalesce(sum({net}) FILTER ({earlier}), 0)::BIGINT AS earlier_revenue_minor,
        ({later_purchases})::BIGINT AS later_purchases,
        coalesce(sum({net}) FILTER ({later}), 0)::BIGINT AS later_revenue_minor,
        coalesce(min(date) FILTER ({later}) - DATE '1970-01-01', {never})::BIGINT AS later_first_day,
        (max(date) - DATE '1970-01-01')::BIGINT AS last_day
    FROM (SELECT customer_id, date, nullif(order_id, '') AS order_id, gross_sales_minor, discount_minor
          FROM read_parquet($transactions) WHERE date <= $as_of)
    GROUP BY customer_id
    ORDER BY customer_id
"""

_EXTENT = "SELECT count(*) FILTER (date > ?), min(date) FILTER (date <= ?) FROM read_parquet(?)"


def facts_sql(unit: PurchaseUnit) -> str:
    """Return the statement that makes the facts; parameters transactions, earlier_first, later_first, as_of.

    Standard SQL but for read_parquet, so that a distributed engine can run it where the data lies. Amounts are added
    as whole numbers; a purchase is a distinct order within the window, or a row where there is no order.
    """
    earlier = "date >= $earlier_first AND date < $later_first"
    later = "date >= $later_first"
    purchases = _PURCHASES[unit]
    return _FACTS.format(
        net=_NET,
        never=NEVER,
        earlier=earlier,
        later=later,
        earlier_purchases=purchases.format(window=earlier),
        later_purchases=purchases.format(window=later),
    )


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
        return np.asarray(table[name].to_numpy(), dtype=np.int64)

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
