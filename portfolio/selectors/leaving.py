"""Ask the customer file of a study of who is about to leave."""

from collections.abc import Iterator
from dataclasses import dataclass

from portfolio.models import Analysis, Study
from portfolio.readers.connections import connect
from portfolio.selectors.customers import customers_path
from portfolio.selectors.studies import study_file

LEAVING_FILE = "leaving.parquet"


@dataclass(frozen=True)
class CustomerAtRisk:
    """One customer: the chance (0–1) of no purchase in the next window, and the signs that raise it with their values.

    `at_risk_minor`: chance × revenue of the window. `reasons` and `values` are parallel, strongest first.
    """

    customer_id: str
    name: str
    segment: str
    tier: int
    risk: float
    later_revenue_minor: int
    at_risk_minor: int
    reasons: tuple[str, ...]
    values: tuple[float, ...]


_SQL = """
    SELECT l.*, coalesce(c.name, '') AS name, coalesce(c.segment, '') AS segment, coalesce(c.later_tier, -1) AS tier,
           coalesce(c.later_revenue_minor, 0) AS later_revenue_minor,
           round(l.risk * greatest(coalesce(c.later_revenue_minor, 0), 0))::BIGINT AS at_risk_minor
    FROM read_parquet(?) l LEFT JOIN read_parquet(?) c USING (customer_id)
    ORDER BY at_risk_minor DESC, l.risk DESC, l.customer_id
"""


def iterate_customers_at_risk(
    analysis: Analysis, study: Study, most: int | None = None, skipped: int = 0
) -> Iterator[CustomerAtRisk]:
    """Yield the customers by the revenue at risk, largest first; at most `most` of them, after those skipped."""
    limit = "" if most is None else f" LIMIT {most:d} OFFSET {skipped:d}"
    with connect() as connection:
        cursor = connection.execute(_SQL + limit, [str(study_file(study, LEAVING_FILE)), customers_path(analysis)])
        names = [column[0] for column in cursor.description or ()]
        while rows := cursor.fetchmany(5_000):
            yield from (_customer(dict(zip(names, row, strict=True))) for row in rows)


def _customer(row: dict[str, object]) -> CustomerAtRisk:
    reasons = tuple(str(row["reasons"]).split())
    return CustomerAtRisk(
        customer_id=str(row["customer_id"]),
        name=str(row["name"]),
        segment=str(row["segment"]),
        tier=int(str(row["tier"])),
        risk=float(str(row["risk"])),
        later_revenue_minor=int(str(row["later_revenue_minor"])),
        at_risk_minor=int(str(row["at_risk_minor"])),
        reasons=reasons,
        values=tuple(float(str(row[reason])) for reason in reasons),
    )
