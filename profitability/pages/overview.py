"""What the firm earned on its customers: one page, read by the web, the API and the report."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from profitability.domain.run import RunSummary
from profitability.domain.statement import STATEMENT_LINES
from profitability.models import Run
from profitability.pages.figures import Tile, amount_tile, share_of, share_tile
from profitability.pages.frozen_rates import rates_from_text
from profitability.pages.lines import (
    FIRM_LINES,
    StatementLine,
    line_label,
    ranked_words,
    statement_lines,
    tier_label,
)
from profitability.selectors.runs import find_previous_run, get_summary
from ui import formats
from ui.charts.drawing import Chart
from ui.charts.whale_curve import CurvePoint, whale_curve


@dataclass(frozen=True)
class TierLine:
    """One tier: its customers and what they bring (minor units); `contribution_share` of the firm's contribution.

    `value_minor` is the sum of the line that the run ranks by, `ranked_by`.
    """

    tier: str
    label: str
    customers: int
    share: Fraction
    net_sales_minor: int
    contribution_minor: int
    result_minor: int
    contribution_share: Fraction | None
    bar_share: Fraction
    ranked_by: str
    value_minor: int


@dataclass(frozen=True)
class ProofLine:
    label: str
    amount_minor: int


@dataclass(frozen=True)
class ProofBox:
    """What came in (pools, direct costs) minus where it is; the difference is 0 in every published run."""

    lines: tuple[ProofLine, ...]
    difference_minor: int

    @property
    def pools_minor(self) -> int:
        """Return what came from cost pools."""
        return self.lines[0].amount_minor

    @property
    def direct_costs_minor(self) -> int:
        """Return what was booked straight on customers."""
        return self.lines[1].amount_minor

    @property
    def stated_minor(self) -> int:
        """Return what the last line takes away: where the money is said to stand."""
        return -self.lines[-1].amount_minor


@dataclass(frozen=True)
class OverviewPage:
    """The overview of a published run."""

    run: Run
    rates_from: str
    previous: Run | None
    currency: str
    unit: str
    period_start: date
    period_end: date
    customers: int
    ranked_customers: int
    pools: int
    rank_label: str
    tiles: tuple[Tile, ...]
    message: str
    whale: Chart | None
    tiers: tuple[TierLine, ...]
    statement: tuple[StatementLine, ...]
    proof: ProofBox
    peak_minor: int
    tail_minor: int
    tail_customers: int


def overview_page(run: Run) -> OverviewPage:
    """Return the overview of a published run; raise ValueError for one without a result."""
    summary = get_summary(run)
    previous = find_previous_run(run)
    message = whale_message(summary)
    return OverviewPage(
        run=run,
        rates_from=rates_from_text(run),
        previous=previous,
        currency=summary.currency,
        unit=formats.unit(summary.currency),
        period_start=summary.period_start,
        period_end=summary.period_end,
        customers=summary.customers,
        ranked_customers=summary.ranked_customers,
        pools=summary.pools,
        rank_label=line_label(summary.rank_by),
        tiles=_tiles(summary, previous),
        message=message,
        whale=whale_chart(summary, message),
        tiers=tier_lines(summary),
        statement=firm_statement(summary),
        proof=proof_box(summary),
        peak_minor=summary.whale.peak_minor,
        tail_minor=tail_minor(summary),
        tail_customers=summary.ranked_customers - summary.whale.peak_rank,
    )


def firm_result_minor(summary: RunSummary) -> int:
    """Return what the firm has left: the customers' results minus common, unused and unassigned costs."""
    proof = summary.proof
    return summary.totals.minor("result") - proof.common_minor - proof.unused_minor - proof.unassigned_minor


def tail_minor(summary: RunSummary) -> int:
    """Return what the customers after the peak cost together."""
    return summary.whale.tail_minor


def firm_statement(summary: RunSummary) -> tuple[StatementLine, ...]:
    """Return the firm's income statement: the sum over customers, then what no customer carries."""
    proof = summary.proof
    amounts = dict(summary.totals.lines) | {
        "common": proof.common_minor,
        "unused": proof.unused_minor,
        "unassigned": proof.unassigned_minor,
        "firm_result": firm_result_minor(summary),
    }
    return statement_lines(amounts.__getitem__, (*STATEMENT_LINES, *FIRM_LINES, "firm_result"))


