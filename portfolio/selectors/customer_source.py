"""The customers of an analysis as one table to ask: ranked by revenue or by contribution, with segment and class."""

from dataclasses import dataclass
from enum import StrEnum

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.flows import Flow
from portfolio.domain.migration import SOURCES, TARGETS
from portfolio.domain.tiers import tier_ends
from portfolio.models import Analysis
from portfolio.selectors.analyses import get_summary
from portfolio.selectors.contributions import find_statements
from portfolio.selectors.customer_files import customers_path
from portfolio.selectors.joined_sheets import find_joined_ids
from portfolio.selectors.segmentations import Division, find_class_division, find_rule_division


class RankedBy(StrEnum):
    """What tiers are made of, and what the amounts are."""

    REVENUE = "revenue"
    CONTRIBUTION = "contribution"


@dataclass(frozen=True)
class CustomerSource:
    """A subquery in brackets, its values, and the divisions whose places it has.

    Columns: those of the customer file, and segment_place, class_place (−1 none), certainty (0–1 of the class),
    numbers (customer numbers that are this customer).
    """

    sql: str
    values: tuple[object, ...]
    segments: Division | None
    classes: Division | None


_PLACES = """
    SELECT c.*, {segment} AS segment_place, {latent} AS class_place, {certainty} AS certainty,
           {numbers} AS numbers
    FROM {base} c {joins}
"""
_NUMBERS = """
    LEFT JOIN (SELECT joined_id AS customer_id, count(*) AS numbers FROM read_parquet(?) GROUP BY joined_id) p
    USING (customer_id)
"""
_BY_CONTRIBUTION = f"""
    (WITH joined AS (
        SELECT c.*, e.contribution_minor AS earlier_minor, l.contribution_minor AS later_minor
        FROM read_parquet(?) c LEFT JOIN {{earlier_rows}} e USING (customer_id)
             LEFT JOIN {{later_rows}} l USING (customer_id)
    ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY earlier_purchases > 0
                                     ORDER BY earlier_minor DESC NULLS LAST, customer_id) AS earlier_rank,
               row_number() OVER (PARTITION BY later_purchases > 0
                                  ORDER BY later_minor DESC NULLS LAST, customer_id) AS later_rank
        FROM joined
    ), tiered AS (
        SELECT * EXCLUDE (earlier_tier, later_tier),
               CASE WHEN earlier_purchases = 0 THEN -1 ELSE {{earlier}} END::BIGINT AS earlier_tier,
               CASE WHEN later_purchases = 0 THEN -1 ELSE {{later}} END::BIGINT AS later_tier
        FROM ranked
    )
    SELECT * REPLACE (
        (CASE flow WHEN {int(Flow.NEW)} THEN {SOURCES.index("new")} WHEN {int(Flow.WON_BACK)}
              THEN {SOURCES.index("won_back")} ELSE earlier_tier END * {len(TARGETS)}
         + CASE flow WHEN {int(Flow.LOST)} THEN {TARGETS.index("lost")} ELSE later_tier END) AS cell,
        CASE WHEN earlier_purchases > 0 THEN coalesce(earlier_minor, 0) ELSE 0 END AS earlier_revenue_minor,
        CASE WHEN later_purchases > 0 THEN coalesce(later_minor, 0) ELSE 0 END AS later_revenue_minor)
    FROM tiered)
"""  # noqa: S608 - fixed numbers


def can_rank_by_contribution(analysis: Analysis, summary: AnalysisSummary) -> bool:
    """Say whether runs of exactly both windows exist."""
    return all(find_statements(analysis, summary, is_earlier=earlier) is not None for earlier in (True, False))


def customer_source(analysis: Analysis, by: RankedBy = RankedBy.REVENUE) -> CustomerSource:
    """Return the table to ask; by contribution falls back on revenue where the runs do not exist."""
    base, values = _base(analysis, by)
    segments, classes = find_rule_division(analysis), find_class_division(analysis)
    joins = []
    for division, letter in ((segments, "s"), (classes, "k")):
        if division is not None:
            joins.append(f"LEFT JOIN read_parquet(?) {letter} USING (customer_id)")
            values = (*values, str(division.path))
    ids = find_joined_ids(analysis)
    if ids is not None:
        joins.append(_NUMBERS)
        values = (*values, str(ids))
    sql = _PLACES.format(
        numbers="coalesce(p.numbers, 1)" if ids else "1",
        segment=f"coalesce(s.{segments.place_column}, -1)" if segments else "-1",
        latent=f"coalesce(k.{classes.place_column}, -1)" if classes else "-1",
        certainty=f"coalesce(k.{classes.certainty_column}, 0.0)" if classes else "0.0",
        base=base,
        joins=" ".join(joins),
    )
    return CustomerSource(f"({sql})", values, segments, classes)


def _base(analysis: Analysis, by: RankedBy) -> tuple[str, tuple[object, ...]]:
    path = customers_path(analysis)
    if by is RankedBy.CONTRIBUTION:
        summary = get_summary(analysis)
        earlier = find_statements(analysis, summary, is_earlier=True)
        later = find_statements(analysis, summary, is_earlier=False)
        if earlier is not None and later is not None:
            cuts, flows = summary.definition.tier_cuts, summary.flows
            sql = _BY_CONTRIBUTION.format(
                earlier=_tier_sql("earlier_rank", tier_ends(flows.opening.customers, cuts)),
                earlier_rows=earlier.sql,
                later_rows=later.sql,
                later=_tier_sql("later_rank", tier_ends(flows.closing.customers, cuts)),
            )
            return sql, (path, *earlier.values, *later.values)
    return "read_parquet(?)", (path,)


def _tier_sql(rank: str, ends: tuple[int, ...]) -> str:
    whens = " ".join(f"WHEN {rank} <= {end} THEN {tier}" for tier, end in enumerate(ends[:-1]))
    return f"CASE {whens} ELSE {len(ends) - 1} END"
