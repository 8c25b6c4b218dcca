"""How sure the tiers are: as a whole, for the least sure customers, and for one customer."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs.pages import JobCard, job_card
from profitability.certainty_models import Simulation
from profitability.domain.tiers import TIERS
from profitability.models import Run
from profitability.pages.lines import tier_label
from profitability.selectors.certainty import (
    TierShares,
    UnsureCustomer,
    find_running_simulation,
    find_simulation,
    get_shares,
    list_unsure,
)
from profitability.selectors.runs import get_summary
from ui import formats
from ui.charts import Chart, ShareRow, tier_shares


@dataclass(frozen=True)
class KeptLine:
    """The customers of one tier, and the average share of draws in which they fall in each tier."""

    tier: str
    label: str
    customers: int
    shares: tuple[float, ...]

    @property
    def gold(self) -> float:
        return self.shares[0]

    @property
    def silver(self) -> float:
        return self.shares[1]

    @property
    def bronze(self) -> float:
        return self.shares[2]


@dataclass(frozen=True)
class UnsureLine:
    customer: UnsureCustomer
    label: str


@dataclass(frozen=True)
class CertaintyPage:
    """How sure a run's tiers are; `simulation` is None until one is done, `card` follows the one on its way."""

    run: Run
    unit: str
    simulation: Simulation | None
    card: JobCard | None
    is_running: bool
    message: str
    chart: Chart | None
    lines: tuple[KeptLine, ...]
    labels: tuple[str, ...]
    unsure: tuple[UnsureLine, ...]


@dataclass(frozen=True)
class TierChance:
    """One tier of a customer: in what share of the draws it falls there."""

    tier: str
    label: str
    share: float
    is_own: bool


@dataclass(frozen=True)
class CustomerCertainty:
    """How sure one customer's tier is."""

    text: str
    chances: tuple[TierChance, ...]


def certainty_page(run: Run) -> CertaintyPage:
    """Return what is known of how sure the tiers of a published run are."""
    summary = get_summary(run)
    simulation, waiting = find_simulation(run), find_running_simulation(run)
    job = waiting.job if waiting else None
    lines: tuple[KeptLine, ...] = ()
    if simulation is not None:
        customers = {tier.tier: tier.customers for tier in summary.tiers}
        lines = tuple(
            KeptLine(tier, tier_label(tier), customers[tier], tuple(shares))
            for tier, shares in zip(TIERS, simulation.kept or (), strict=True)
        )
    message = _message(simulation, lines)
    return CertaintyPage(
        run=run,
        unit=formats.unit(summary.currency),
        simulation=simulation,
        card=job_card(job) if job else None,
        is_running=job is not None and not job.is_finished,
        message=message,
        chart=_chart(lines, message),
        lines=lines,
        labels=tuple(tier_label(tier) for tier in TIERS),
        unsure=tuple(UnsureLine(one, tier_label(one.tier)) for one in list_unsure(run, simulation))
        if simulation
        else (),
    )


def customer_certainty(run: Run, position: int, tier: str) -> CustomerCertainty | None:
    """Return how sure a customer's tier is; None without a simulation, or for a customer that is not ranked."""
    simulation = find_simulation(run) if tier else None
    shares = get_shares(simulation, [position]).get(position) if simulation else None
    if simulation is None or shares is None:
        return None
    words = {
        "tier": tier_label(tier),
        "share": formats.percent(shares.of(tier), 0),
        "draws": formats.number(simulation.draws),
        "spread": formats.percent(simulation.spread_percent / 100, 0),
    }
    text = _("%(tier)s i %(share)s av %(draws)s dragningar när volymer och tider varierar ±%(spread)s.") % words
    return CustomerCertainty(
        text, tuple(TierChance(code, tier_label(code), shares.of(code), code == tier) for code in TIERS)
    )


def own_shares(run: Run, customers: list[tuple[int, str]]) -> dict[int, float]:
    """Return by position the share of draws in which customers (position, tier) keep their tier; {} if unknown."""
    simulation = find_simulation(run)
    if simulation is None:
        return {}
    tiers = {position: tier for position, tier in customers if tier}
    shares: dict[int, TierShares] = get_shares(simulation, list(tiers))
    return {position: share.of(tiers[position]) for position, share in shares.items()}


def _message(simulation: Simulation | None, lines: tuple[KeptLine, ...]) -> str:
    if simulation is None or not lines or not lines[0].customers:
        return _("Hur säkra nivåerna är")
    words = {
        "share": formats.percent(lines[0].shares[0], 0),
        "spread": formats.percent(simulation.spread_percent / 100, 0),
    }
    return _("Guldkunderna är guld i %(share)s av dragningarna, trots ±%(spread)s i volymer och tider") % words


def _chart(lines: tuple[KeptLine, ...], message: str) -> Chart | None:
    rows = [ShareRow(_("%(tier)s i körningen") % {"tier": line.label}, line.shares) for line in lines if line.customers]
    if not rows:
        return None
    return tier_shares(
        rows,
        [tier_label(tier) for tier in TIERS],
        title=message,
        subtitle=_("Andel av dragningarna i varje nivå, i genomsnitt för kunderna i raden"),
        key="certainty",
    )
