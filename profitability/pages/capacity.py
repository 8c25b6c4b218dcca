"""Unused and over-used capacity of each pool, in units and money, over the periods that have been run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from profitability.domain.capacity import CapacityHistory, CapacityLine
from profitability.domain.run import RunSummary
from profitability.models import Run
from profitability.pages.lines import driver_label
from profitability.pages.quantities import written_quantity
from profitability.selectors.capacity import list_capacity_histories, list_period_runs
from profitability.selectors.runs import get_summary
from ui import formats
from ui.charts import Cell, Chart, HeatRow, Tone, heat_map


@dataclass(frozen=True)
class CapacityPeriod:
    """One pool in one period: units written out, money in minor units; below zero more was used than there is.

    A frozen rate leaves more than idle capacity behind: `price_minor` is what the pool cost beyond capacity at that
    rate, `idle_minor` the rest. Without one they are 0 and the whole.
    """

    run: Run
    period: str
    line: CapacityLine
    used_share: Fraction
    idle_minor: int
    price_minor: int
    has_standard_rate: bool

    @property
    def capacity(self) -> str:
        return written_quantity(Fraction(self.line.capacity))

    @property
    def used(self) -> str:
        return written_quantity(Fraction(self.line.used))

    @property
    def unused(self) -> str:
        return written_quantity(Fraction(self.line.unused))

    @property
    def rate(self) -> str:
        return formats.number(Fraction(self.line.rate), 4)


@dataclass(frozen=True)
class CapacityPool:
    """One pool over the periods; None where it had no capacity."""

    pool_id: str
    name: str
    driver_label: str
    periods: tuple[CapacityPeriod | None, ...]

    @property
    def known(self) -> tuple[CapacityPeriod, ...]:
        return tuple(period for period in self.periods if period is not None)


@dataclass(frozen=True)
class CapacityTotal:
    """What unused and over-used capacity come to in one period, minor units; over-used is below zero."""

    run: Run
    period: str
    unused_minor: int
    over_used_minor: int


@dataclass(frozen=True)
class CapacityPage:
    """The pools with capacity, and the sums of each period, oldest first."""

    run: Run
    unit: str
    chart: Chart | None
    totals: tuple[CapacityTotal, ...]
    pools: tuple[CapacityPool, ...]


def capacity_page(run: Run) -> CapacityPage:
    """Return how the pools' capacity was used in this period and those before it."""
    runs = list_period_runs(run)
    summaries = {at: get_summary(at) for at in runs}
    pools = tuple(_pool(history, summaries) for history in list_capacity_histories(runs))
    return CapacityPage(
        run=run,
        unit=formats.unit(summaries[run].currency),
        chart=_chart(pools, summaries, run),
        totals=tuple(_total(place, at, pools, summaries[at]) for place, at in enumerate(runs)),
        pools=pools,
    )


def period_label(summary: RunSummary) -> str:
    """Write a period as short as it can be told: a year, or its first and last month."""
    start, end = summary.period_start, summary.period_end
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(end.year) if start.year == end.year else f"{start.year}\N{EN DASH}{end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%Y-%m}"
    return f"{start:%Y-%m}\N{EN DASH}{end:%m}" if start.year == end.year else f"{start:%Y-%m}\N{EN DASH}{end:%Y-%m}"


def _pool(history: CapacityHistory, summaries: Mapping[Run, RunSummary]) -> CapacityPool:
    periods = tuple(
        _period(line, run, summary) if line is not None and line.capacity else None
        for line, (run, summary) in zip(history.lines, summaries.items(), strict=True)
    )
    return CapacityPool(history.pool_id, history.name, driver_label(history.driver), periods)


def _period(line: CapacityLine, run: Run, summary: RunSummary) -> CapacityPeriod:
    is_frozen = line.pool_id in dict(summary.standard_rates)
    price = 0
    if is_frozen:
        at_rate = Fraction(line.rate) * Fraction(line.capacity) * 10**summary.decimals
        price = line.full_cost_minor - round(at_rate)
    share = Fraction(line.used) / Fraction(line.capacity)
    return CapacityPeriod(run, period_label(summary), line, share, line.unused_minor - price, price, is_frozen)


def _total(place: int, run: Run, pools: Sequence[CapacityPool], summary: RunSummary) -> CapacityTotal:
    amounts = [at.idle_minor for pool in pools if (at := pool.periods[place]) is not None]
    unused = sum(amount for amount in amounts if amount > 0)
    return CapacityTotal(run, period_label(summary), unused, sum(amounts) - unused)


def _chart(pools: Sequence[CapacityPool], summaries: Mapping[Run, RunSummary], run: Run) -> Chart | None:
    if not pools:
        return None
    rows = [HeatRow(pool.name, tuple(_cell(period) for period in pool.periods)) for pool in pools]
    return heat_map(
        rows,
        columns=tuple(period_label(summary) for summary in summaries.values()),
        title=_message(pools, summaries[run].currency),
        subtitle=_("Använd andel av den praktiska kapaciteten, per pool och period"),
        corner=_("Pool"),
        key="capacity",
    )


def _cell(period: CapacityPeriod | None) -> Cell:
    if period is None:
        return Cell(None, formats.NOTHING)
    over = period.used_share > 1
    level = min(1.0, 0.3 + float(period.used_share - 1) * 2) if over else float(period.used_share) * 0.79
    return Cell(level, formats.percent(period.used_share, 0), Tone.LOSS if over else Tone.PLAIN)


def _message(pools: Sequence[CapacityPool], currency: str) -> str:
    latest = [(pool, period) for pool in pools if (period := pool.periods[-1]) is not None]
    most = max(latest, key=lambda at: abs(at[1].idle_minor), default=None)
    if most is None or not most[1].idle_minor:
        return _("Ingen pool har kapacitet över")
    words = {"pool": most[0].name, "amount": formats.compact(abs(most[1].idle_minor), currency)}
    if most[1].idle_minor < 0:
        return _("%(pool)s arbetar över sin kapacitet: %(amount)s mer än den rymmer") % words
    return _("Mest kapacitet står oanvänd i %(pool)s: %(amount)s") % words