def proof_box(summary: RunSummary) -> ProofBox:
    """Return where every minor unit of the cost pools and direct costs went."""
    proof = summary.proof
    return ProofBox(
        (
            ProofLine(_("Kostnadspooler"), proof.pools_minor),
            ProofLine(_("Direkta kostnader"), proof.direct_costs_minor),
            ProofLine(_("Till kunder"), -proof.to_customers_minor),
            ProofLine(_("Samkostnader hos företaget"), -proof.common_minor),
            ProofLine(_("Outnyttjad kapacitet"), -proof.unused_minor),
            ProofLine(_("Ofördelat"), -proof.unassigned_minor),
        ),
        proof.difference_minor,
    )


def tier_lines(summary: RunSummary) -> tuple[TierLine, ...]:
    """Return the tiers with their numbers."""
    contribution = summary.totals.minor("contribution")
    longest = max((abs(tier.contribution_minor) for tier in summary.tiers), default=0) or 1
    return tuple(
        TierLine(
            tier=tier.tier,
            label=tier_label(tier.tier),
            customers=tier.customers,
            share=tier.share,
            net_sales_minor=tier.net_sales_minor,
            contribution_minor=tier.contribution_minor,
            result_minor=tier.result_minor,
            contribution_share=share_of(tier.contribution_minor, contribution),
            bar_share=Fraction(abs(tier.contribution_minor), longest),
            ranked_by=summary.rank_by,
            value_minor=tier.value_minor,
        )
        for tier in summary.tiers
    )


def whale_message(summary: RunSummary) -> str:
    """Return the message of the whale curve in one sentence."""
    total = summary.totals.minor(summary.rank_by)
    if summary.whale.peak_minor <= 0:
        return _("Ingen kund ger ett positivt %(value)s") % ranked_words()
    tail = tail_minor(summary)
    if tail == 0:
        return _("Alla kunder ger ett positivt %(value)s") % ranked_words()
    values = {
        "share": formats.percent(Fraction(summary.whale.peak_rank, summary.ranked_customers), 0),
        "peak": formats.compact(summary.whale.peak_minor, summary.currency),
        "tail": formats.compact(tail, summary.currency),
    }
    if total > 0:
        values["peak"] = formats.percent(Fraction(summary.whale.peak_minor, total), 0)
        words = values | ranked_words()
        return _("%(share)s av kunderna skapar %(peak)s av %(the_value)s; resten kostar %(tail)s") % words
    return _("%(share)s av kunderna skapar %(peak)s; resten kostar %(tail)s") % values


def whale_chart(summary: RunSummary, message: str) -> Chart | None:
    """Draw the whale curve; None when there is no customer to draw."""
    if not summary.whale.points:
        return None
    points = [
        CurvePoint(float(point.share_of_customers), point.cumulative_contribution_minor)
        for point in summary.whale.points
    ]
    subtitle = _("Ackumulerat %(value)s, mest lönsamma kunder först") % ranked_words()
    measure = _("Ackumulerat %(value)s") % ranked_words()
    return whale_curve(points, title=message, subtitle=subtitle, measure=measure)


def _tiles(summary: RunSummary, previous: Run | None) -> tuple[Tile, ...]:
    before = get_summary(previous) if previous else None
    against = previous.label if previous else ""
    net, contribution = summary.totals.minor("net_sales"), summary.totals.minor("contribution")
    return (
        _amount_tile(_("Nettoomsättning"), "net_sales", summary, before, against),
        _amount_tile(_("Kundernas täckningsbidrag"), "contribution", summary, before, against),
        amount_tile(
            _("Företagets resultat"),
            firm_result_minor(summary),
            firm_result_minor(before) if before else None,
            against,
            summary.currency,
        ),
        share_tile(_("Täckningsgrad (TB3)"), share_of(contribution, net), _margin(before), against),
    )


def _amount_tile(label: str, line: str, summary: RunSummary, before: RunSummary | None, against: str) -> Tile:
    was = before.totals.minor(line) if before else None
    return amount_tile(label, summary.totals.minor(line), was, against, summary.currency)


def _margin(summary: RunSummary | None) -> Fraction | None:
    if summary is None:
        return None
    return share_of(summary.totals.minor("contribution"), summary.totals.minor("net_sales"))
