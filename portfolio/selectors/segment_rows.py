"""Ask the files of a division: every customer with its place, how sure it is, and its figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from filestore import store
from portfolio.models import Analysis
from portfolio.readers.connections import connect
from portfolio.readers.joined_customers import list_attributes
from portfolio.selectors.customers import customers_path
from portfolio.selectors.segmentations import Division
from profitability.domain.ledger import Ledger


@dataclass(frozen=True)
class PlacedCustomer:
    """One customer: its place in the division (−1 none), how sure (0–1), and revenue of the windows in minor units.

    `name` and `segment` are empty for who was active in neither window.
    """

    customer_id: str
    name: str
    segment: str
    place: int
    certainty: float
    earlier_revenue_minor: int
    later_revenue_minor: int


_ROWS = """
    SELECT customer_id, coalesce(c.name, ''), coalesce(c.segment, ''), p.{place}, p.{certainty},
           coalesce(c.earlier_revenue_minor, 0), coalesce(c.later_revenue_minor, 0)
    FROM read_parquet(?) p LEFT JOIN read_parquet(?) c USING (customer_id)
    ORDER BY p.{place}, 7 DESC, customer_id
"""


def iterate_places(analysis: Analysis, division: Division) -> Iterator[PlacedCustomer]:
    """Yield every customer, place by place, largest revenue first."""
    sql = _ROWS.format(place=division.place_column, certainty=division.certainty_column)
    with connect() as connection:
        cursor = connection.execute(sql, [str(division.path), customers_path(analysis)])
        while rows := cursor.fetchmany(5_000):
            yield from (PlacedCustomer(*row) for row in rows)


def list_known_attributes(analysis: Analysis) -> tuple[str, ...]:
    """Return the customers' further columns; none when the upload is gone."""
    if analysis.upload is None or not analysis.upload.canonical_key:
        return ()
    ledger = Ledger(store.local_folder(analysis.upload.canonical_key))
    return list_attributes(ledger.path("customers")) if ledger.has("customers") else ()
