"""Ask the offers of a study of twin customers' baskets: by product, by customer."""

from collections.abc import Iterator
from dataclasses import dataclass

from portfolio.models import Analysis, Study
from portfolio.readers.connections import connect
from portfolio.selectors.customer_files import customers_path
from portfolio.selectors.customers import search_clause
from portfolio.selectors.joined_sheets import find_joined_ids
from portfolio.selectors.studies import study_file

OFFERS_FILE = "offers.parquet"
PAGE_SIZE = 50


@dataclass(frozen=True)
class OfferQuery:
    """What the reader asked for; `page` counts from 1. Empty texts ask for everything."""

    search: str = ""
    product: str = ""
    page: int = 1


@dataclass(frozen=True)
class Offer:
    """One offer to one customer: `with_product` of its `twins` hold the product; `mean_minor` is revenue per holder."""

    customer_id: str
    name: str
    segment: str
    later_tier: int
    later_revenue_minor: int
    rank: int
    product: str
    with_product: int
    twins: int
    mean_minor: int


_FROM = """
    FROM read_parquet(?) o LEFT JOIN read_parquet(?) c USING (customer_id)
    WHERE (? = '' OR o.product = ?) AND {found}
"""
_ROWS = """
    SELECT customer_id, coalesce(c.name, ''), coalesce(c.segment, ''), coalesce(c.later_tier, -1),
           coalesce(c.later_revenue_minor, 0), o.rank, o.product, o.with_product, o.twins, o.mean_minor
    {where}
    ORDER BY o.with_product::DOUBLE / o.twins DESC, o.mean_minor DESC, customer_id, o.rank
"""


def _matching(analysis: Analysis, study: Study, query: OfferQuery) -> tuple[str, list[object]]:
    files: list[object] = [str(study_file(study, OFFERS_FILE)), customers_path(analysis)]
    found, words = search_clause(query.search, find_joined_ids(analysis)) if query.search else ("TRUE", [])
    return _FROM.format(found=found), [*files, query.product, query.product, *words]


def get_offers_page(analysis: Analysis, study: Study, query: OfferQuery) -> tuple[tuple[Offer, ...], int]:
    """Return one page of the offers that match, the surest first, and how many match."""
    where, values = _matching(analysis, study, query)
    with connect() as connection:
        total: int = connection.execute(f"SELECT count(*) {where}", values).fetchall()[0][0]
        offset = (query.page - 1) * PAGE_SIZE
        rows = connection.execute(
            _ROWS.format(where=where) + " LIMIT ? OFFSET ?", [*values, PAGE_SIZE, offset]
        ).fetchall()
    return tuple(Offer(*row) for row in rows), total


def iterate_offers(analysis: Analysis, study: Study, query: OfferQuery) -> Iterator[Offer]:
    """Yield every offer that matches, a few thousand at a time."""
    where, values = _matching(analysis, study, query)
    with connect() as connection:
        cursor = connection.execute(_ROWS.format(where=where), values)
        while rows := cursor.fetchmany(5_000):
            yield from (Offer(*row) for row in rows)
