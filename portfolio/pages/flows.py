"""Who stayed, came, came back and left: the first page of an analysis."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.customer_facts import Sums
from portfolio.domain.flows import Flows
from portfolio.domain.ratio import ratio
from portfolio.models import Analysis
from portfolio.pages.contribution import ContributionTable, flow_contributions
from portfolio.pages.labels import Basis, basis_of
from portfolio.place_texts import place_label
from portfolio.problem_texts import describe_problem
from portfolio.selectors.analyses import get_summary
from ui import formats
from ui.charts import Chart, Flow, Paint, State, alluvial


@dataclass(frozen=True)
class Tile:
    """One key figure, written out."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class FlowLine:
    """One flow with its figures; `share` is of the active customers it is counted among."""

    name: str
    label: str
    sums: Sums
    share: Fraction | None
    window: str


@dataclass(frozen=True)
class ProofLine:
    """One line of the proof in customers; `sign` says whether it is added or taken away."""

    label: str
    sign: str
    customers: int


@dataclass(frozen=True)
class MonthLine:
    """One point of the rolling series."""

    as_of: date
    flows: Flows
    retention: Fraction | None
    bar_share: Fraction


@dataclass(frozen=True)
class FlowsPage:
    """The flows of an analysis, their proof, and the rolling series."""

    basis: Basis
    tiles: tuple[Tile, ...]
    message: str
    lines: tuple[FlowLine, ...]
    proof: tuple[ProofLine, ...]
    difference: int
    chart: Chart | None
    contribution: ContributionTable | None
    series: tuple[MonthLine, ...]


def flows_page(analysis: Analysis) -> FlowsPage:
    """Return the page of a published analysis."""
    summary = get_summary(analysis)
    flows = summary.flows
    remarks = tuple(describe_problem(problem)[0] for problem in summary.remarks)
    return FlowsPage(
        basis=basis_of(analysis, summary, remarks),
        tiles=_tiles(flows, summary.currency),
        message=flows_message(flows),
        lines=flow_lines(flows),
        proof=proof_lines(flows),
        difference=flows.difference,
        chart=_chart(flows),
        contribution=flow_contributions(analysis, summary),
        series=_series([(point.as_of, point.flows) for point in summary.series]),
    )


def flows_message(flows: Flows) -> str:
    """Say in a sentence what became of the customers."""
    if not flows.opening.customers:
        return _("Alla %(count)s kunder är nya eller återvunna") % {"count": formats.number(flows.closing.customers)}
    return _("%(share)s av kunderna stannade; %(came)s kom och %(left)s lämnade") % {
        "share": formats.percent(ratio(flows.retained.customers, flows.opening.customers), 0),
        "came": formats.number(flows.new.customers + flows.won_back.customers),
        "left": formats.number(flows.lost.customers),
    }


def flow_lines(flows: Flows) -> tuple[FlowLine, ...]:
    """Return the four flows; the lost with the figures and as a share of the earlier window."""
    closing, opening = flows.closing.customers, flows.opening.customers
    now, before = _("senare perioden"), _("tidigare perioden")
    named = (("retained", flows.retained), ("won_back", flows.won_back), ("new", flows.new))
    return (
        *(FlowLine(name, place_label(name), sums, ratio(sums.customers, closing), now) for name, sums in named),
        FlowLine("lost", place_label("lost"), flows.lost, ratio(flows.lost.customers, opening), before),
    )


def proof_lines(flows: Flows) -> tuple[ProofLine, ...]:
    """Return opening + new + won back − lost = closing."""
    return (
        ProofLine(_("Aktiva vid början"), "", flows.opening.customers),
        ProofLine(place_label("new"), "+", flows.new.customers),
        ProofLine(place_label("won_back"), "+", flows.won_back.customers),
        ProofLine(place_label("lost"), "−", flows.lost.customers),
        ProofLine(_("Aktiva vid slutet"), "=", flows.closing.customers),
    )


def _tiles(flows: Flows, currency: str) -> tuple[Tile, ...]:
    retention = ratio(flows.retained.customers, flows.opening.customers)
    return (
        Tile(
            _("Aktiva kunder"),
            formats.number(flows.closing.customers),
            _("mot %(before)s vid början") % {"before": formats.number(flows.opening.customers)},
        ),
        Tile(_("Kvarhållning"), formats.percent(retention), _("av dem som var aktiva vid början")),
        Tile(_("Nya kunder"), formats.number(flows.new.customers)),
        Tile(_("Intäkt"), formats.compact(flows.closing.revenue_minor, currency)),
    )


def _chart(flows: Flows) -> Chart | None:
    if not flows.opening.customers or not flows.closing.customers:
        return None
    left = [
        State("opening", _("Aktiva vid början"), Paint.PRIMARY),
        State("won_back", place_label("won_back"), Paint.SECOND),
        State("new", place_label("new"), Paint.POSITIVE),
    ]
    right = [State("closing", _("Aktiva vid slutet"), Paint.PRIMARY), State("lost", place_label("lost"), Paint.FALL)]
    moves = [
        Flow("opening", "closing", flows.retained.customers, place_label("retained")),
        Flow("opening", "lost", flows.lost.customers, place_label("lost")),
        Flow("won_back", "closing", flows.won_back.customers, place_label("won_back")),
        Flow("new", "closing", flows.new.customers, place_label("new")),
    ]
    present = {move.source for move in moves if move.count} | {move.target for move in moves if move.count}
    return alluvial(
        [state for state in left if state.key in present],
        [state for state in right if state.key in present],
        moves,
        title=flows_message(flows),
        subtitle=_("Kunder i den tidigare perioden (vänster) och den senare (höger)"),
        key="flows",
    )


def _series(points: list[tuple[date, Flows]]) -> tuple[MonthLine, ...]:
    longest = max((flows.closing.customers for _day, flows in points), default=0) or 1
    return tuple(
        MonthLine(
            day,
            flows,
            ratio(flows.retained.customers, flows.opening.customers),
            Fraction(flows.closing.customers, longest),
        )
        for day, flows in points
    )
