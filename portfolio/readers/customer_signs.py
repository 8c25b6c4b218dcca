"""What is known of each active customer at a date, and whether it bought in the window after."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from portfolio.domain.leaving import FEATURES, CustomerSigns
from portfolio.domain.periods import months_before
from portfolio.readers.connections import connect
from portfolio.readers.contracts import Contracts
from portfolio.readers.joined_customers import Sheets

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
               count(*) FILTER (day > $as_of) = 0 AS is_silent
        FROM bought GROUP BY customer_id
    ), service AS ({service}
    ), rows AS (
        SELECT customer_id, count(DISTINCT product)::DOUBLE AS products,
               count(*) FILTER (is_return)::DOUBLE AS returns
        FROM placed WHERE date > $first AND date <= $as_of GROUP BY customer_id
    )
    SELECT customer_id, {is_left} AS is_left, recency_days,
           recency_days / greatest(1, CASE WHEN days > 1 THEN (tenure_days - recency_days) / (days - 1)
                                           ELSE ($as_of::DATE - $first::DATE)::DOUBLE END) AS gap_ratio,
           purchases, earlier_purchases, coalesce(second_half / nullif(purchases, 0), 0) AS trend_share, revenue,
           percent_rank() OVER (ORDER BY revenue DESC) AS revenue_rank,
           coalesce(revenue / nullif(purchases, 0), 0) AS value_per_purchase, tenure_days,
           coalesce(products, 0) AS products, coalesce(returns, 0) AS returns, coalesce(load, 0) AS service_load
    FROM signs LEFT JOIN rows USING (customer_id) LEFT JOIN service USING (customer_id) {contracts}
    WHERE recency_days IS NOT NULL AND {who} ORDER BY customer_id
"""
_SERVICE = """
        SELECT customer_id, sum(quantity_micro)::DOUBLE / 1e6 AS load FROM {rows}
        WHERE list_contains([{drivers}], driver) AND date > $first AND date <= $as_of GROUP BY customer_id"""
_NO_SERVICE = "SELECT ''::VARCHAR AS customer_id, 0::DOUBLE AS load WHERE false"
_SERVICE_LINES = ("customer_service", "support")


@dataclass(frozen=True)
class _Label:
    """SQL for who has left, who is asked about, and the table that says so."""

    is_left: str
    who: str
    contracts: str = ""


_JOINED = "LEFT JOIN contracts USING (customer_id)"
_SILENT = _Label("is_silent", "purchases > 0")
_DATED = _Label("coalesce(left_date <= $until, false)", "(left_date IS NULL OR left_date > $as_of)", _JOINED)
_FLAGGED = _Label("coalesce(has_left, false)", "purchases > 0", _JOINED)


def service_sql(sheets: Sheets) -> str:
    """Return the statement that adds up how much of the service and support drivers each customer used, by date."""
    ledger = sheets.ledger
    drivers = {pool.driver for pool in ledger.read_model().pools if pool.line in _SERVICE_LINES and pool.driver}
    if not drivers or not ledger.has("volumes"):
        return _NO_SERVICE
    names = ", ".join("'" + driver.replace("'", "''") + "'" for driver in sorted(drivers))
    return _SERVICE.format(rows=sheets.rows_sql("volumes"), drivers=names)


def read_signs(
    sheets: Sheets, as_of: date, months: int, until: date, decimals: int, contracts: Contracts | None = None
) -> CustomerSigns:
    """Return the customers to tell of at `as_of`, and whether they left between then and `until`.

    Without contracts: those active in the `months` up to `as_of`, and leaving is not buying. With dates: those who had
    bought and not left by then, and leaving is the date. With yes and no: those active, and leaving is the yes,
    whenever that was. Nothing later than `as_of` goes into the signs themselves.
    """
    first = months_before(as_of, months)
    parameters = {
        "transactions": str(sheets.transactions),
        "as_of": as_of,
        "until": until,
        "first": first,
        "middle": first + (as_of - first) / 2,
        "before": months_before(as_of, 2 * months),
        "scale": float(10**decimals),
    }
    label = _SILENT if contracts is None else _DATED if contracts.has_dates else _FLAGGED
    service = service_sql(sheets)
    sql = _SIGNS.format(service=service, is_left=label.is_left, who=label.who, contracts=label.contracts)
    with connect() as connection:
        if contracts is not None:
            connection.register("contracts", contracts.table)
        table = connection.sql(sql, params=parameters).to_arrow_table()
    columns = [np.asarray(np.from_dlpack(table[name].combine_chunks()), dtype=np.float64) for name in FEATURES]
    left = np.array(table["is_left"].to_pylist(), dtype=np.bool_)
    values = np.stack(columns, axis=1) if len(table) else np.empty((0, len(FEATURES)))
    return CustomerSigns(table["customer_id"].combine_chunks(), values, left)
