"""Flows and tiers by what they contribute, beside what they buy for, where a run of the same period exists."""

from dataclasses import dataclass

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.flows import Flow
from portfolio.domain.ratio import ratio, round_half_up
from portfolio.models import Analysis
from portfolio.place_texts import place_label
from portfolio.selectors.contributions import Contribution, find_contributions
from profitability.models import Run

FLOWS = {"retained": Flow.RETAINED, "won_back": Flow.WON_BACK, "new": Flow.NEW}


@dataclass(frozen=True)
class ContributionLine:
    """One flow or tier; amounts in minor units, None where they are not known.

    `customers` have a statement in the run, of `all_customers`. Lifetime and portfolio value are on contribution: per
    customer × duration, contribution × duration.
    """

    label: str
    is_all: bool
    all_customers: int
    customers: int
    contribution_minor: int
    per_customer_minor: int | None
    lifetime_value_minor: int | None = None
    portfolio_value_minor: int | None = None


@dataclass(frozen=True)
class ContributionTable:
    """The lines and the run that they come from."""

    run: Run
    lines: tuple[ContributionLine, ...]


def flow_contributions(analysis: Analysis, summary: AnalysisSummary) -> ContributionTable | None:
    """Return the contribution of each flow; the lost by a run of the earlier window, and only where there is one."""
    later = find_contributions(analysis, summary, is_earlier=False)
    if later is None:
        return None
    flows = summary.flows
    counts = {"retained": flows.retained, "won_back": flows.won_back, "new": flows.new}
    lines = [
        _line(place_label(name), later.by_flow.get(int(flow), Contribution()), counts[name].customers)
        for name, flow in FLOWS.items()
    ]
    earlier = find_contributions(analysis, summary, is_earlier=True)
    if earlier is not None:
        lost = earlier.by_flow.get(int(Flow.LOST), Contribution())
        lines.append(_line(place_label("lost"), lost, flows.lost.customers))
    return ContributionTable(later.run, tuple(lines))


def _line(label: str, found: Contribution, all_customers: int) -> ContributionLine:
    each = ratio(found.contribution_minor, found.customers)
    per_customer = None if each is None else round_half_up(each)
    return ContributionLine(label, False, all_customers, found.customers, found.contribution_minor, per_customer)


def tier_contributions(analysis: Analysis, summary: AnalysisSummary) -> ContributionTable | None:
    """Return the portfolio on contribution: each tier's, its lifetime value and its worth; their sum last."""
    later = find_contributions(analysis, summary, is_earlier=False)
    if later is None:
        return None
    lines = []
    for index, row in enumerate(summary.portfolio()[:-1]):
        found = later.by_tier.get(index, Contribution())
        each, duration = ratio(found.contribution_minor, found.customers), row.duration
        lines.append(
            ContributionLine(
                label=place_label(row.tier),
                is_all=False,
                all_customers=row.sums.customers,
                customers=found.customers,
                contribution_minor=found.contribution_minor,
                per_customer_minor=None if each is None else round_half_up(each),
                lifetime_value_minor=None if each is None or duration is None else round_half_up(each * duration),
                portfolio_value_minor=None if duration is None else round_half_up(found.contribution_minor * duration),
            )
        )
    return ContributionTable(later.run, (*lines, _sum(lines)))


def _sum(lines: list[ContributionLine]) -> ContributionLine:
    customers, total = sum(line.customers for line in lines), sum(line.contribution_minor for line in lines)
    each = ratio(total, customers)
    worth = [line.portfolio_value_minor for line in lines if line.portfolio_value_minor is not None]
    return ContributionLine(
        label=place_label("all"),
        is_all=True,
        all_customers=sum(line.all_customers for line in lines),
        customers=customers,
        contribution_minor=total,
        per_customer_minor=None if each is None else round_half_up(each),
        portfolio_value_minor=sum(worth) if len(worth) == len(lines) else None,
    )
