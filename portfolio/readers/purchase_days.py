"""Purchase days per customer, netted: what the models of value ahead are fitted to."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from portfolio.domain.value_ahead.purchase_histories import Floats
from portfolio.readers.connections import connect

WEEK_DAYS = 7.0

_DAYS = """
    WITH days AS (
        SELECT customer_id, date, sum(gross_sales_minor - coalesce(discount_minor, 0))::BIGINT AS net_minor
        FROM read_parquet($transactions) WHERE date <= $as_of GROUP BY customer_id, date HAVING net_minor > 0
    ), firsts AS (
        SELECT customer_id, min(date) AS first_date FROM days WHERE date <= $cut GROUP BY customer_id
    )
    SELECT customer_id,
           (count(*) FILTER (date <= $cut) - 1)::BIGINT AS frequency,
           (max(date) FILTER (date <= $cut) - any_value(first_date))::BIGINT AS recency,
           ($cut::DATE - any_value(first_date))::BIGINT AS age,
           coalesce(sum(net_minor) FILTER (date <= $cut AND date > first_date), 0)::BIGINT AS repeat_minor,
           (count(*) FILTER (date > $cut))::BIGINT AS later_purchases,
           coalesce(sum(net_minor) FILTER (date > $cut), 0)::BIGINT AS later_minor
    FROM days JOIN firsts USING (customer_id)
    GROUP BY customer_id ORDER BY customer_id
"""


@dataclass(frozen=True)
class PurchaseDays:
    """Parallel columns, one entry per customer with a purchase up to the cut, by customer id.

    `frequency`: repeat purchase days; `recency`, `age` in weeks; `repeat_minor`: net of the repeat days.
    `later_*`: what was bought after the cut.
    """

    customer_ids: pa.StringArray
    frequency: Floats
    recency: Floats
    age: Floats
    repeat_minor: Floats
    later_purchases: Floats
    later_minor: Floats

    def __len__(self) -> int:
        return len(self.customer_ids)


def read_purchase_days(transactions: Path, cut: date, as_of: date) -> PurchaseDays:
    """Return each customer's history up to `cut` and its purchases from then to `as_of`.

    The rows of a day are netted first; a day that nets to zero or less is no purchase.
    """
    parameters = {"transactions": str(transactions), "cut": cut, "as_of": as_of}
    with connect() as connection:
        table = connection.sql(_DAYS, params=parameters).to_arrow_table()

    def column(name: str, unit: float = 1.0) -> Floats:
        return np.asarray(np.from_dlpack(table[name].combine_chunks()), dtype=np.float64) / unit

    return PurchaseDays(
        customer_ids=table["customer_id"].combine_chunks(),
        frequency=column("frequency"),
        recency=column("recency", WEEK_DAYS),
        age=column("age", WEEK_DAYS),
        repeat_minor=column("repeat_minor"),
        later_purchases=column("later_purchases"),
        later_minor=column("later_minor"),
    )
