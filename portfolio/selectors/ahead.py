"""Ask the customer file of a value-ahead study."""

from collections.abc import Iterator
from dataclasses import dataclass

from portfolio.models import Analysis, Study
from portfolio.readers.connections import connect
from portfolio.selectors.customers import customers_path
from portfolio.selectors.studies import study_file

AHEAD_FILE = "ahead.parquet"


@dataclass(frozen=True)
class CustomerAhead:
    """One customer's window ahead; `tier` is an index in TIERS, −1 where it is not active; `name` may be empty."""

    customer_id: str
    name: str
    tier: int
    alive: float
    expected: float
    low: float
    high: float
    expected_minor: int
    later_revenue_minor: int


_SQL = """
    SELECT a.customer_id, coalesce(c.name, ''), a.tier, a.alive, a.expected, a.low, a.high, a.expected_minor,
           coalesce(c.later_revenue_minor, 0)
    FROM read_parquet(?) a LEFT JOIN read_parquet(?) c USING (customer_id)
    ORDER BY a.expected_minor DESC, a.customer_id
"""


def iterate_customers_ahead(
    analysis: Analysis, study: Study, most: int | None = None, skipped: int = 0
) -> Iterator[CustomerAhead]:
    """Yield the customers by falling expected revenue; at most `most` of them, after those skipped."""
    limit = "" if most is None else f" LIMIT {most:d} OFFSET {skipped:d}"
    with connect() as connection:
        cursor = connection.execute(_SQL + limit, [str(study_file(study, AHEAD_FILE)), customers_path(analysis)])
        while rows := cursor.fetchmany(5_000):
            yield from (CustomerAhead(*row) for row in rows)
