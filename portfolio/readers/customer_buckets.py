"""Purchases per customer and bucket of days, by DuckDB in one pass: what many windows are compared from."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from portfolio.domain.customer_buckets import CustomerBuckets, SplitOrders, bucket_ends
from portfolio.domain.customer_facts import Ints
from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.periods import Comparison
from portfolio.readers.connections import connect
from portfolio.readers.customer_facts import ORDER_OF_UNIT, AmountsTooLargeError

_ROWS = """
    SELECT customer_id, date, {order} AS order_id, gross_sales_minor - coalesce(discount_minor, 0) AS net_minor, bucket
    FROM read_parquet($transactions) JOIN calendar USING (date)
"""
_ORDERS = """
    CREATE TEMP TABLE orders AS
        SELECT customer_id, order_id, min(bucket) AS bucket, max(bucket) AS until, min(date) AS first_date,
               max(date) AS last_date, sum(net_minor)::BIGINT AS net_minor,
               CASE WHEN order_id IS NULL THEN count(*) ELSE 1 END AS purchases
        FROM ({rows}) GROUP BY customer_id, order_id, CASE WHEN order_id IS NULL THEN bucket END
"""
_SPLIT = """
    CREATE TEMP TABLE split AS
        SELECT customer_id, number, r.bucket, min(date) AS first_date, max(date) AS last_date,
               sum(r.net_minor)::BIGINT AS net_minor
        FROM ({rows}) r JOIN (SELECT *, row_number() OVER () AS number FROM orders WHERE bucket < until) o
             USING (customer_id, order_id)
        GROUP BY customer_id, number, r.bucket
"""
_BUCKETS = """
    SELECT customer_id, bucket::BIGINT AS bucket, sum(purchases)::BIGINT AS purchases,
           sum(net_minor)::BIGINT AS revenue_minor, (min(first_date) - DATE '1970-01-01')::BIGINT AS first_day,
           (max(last_date) - DATE '1970-01-01')::BIGINT AS last_day
    FROM (SELECT customer_id, bucket, purchases, net_minor, first_date, last_date FROM orders WHERE bucket = until
          UNION ALL SELECT customer_id, bucket, 0, net_minor, first_date, last_date FROM split)
    GROUP BY customer_id, bucket ORDER BY bucket
"""


def read_customer_buckets(
    transactions: Path,
    definition: CustomerDefinition,
    comparisons: Sequence[Comparison],
    first_date: date,
    customer_ids: pa.StringArray,
) -> CustomerBuckets:
    """Return the purchases of `customer_ids` (sorted, all there are up to the last window) cut for `comparisons`.

    `first_date`: of the first transaction. Raise AmountsTooLargeError when a sum could leave 64 bits.
    """
    ends = bucket_ends(comparisons)
    rows = _ROWS.format(order=ORDER_OF_UNIT[definition.purchase_unit])
    with connect() as connection:
        connection.register("calendar", _calendar(min(first_date, ends[0]), ends))
        try:
            for statement in (_ORDERS, _SPLIT):
                connection.execute(statement.format(rows=rows), {"transactions": str(transactions)})
            table = connection.sql(_BUCKETS).to_arrow_table()
        except (duckdb.ConversionException, duckdb.OutOfRangeException) as fault:
            raise AmountsTooLargeError from fault
        split = connection.sql("SELECT customer_id, number, bucket::BIGINT AS bucket FROM split").to_arrow_table()
    revenue = _column(table, "revenue_minor")
    if float(np.abs(revenue.astype(np.float64)).sum()) >= 2.0**62:
        raise AmountsTooLargeError
    return CustomerBuckets(
        customer_ids=customer_ids,
        ends=ends,
        customer=_places(table, customer_ids),
        bucket=_column(table, "bucket"),
        purchases=_column(table, "purchases"),
        revenue_minor=revenue,
        first_day=_column(table, "first_day"),
        last_day=_column(table, "last_day"),
        split=SplitOrders(_places(split, customer_ids), _column(split, "number"), _column(split, "bucket")),
    )


def _calendar(first_date: date, ends: tuple[date, ...]) -> pa.Table:
    """Return every day up to the last end with its bucket; days after it have none and fall out of the join."""
    days = np.arange(np.datetime64(first_date, "D"), np.datetime64(ends[-1], "D") + np.timedelta64(1, "D"))
    bucket = np.searchsorted(np.array(ends, dtype="datetime64[D]"), days).astype(np.int16)
    return pa.table({"date": pa.array(days), "bucket": bucket})


def _column(table: pa.Table, name: str) -> Ints:
    values: Ints = np.from_dlpack(table[name].combine_chunks()).astype(np.int64, copy=False)
    return values


def _places(table: pa.Table, customer_ids: pa.StringArray) -> Ints:
    found = pc.index_in(table["customer_id"].combine_chunks(), customer_ids)
    return np.asarray(np.from_dlpack(found.cast(pa.int64())), dtype=np.int64)
