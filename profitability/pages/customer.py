"""One customer: income statement, place, tier and its reason, and what each cost line is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from profitability.domain.ledger import COST_LINES
from profitability.domain.run import RunSummary
from profitability.models import Run
from profitability.pages.certainty import CustomerCertainty, customer_certainty
from profitability.pages.figures import Tile, amount_tile, share_of, share_tile
from profitability.pages.lines import (
    StatementLine,
    driver_label,
    ranked_words,
    reason_text,
    statement_lines,
    tier_label,
)
from profitability.pages.overview import ProofBox, ProofLine, whale_message
from profitability.pages.quantities import written_quantity
from profitability.pages.tier_goals import Goal, tier_goals
from profitability.selectors.runs import find_previous_run, get_summary
from profitability.selectors.statements import Statement, find_customer
from profitability.selectors.traces import (
    DirectCost,
    Trace,
    list_direct_costs,
    list_pools,
    list_traces,
    sum_direct_costs,
    sum_traces,
)
from ui import formats
from ui.charts.drawing import Chart
from ui.charts.waterfall import Step, waterfall
from ui.charts.whale_curve import CurvePoint, Highlight, whale_curve

RATE_DECIMALS = 4
DRIVERS_SHOWN = 3


@dataclass(frozen=True)
class CostShare:
    """What one pool put on the customer: volume / total volume of its driver, amounts in minor units.

    `base` is what the pool's cost was divided by: its capacity where it has one, else the total volume; `rate` is
    major units per unit of the driver.
    """

    position: int
    pool_id: str
    pool_name: str
    driver: str
    volume: Fraction
    base: Fraction
    has_capacity: bool
    rate: Fraction
    pool_minor: int
    amount_minor: int
    source_file: str
    source_row: int | None

    @property
    def volume_text(self) -> str:
        return written_quantity(self.volume)

    @property
    def base_text(self) -> str:
        return written_quantity(self.base)

    @property
    def rate_text(self) -> str:
        return formats.number(self.rate, RATE_DECIMALS)


@dataclass(frozen=True)
class CostLine:
    """One cost line opened: the pools' shares and the direct costs that make it up."""

    line: StatementLine
    shares: tuple[CostShare, ...]
    direct_costs: tuple[DirectCost, ...]


@dataclass(frozen=True)
class CustomerPage:
    """A customer's page; `previous` is the customer in the run compared with, None when there is none."""

    run: Run
    previous_run: Run | None
    currency: str
    unit: str
    period_start: date
    period_end: date
    customer: Statement
    tier_label: str
    tier_reason: str
    ranked_customers: int
    tiles: tuple[Tile, ...]
    statement: tuple[StatementLine, ...]
    costs: tuple[CostLine, ...]
    proof: ProofBox
    drivers: tuple[str, ...]
    waterfall: Chart
    place: Chart | None
    place_text: str
    goals: tuple[Goal, ...]
    certainty: CustomerCertainty | None


def customer_page(run: Run, customer_id: str) -> CustomerPage | None:
    """Return the page of a customer of a published run; None when the run knows no such customer."""
    customer = find_customer(run, customer_id)
    if customer is None:
        return None
    summary = get_summary(run)
    previous_run = find_previous_run(run)
    before = find_customer(previous_run, customer_id) if previous_run else None
    lines = statement_lines(customer.minor)
    traces = list_traces(run, customer, list_pools(run))
    costs = cost_lines(run, customer, lines, traces, summary)
    return CustomerPage(
        run=run,
        previous_run=previous_run if before else None,
        currency=summary.currency,
        unit=formats.unit(summary.currency),
        period_start=summary.period_start,
        period_end=summary.period_end,
        customer=customer,
        tier_label=tier_label(customer.tier),
        tier_reason=reason_text(customer.tier_reason),
        ranked_customers=summary.ranked_customers,
        tiles=_tiles(customer, before, previous_run.label if previous_run else "", summary.currency),
        statement=lines,
        costs=costs,
        proof=customer_proof(run, customer, traces, summary),
        drivers=_drivers(costs, summary.currency),
        waterfall=_waterfall(customer, lines, summary),
        place=_place(customer, summary),
        place_text=_place_text(customer, summary),
        goals=tier_goals(run, customer, traces, summary),
        certainty=customer_certainty(run, customer.position, customer.tier),
    )


def cost_to_serve_minor(customer: Statement) -> int:
    """Return what it costs to serve the customer: every cost line, goods left out."""
    return sum(customer.minor(line) for line in COST_LINES)


def customer_proof(run: Run, customer: Statement, traces: Sequence[Trace], summary: RunSummary) -> ProofBox:
    """Hold what pools and direct costs put on the customer against its statement; the difference is 0."""
    pools_minor = sum_traces(traces)
    direct_minor = sum_direct_costs(run, customer.customer_id, summary.period_start, summary.period_end)
    stated_minor = cost_to_serve_minor(customer)
    lines = (
        ProofLine(_("Kostnadspooler"), pools_minor),
        ProofLine(_("Direkta kostnader"), direct_minor),
        ProofLine(_("På kundens resultaträkning"), -stated_minor),
    )
    return ProofBox(lines, pools_minor + direct_minor - stated_minor)


