"""Build the offers by twin customers' baskets, and try them on the window before. Imported in the worker alone."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.customer_facts import Flags, Ints
from portfolio.domain.twin_search import MOST_REFERENCE, BasketOffers, find_offers, offer_popular
from portfolio.domain.twins import (
    FEWEST_CUSTOMERS,
    FEWEST_PRODUCTS,
    OFFERS,
    ProductOffer,
    TwinsSummary,
    TwinTest,
)
from portfolio.readers.baskets import Baskets, read_baskets
from portfolio.selectors.twins import OFFERS_FILE

type Progress = Callable[[str, float], None]


class TooFewBasketsError(Exception):
    """Too few customers hold anything, or too few products are held."""


def build_twins(transactions: Path, summary: AnalysisSummary, out: Path, progress: Progress) -> TwinsSummary:
    """Write offers.parquet to `out` and return the summary; raise TooFewBasketsError.

    Columns: customer_id, rank (1 …), product, with_product (twins that hold it), twins, mean_minor, by customer id.
    """
    windows = summary.windows
    progress("twins.baskets", 0.05)
    later, earlier = read_baskets(transactions, windows.later), read_baskets(transactions, windows.earlier)
    if len(later.customer_ids) < FEWEST_CUSTOMERS or len(later.products) < FEWEST_PRODUCTS:
        raise TooFewBasketsError
    progress("twins.offers", 0.15)
    offers = find_offers(later.held, later.customers)
    progress("twins.test", 0.6)
    test = _try(earlier, later)
    progress("twins.write", 0.95)
    table = _rows(later, offers)
    pq.write_table(table, out / OFFERS_FILE)
    return TwinsSummary(
        customers=len(later.customer_ids),
        offered=int((offers.product[later.of_customer] >= 0).any(axis=1).sum()),
        product_count=len(later.products),
        baskets=later.held.shape[0],
        reference=min(MOST_REFERENCE, later.held.shape[0]),
        test=test,
        products=_products(later, offers),
    )


def _rows(baskets: Baskets, offers: BasketOffers) -> pa.Table:
    product, with_product = offers.product[baskets.of_customer], offers.with_product[baskets.of_customer]
    customer, rank = np.nonzero(product >= 0)
    place = product[customer, rank]
    return pa.table(
        {
            "customer_id": baskets.customer_ids.take(pa.array(customer)),
            "rank": rank + 1,
            "product": pa.array(baskets.products, pa.string()).take(pa.array(place)),
            "with_product": with_product[customer, rank],
            "twins": offers.twins[baskets.of_customer][customer],
            "mean_minor": np.array(baskets.mean_minor, dtype=np.int64)[place],
        }
    )


def _products(baskets: Baskets, offers: BasketOffers) -> tuple[ProductOffer, ...]:
    """Return the products that are offered, the one with the most expected first."""
    offered = np.zeros(len(baskets.products), dtype=np.int64)
    chance = np.zeros(len(baskets.products))
    for rank in range(offers.product.shape[1]):
        place, kept = offers.product[:, rank], offers.product[:, rank] >= 0
        np.add.at(offered, place[kept], baskets.customers[kept])
        share = offers.with_product[kept, rank] / offers.twins[kept]
        np.add.at(chance, place[kept], baskets.customers[kept] * share)
    lines = [
        ProductOffer(name, baskets.holders[i], int(offered[i]), mean, round(float(chance[i]) * mean))
        for i, (name, mean) in enumerate(zip(baskets.products, baskets.mean_minor, strict=True))
        if offered[i]
    ]
    return tuple(sorted(lines, key=lambda line: (-line.expected_minor, line.name)))


def _try(earlier: Baskets, later: Baskets) -> TwinTest | None:
    """Make offers of the earlier baskets and see who bought them later; None without enough earlier baskets."""
    if len(earlier.customer_ids) < FEWEST_CUSTOMERS or len(earlier.products) < FEWEST_PRODUCTS:
        return None
    offers, popular = find_offers(earlier.held, earlier.customers), offer_popular(earlier.held)
    names = pa.array(later.products, pa.string())
    moved = pc.index_in(pa.array(earlier.products, pa.string()), names).fill_null(-1)
    renumber = np.append(np.asarray(moved, dtype=np.int64), -1)
    where = np.asarray(pc.index_in(earlier.customer_ids, later.customer_ids).fill_null(-1), dtype=np.int64)
    asked = (where >= 0) & (offers.product[earlier.of_customer] >= 0).any(axis=1)
    baskets = earlier.of_customer[asked]
    bought = later.of_customer[where[asked]]
    counts = (offers.product[baskets] >= 0).sum(axis=1)
    as_many = np.where(np.arange(OFFERS)[None, : popular.shape[1]] < counts[:, None], popular[baskets], -1)
    hits, popular_hits = (_hits(renumber[product], bought, later) for product in (offers.product[baskets], as_many))
    return TwinTest(
        customers=int(asked.sum()),
        hits=int(hits.sum()),
        popular_hits=int(popular_hits.sum()),
        both_hits=int((hits & popular_hits).sum()),
    )


def _hits(product: Ints, basket: Ints, later: Baskets) -> Flags:
    """Say of each basket whether it holds any of its products (−1 is none)."""
    width = len(later.products)
    rows = np.repeat(np.arange(later.held.shape[0]), np.diff(later.held.indptr))
    holdings = rows * width + later.held.indices
    asked = np.where(product >= 0, basket[:, None] * width + product, -1)
    return np.isin(asked, holdings).any(axis=1)
