"""Baskets of a window: which products each customer holds, as distinct baskets."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy.sparse import csr_array

from portfolio.domain.customer_facts import Ints
from portfolio.domain.periods import Window
from portfolio.readers.connections import connect

MOST_PRODUCTS = 2_000
FEWEST_HOLDERS = 5

_HELD = """
    CREATE TEMP TABLE held AS
        SELECT customer_id, product, sum(gross_sales_minor - coalesce(discount_minor, 0))::BIGINT AS net_minor
        FROM read_parquet($transactions)
        WHERE date >= $first AND date <= $last AND nullif(product, '') IS NOT NULL
        GROUP BY customer_id, product HAVING sum(gross_sales_minor - coalesce(discount_minor, 0)) > 0
"""
_PRODUCTS = """
    CREATE TEMP TABLE products AS
        SELECT product, count(*) AS holders, round(sum(net_minor) / count(*))::BIGINT AS mean_minor,
               row_number() OVER (ORDER BY count(*) DESC, product) - 1 AS place
        FROM held GROUP BY product HAVING count(*) >= $fewest ORDER BY place LIMIT $most
"""
_BASKETS = """
    CREATE TEMP TABLE baskets AS
        SELECT customer_id, list(place ORDER BY place) AS basket
        FROM held JOIN products USING (product) GROUP BY customer_id
"""
_DISTINCT = """
    CREATE TEMP TABLE kinds AS
        SELECT basket, count(*) AS customers, row_number() OVER (ORDER BY count(*) DESC, basket) - 1 AS number
        FROM baskets GROUP BY basket
"""


@dataclass(frozen=True)
class Baskets:
    """Distinct baskets × products, the most common first in both, and each customer's basket.

    `held` has 1.0 where held; `customers` counts each basket; `of_customer` is parallel to `customer_ids` (by id).
    """

    held: csr_array
    customers: Ints
    customer_ids: pa.StringArray
    of_customer: Ints
    products: tuple[str, ...]
    holders: tuple[int, ...]
    mean_minor: tuple[int, ...]


def read_baskets(transactions: Path, window: Window) -> Baskets:
    """Read the baskets of a window: a product is held when its net revenue is above zero.

    Products with fewer than FEWEST_HOLDERS customers, and those beyond the MOST_PRODUCTS most held, are left out.
    """
    with connect() as connection:
        days = {"transactions": str(transactions), "first": window.first_date, "last": window.last_date}
        connection.execute(_HELD, days)
        connection.execute(_PRODUCTS, {"fewest": FEWEST_HOLDERS, "most": MOST_PRODUCTS})
        connection.execute(_BASKETS)
        connection.execute(_DISTINCT)
        products = connection.execute("SELECT product, holders, mean_minor FROM products ORDER BY place").fetchall()
        kinds = connection.sql("SELECT basket, customers FROM kinds ORDER BY number").to_arrow_table()
        people = connection.sql(
            "SELECT customer_id, number FROM baskets JOIN kinds USING (basket) ORDER BY customer_id"
        ).to_arrow_table()
    basket = kinds["basket"].combine_chunks()
    columns = np.asarray(basket.flatten(), dtype=np.int64)
    lengths = np.asarray(basket.value_lengths(), dtype=np.int64)
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    held = csr_array((np.ones(len(columns)), columns, offsets), shape=(len(kinds), len(products)))
    return Baskets(
        held=held,
        customers=np.asarray(kinds["customers"], dtype=np.int64),
        customer_ids=people["customer_id"].cast(pa.string()).combine_chunks(),
        of_customer=np.asarray(people["number"], dtype=np.int64),
        products=tuple(row[0] for row in products),
        holders=tuple(row[1] for row in products),
        mean_minor=tuple(row[2] for row in products),
    )