def cost_lines(
    run: Run, customer: Statement, lines: tuple[StatementLine, ...], traces: Sequence[Trace], summary: RunSummary
) -> tuple[CostLine, ...]:
    """Open each cost line to the pools and direct costs behind it; lines without any are left out."""
    shares: dict[str, list[CostShare]] = {}
    for trace in traces:
        shares.setdefault(trace.pool.line, []).append(cost_share(trace))
    direct: dict[str, list[DirectCost]] = {}
    for cost in list_direct_costs(run, customer.customer_id, summary.period_start, summary.period_end):
        direct.setdefault(cost.line, []).append(cost)
    return tuple(
        CostLine(line, tuple(shares.get(line.code, ())), tuple(direct.get(line.code, ())))
        for line in lines
        if line.code in shares or line.code in direct
    )


def cost_share(trace: Trace) -> CostShare:
    """Return what one pool put on the customer, ready to show."""
    pool = trace.pool
    return CostShare(
        position=pool.position,
        pool_id=pool.pool_id,
        pool_name=pool.name,
        driver=pool.driver or "",
        volume=trace.volume,
        base=Fraction(pool.capacity or pool.volume or 0),
        has_capacity=pool.capacity is not None,
        rate=Fraction(pool.rate or 0),
        pool_minor=pool.full_cost_minor,
        amount_minor=trace.amount_minor,
        source_file=pool.source_file,
        source_row=pool.source_row,
    )


def _drivers(costs: tuple[CostLine, ...], currency: str) -> tuple[str, ...]:
    """Return in words the pools that cost the customer most."""
    shares = sorted((share for cost in costs for share in cost.shares), key=lambda share: -share.amount_minor)
    return tuple(
        _("%(pool)s: %(volume)s %(driver)s, %(amount)s")
        % {
            "pool": share.pool_name,
            "volume": share.volume_text,
            "driver": driver_label(share.driver),
            "amount": formats.compact(share.amount_minor, currency),
        }
        for share in shares[:DRIVERS_SHOWN]
        if share.amount_minor > 0
    )


def _tiles(customer: Statement, before: Statement | None, against: str, currency: str) -> tuple[Tile, ...]:
    def amount(label: str, line: str) -> Tile:
        return amount_tile(label, customer.minor(line), before.minor(line) if before else None, against, currency)

    net = customer.net_sales_minor
    before_net = before.net_sales_minor if before else 0
    return (
        amount(_("Nettoomsättning"), "net_sales"),
        amount(_("Kundresultat"), "result"),
        share_tile(
            _("Resultatmarginal"),
            share_of(customer.result_minor, net),
            share_of(before.result_minor, before_net) if before else None,
            against,
        ),
        share_tile(
            _("Kostnad att betjäna"),
            share_of(cost_to_serve_minor(customer), net),
            share_of(cost_to_serve_minor(before), before_net) if before else None,
            against,
            more_is_good=False,
        ),
    )


def _waterfall(customer: Statement, lines: tuple[StatementLine, ...], summary: RunSummary) -> Chart:
    shown = [line for line in lines if line.amount_minor or line.is_sum]
    steps = [
        Step(line.label, line.amount_minor, is_total=line.is_sum or line.code == "gross_sales")
        for line in shown
        if line.code not in {"gross_margin", "tb2", "contribution"} or line.amount_minor
    ]
    words = {
        "sales": formats.compact(customer.net_sales_minor, summary.currency),
        "left": formats.compact(customer.result_minor, summary.currency),
    }
    title = _("Av %(sales)s i försäljning blir %(left)s kvar") % words
    if customer.result_minor < 0:
        words["left"] = formats.compact(-customer.result_minor, summary.currency)
        title = _("%(sales)s i försäljning slutar i en förlust på %(left)s") % words
    return waterfall(steps, title=title, subtitle=_("Kundens resultaträkning"), currency=summary.currency)


def _place(customer: Statement, summary: RunSummary) -> Chart | None:
    if customer.rank is None or not summary.whale.points:
        return None
    points = [CurvePoint(float(at.share_of_customers), at.cumulative_contribution_minor) for at in summary.whale.points]
    share = customer.rank / summary.ranked_customers
    return whale_curve(
        points,
        title=whale_message(summary),
        subtitle=_("Ackumulerat %(value)s, mest lönsamma kunder först") % ranked_words(),
        measure=_("Ackumulerat %(value)s") % ranked_words(),
        highlight=Highlight(share, _("Den här kunden")),
        key="place",
    )


def _place_text(customer: Statement, summary: RunSummary) -> str:
    if customer.rank is None:
        return _("Kunden har ingen aktivitet i perioden och är inte rangordnad.")
    words = {"rank": formats.number(customer.rank), "customers": formats.number(summary.ranked_customers)}
    if customer.rank <= summary.whale.peak_rank:
        return _("Kunden ligger på plats %(rank)s av %(customers)s, före toppen.") % words
    return _("Kunden ligger på plats %(rank)s av %(customers)s, efter toppen.") % words
