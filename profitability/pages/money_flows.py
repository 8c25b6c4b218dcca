"""The map of the money between the pools and out of them: every flow exactly, and what the pools do for each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from filestore import store
from profitability.domain.stage_map import MoneyFlow, map_money
from profitability.domain.summary import RunSummary
from profitability.models import Run
from profitability.pages.lines import line_label
from profitability.selectors.traces import PoolFlow, PoolRow
from ui import formats
from ui.charts.alluvial import DENSE, Flow, State, alluvial
from ui.charts.drawing import Chart, Paint

_PAINTS = (Paint.SCALE_3, Paint.SCALE_2, Paint.SCALE_4, Paint.SCALE_1)


@dataclass(frozen=True)
class MoneyLine:
    """One flow of money out of a pool, in minor units: to a pool (`to_pool`), to customers on a line, or nowhere."""

    flow: MoneyFlow
    pool: PoolRow
    target: str
    to_pool: PoolRow | None

    @property
    def to_customers(self) -> bool:
        return self.flow.kind == "customers"


def money_lines(run: Run, pools: Sequence[PoolRow]) -> tuple[MoneyLine, ...]:
    """Return every flow of the run that is not zero, pool by pool; what comes into a pool equals what goes out."""
    by_id = {pool.pool_id: pool for pool in pools}
    return tuple(_line(flow, by_id) for flow in map_money(store.local_folder(run.result_key)))


def _line(flow: MoneyFlow, pools: Mapping[str, PoolRow]) -> MoneyLine:
    served = pools[flow.target] if flow.kind == "pool" else None
    target = served.name if served else line_label(flow.target)
    return MoneyLine(flow, pools[flow.pool_id], target, served)


def pool_links(run: Run, pools: Sequence[PoolRow]) -> dict[str, str]:
    """Return where each pool's page is, with its customers, by pool_id."""
    return {
        pool.pool_id: reverse("profitability:pool", args=[run.engagement_id, run.id, pool.position]) for pool in pools
    }


def service_map(run: Run, flows: Sequence[PoolFlow], pools: Sequence[PoolRow], summary: RunSummary) -> Chart | None:
    """Draw which pools work for which, in thousands; None where none does. Negative flows stand in the table only.

    A flow leads to the pool that it comes from.
    """
    names, unit, links = {p.pool_id: p.name for p in pools}, 10 ** (summary.decimals + 3), pool_links(run, pools)
    drawn = [
        Flow(
            flow.from_pool,
            flow.to_pool,
            round(Fraction(flow.amount_minor, unit)),
            names[flow.to_pool],
            links[flow.from_pool],
        )
        for flow in flows
        if flow.amount_minor >= unit
    ]
    if not drawn:
        return None
    measure = formats.thousands_unit(summary.currency)
    biggest = max(drawn, key=lambda flow: flow.count)
    words = {
        "giver": names[biggest.source],
        "served": names[biggest.target],
        "amount": formats.number(biggest.count),
        "unit": measure,
    }
    givers, served = (dict.fromkeys(keys) for keys in ([f.source for f in drawn], [f.target for f in drawn]))
    return alluvial(
        [State(key, names[key], _PAINTS[i % 4]) for i, key in enumerate(givers)],
        [State(key, names[key], Paint.SECOND) for key in served],
        drawn,
        title=_("Mest arbete mellan poolerna gör %(giver)s åt %(served)s: %(amount)s %(unit)s") % words,
        subtitle=_("Vad poolerna arbetar åt varandra för, %(unit)s") % {"unit": measure},
        key="service-map",
        measure=measure,
        state_height=DENSE,
    )
