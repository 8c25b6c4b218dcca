"""What is known of each active customer at a date, and whether it bought in the window after."""

from datetime import date
from pathlib import Path

import numpy as np

from portfolio.domain.leaving import FEATURES, CustomerSigns
from portfolio.domain.periods import months_before
from portfolio.readers.connections import connect

_SIGNS = """
    WITH placed AS (
        SELECT customer_id, date, nullif(order_id, '') AS order_id, nullif(product, '') AS product,
               gross_sales_minor - coalesce(discount_minor, 0) AS net_minor, gross_sales_minor < 0 AS is_return
        FROM read_parquet($transactions) WHERE date <= $until
    ), bought AS (
        SELECT customer_id, min(date) AS day, sum(net_minor) AS net_minor,
               CASE WHEN order_id IS NULL THEN count(*) ELSE 1 END AS purchases
        FROM placed
        GROUP BY customer_id, order_id, CASE WHEN order_id IS NULL THEN date END,
                 date > $first, date > $middle, date > $as_of
    ), signs AS (
        SELECT customer_id,
               coalesce(sum(purchases) FILTER (day > $first AND day <= $as_of), 0)::DOUBLE AS purchases,
               coalesce(sum(purchases) FILTER (day > $middle AND day <= $as_of), 0)::DOUBLE AS second_half,
               coalesce(sum(purchases) FILTER (day > $before AND day <= $first), 0)::DOUBLE AS earlier_purchases,
               coalesce(sum(net_minor) FILTER (day > $first AND day <= $as_of), 0)::DOUBLE / $scale AS revenue,
               ($as_of::DATE - max(day) FILTER (day <= $as_of))::DOUBLE AS recency_days,
               ($as_of::DATE - min(day))::DOUBLE AS tenure_days,
               count(DISTINCT day) FILTER (day <= $as_of) AS days,
               count(*) FILTER (day > $as_of) = 0 AS is_left
        FROM bought GROUP BY customer_id
    ), rows AS (
        SELECT customer_id, count(DISTINCT product)::DOUBLE AS products,
               count(*) FILTER (is_return)::DOUBLE AS returns
        FROM placed WHERE date > $first AND date <= $as_of GROUP BY customer_id
    )
    SELECT customer_id, is_left, recency_days,
           recency_days / greatest(1, CASE WHEN days > 1 THEN (tenure_days - recency_days) / (days - 1)
                                           ELSE ($as_of::DATE - $first::DATE)::DOUBLE END) AS gap_ratio,
           purchases, earlier_purchases, second_half / purchases AS trend_share, revenue,
           percent_rank() OVER (ORDER BY revenue DESC) AS revenue_rank,
           revenue / purchases AS value_per_purchase, tenure_days, products, returns
    FROM signs JOIN rows USING (customer_id)
    WHERE purchases > 0 ORDER BY customer_id
"""


def read_signs(transactions: Path, as_of: date, months: int, until: date, decimals: int) -> CustomerSigns:
    """Return the customers active in the `months` up to `as_of`, and whether they bought between then and `until`.

    Nothing later than `as_of` goes into the signs themselves.
    """
    first = months_before(as_of, months)
    parameters = {
        "transactions": str(transactions),
        "as_of": as_of,
        "until": until,
        "first": first,
        "middle": first + (as_of - first) / 2,
        "before": months_before(as_of, 2 * months),
        "scale": float(10**decimals),
    }
    with connect() as connection:
        table = connection.sql(_SIGNS, params=parameters).to_arrow_table()
    columns = [np.asarray(np.from_dlpack(table[name].combine_chunks()), dtype=np.float64) for name in FEATURES]
    left = np.array(table["is_left"].to_pylist(), dtype=np.bool_)
    values = np.stack(columns, axis=1) if len(table) else np.empty((0, len(FEATURES)))
    return CustomerSigns(table["customer_id"].combine_chunks(), values, left)
