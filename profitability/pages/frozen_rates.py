"""The rates of a published run that can be frozen, pool by pool."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profitability.models import Run
from profitability.pages.lines import driver_label
from profitability.selectors.runs import get_summary
from profitability.selectors.traces import PoolRow, list_pools
from ui import formats


@dataclass(frozen=True)
class FreezableRate:
    """The rate of one pool, written out, and what it is a price of."""

    name: str
    rate: str
    driver: str


@dataclass(frozen=True)
class FreezableRates:
    """What of a run can be carried on: its pools that have a rate, by pool_id in the run's order; `unit` of money."""

    run: Run
    unit: str
    pools: tuple[tuple[str, FreezableRate], ...]

    def choose(self, pool_ids: Sequence[str]) -> list[str] | None:
        """Return the pools as a run keeps them: None when every rate is frozen."""
        chosen = [pool_id for pool_id, _rate in self.pools if pool_id in pool_ids]
        return None if len(chosen) == len(self.pools) else chosen


def freezable_rates(run: Run) -> FreezableRates:
    """Return the pools of a published run that have a rate."""
    pools = tuple((pool.pool_id, _written(pool)) for pool in list_pools(run) if pool.rate)
    return FreezableRates(run, formats.unit(get_summary(run).currency), pools)


def _written(pool: PoolRow) -> FreezableRate:
    driver = driver_label(pool.driver) if pool.driver else _("tjänster till andra pooler")
    return FreezableRate(pool.name, formats.number(Fraction(pool.rate or 0), 4), driver)


def rates_from_text(run: Run) -> str:
    """Say whose rates are frozen in the run, and of how many pools where not of all; empty where none are."""
    if run.rates_from is None:
        return ""
    if run.frozen_pools is None:
        return str(run.rates_from)
    pools = len(run.frozen_pools)
    words = {"run": str(run.rates_from), "pools": formats.number(pools)}
    return ngettext("%(run)s, %(pools)s pool", "%(run)s, %(pools)s pooler", pools) % words
