"""The rates of a published run that can be frozen, pool by pool."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profitability.models import Run
from profitability.pages.lines import driver_label
from profitability.pages.quantities import written_quantity
from profitability.selectors.runs import get_summary
from profitability.selectors.traces import PoolRow, list_pools
from ui import formats


@dataclass(frozen=True)
class FreezableRates:
    """What of a run can be carried on: pools (id, and name with rate as people read it) in the run's order."""

    run: Run
    pools: tuple[tuple[str, str], ...]

    def choose(self, pool_ids: Sequence[str]) -> list[str] | None:
        """Return the pools as a run keeps them: None when every rate is frozen."""
        chosen = [pool_id for pool_id, _label in self.pools if pool_id in pool_ids]
        return None if len(chosen) == len(self.pools) else chosen


def freezable_rates(run: Run) -> FreezableRates:
    """Return the pools of a published run that have a rate."""
    unit = formats.unit(get_summary(run).currency)
    pools = (
        (pool.pool_id, _("%(pool)s: %(rate)s %(unit)s per enhet (%(driver)s)") % words)
        for pool in list_pools(run)
        if pool.rate and (words := _words(pool, unit))
    )
    return FreezableRates(run, tuple(pools))


def _words(pool: PoolRow, unit: str) -> dict[str, str]:
    driver = driver_label(pool.driver) if pool.driver else _("tjänster till andra pooler")
    return {"pool": pool.name, "rate": written_quantity(Fraction(pool.rate or 0)), "unit": unit, "driver": driver}


def rates_from_text(run: Run) -> str:
    """Say whose rates are frozen in the run, and of how many pools where not of all; empty where none are."""
    if run.rates_from is None:
        return ""
    if run.frozen_pools is None:
        return str(run.rates_from)
    pools = len(run.frozen_pools)
    words = {"run": str(run.rates_from), "pools": formats.number(pools)}
    return ngettext("%(run)s, %(pools)s pool", "%(run)s, %(pools)s pooler", pools) % words
