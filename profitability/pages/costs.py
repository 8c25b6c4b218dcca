"""Where the cost pools' money went: the map, every pool, capacity, and one pool with its customers."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from profitability.domain.summary import RunSummary
from profitability.models import Run
from profitability.pages.frozen_rates import rates_from_text
from profitability.pages.lines import driver_label, line_label
from profitability.pages.money_flows import MoneyLine, money_lines, pool_links, service_map
from profitability.pages.quantities import written_quantity
from profitability.selectors.runs import find_previous_run, get_summary
from profitability.selectors.traces import PoolCustomer, PoolFlow, PoolRow, list_flows, list_pool_customers, list_pools
from ui import formats
from ui.charts.alluvial import DENSE, Flow, State, alluvial
from ui.charts.drawing import Chart, Paint

MAPPED_POOLS = 9
CUSTOMERS_SHOWN = 50
_PAINTS = (Paint.SCALE_3, Paint.SCALE_2, Paint.SCALE_4, Paint.SCALE_1)


@dataclass(frozen=True)
class PoolLine:
    """One pool: where its cost came from and went, in minor units."""

    pool: PoolRow
    line_label: str
    driver_label: str
    rate: str
    has_standard_rate: bool


@dataclass(frozen=True)
class CapacityLine:
    """A pool with practical capacity: units used and left, and what the rest costs; below zero is over-used."""

    pool: PoolRow
    driver_label: str
    capacity: str
    used: str
    unused: str
    used_share: Fraction | None
    unused_minor: int
    before_share: Fraction | None
    before_minor: int | None


@dataclass(frozen=True)
class FlowLine:
    """What one pool passed on to another, with their names; minor units."""

    from_pool: str
    from_name: str
    to_pool: str
    to_name: str
    amount_minor: int


@dataclass(frozen=True)
class CostsPage:
    """The cost pools of a published run."""

    run: Run
    rates_from: str
    previous: Run | None
    unit: str
    map: Chart | None
    service_map: Chart | None
    money: tuple[MoneyLine, ...]
    pools: tuple[PoolLine, ...]
    flows: tuple[FlowLine, ...]
    capacities: tuple[CapacityLine, ...]
    total_minor: int


@dataclass(frozen=True)
class Neighbour:
    """Another pool that a pool gets cost from or passes cost on to, in minor units; `position` is its page's."""

    name: str
    position: int
    amount_minor: int


@dataclass(frozen=True)
class PoolPage:
    """One pool and the customers it put most on."""

    run: Run
    unit: str
    line: PoolLine
    customers: tuple[PoolCustomer, ...]
    received: tuple[Neighbour, ...]
    served: tuple[Neighbour, ...]


def costs_page(run: Run) -> CostsPage:
    """Return where the pools' money went."""
    summary, pools, flows = get_summary(run), list_pools(run), list_flows(run)
    previous = find_previous_run(run)
    before = {pool.pool_id: pool for pool in list_pools(previous)} if previous else {}
    return CostsPage(
        run=run,
        rates_from=rates_from_text(run),
        previous=previous,
        unit=formats.unit(summary.currency),
        map=money_map(run, pools, summary),
        service_map=service_map(run, flows, pools, summary),
        money=money_lines(run, pools),
        pools=tuple(_pool_line(pool, summary) for pool in pools),
        flows=_flow_lines(flows, pools),
        capacities=tuple(_capacity_line(pool, before.get(pool.pool_id)) for pool in pools if pool.capacity),
        total_minor=sum(pool.amount_minor for pool in pools),
    )


def pool_page(run: Run, position: int) -> PoolPage | None:
    """Return one pool and its customers; None when the run has no such pool."""
    pools = {pool.pool_id: pool for pool in list_pools(run)}
    pool = next((pool for pool in pools.values() if pool.position == position), None)
    if pool is None:
        return None
    flows = list_flows(run)
    received = ((pools[flow.from_pool], flow) for flow in flows if flow.to_pool == pool.pool_id)
    served = ((pools[flow.to_pool], flow) for flow in flows if flow.from_pool == pool.pool_id)
    return PoolPage(
        run=run,
        unit=formats.unit(get_summary(run).currency),
        line=_pool_line(pool, get_summary(run)),
        customers=list_pool_customers(run, pool, CUSTOMERS_SHOWN),
        received=tuple(Neighbour(other.name, other.position, flow.amount_minor) for other, flow in received),
        served=tuple(Neighbour(other.name, other.position, flow.amount_minor) for other, flow in served),
    )


def _flow_lines(flows: Sequence[PoolFlow], pools: Sequence[PoolRow]) -> tuple[FlowLine, ...]:
    names = {pool.pool_id: pool.name for pool in pools}
    return tuple(
        FlowLine(flow.from_pool, names[flow.from_pool], flow.to_pool, names[flow.to_pool], flow.amount_minor)
        for flow in flows
    )


def _pool_line(pool: PoolRow, summary: RunSummary) -> PoolLine:
    rate = formats.number(Fraction(pool.rate), 4) if pool.rate else ""
    is_frozen = pool.pool_id in dict(summary.standard_rates)
    return PoolLine(pool, line_label(pool.line), driver_label(pool.driver or ""), rate, is_frozen)


def _used_share(pool: PoolRow | None) -> Fraction | None:
    if pool is None or not pool.capacity or not Fraction(pool.capacity):
        return None
    return Fraction(pool.volume or 0) / Fraction(pool.capacity)


def _capacity_line(pool: PoolRow, before: PoolRow | None) -> CapacityLine:
    capacity, used = Fraction(pool.capacity or 0), Fraction(pool.volume or 0)
    return CapacityLine(
        pool=pool,
        driver_label=driver_label(pool.driver or ""),
        capacity=written_quantity(capacity),
        used=written_quantity(used),
        unused=written_quantity(capacity - used),
        used_share=_used_share(pool),
        unused_minor=pool.unused_minor,
        before_share=_used_share(before),
        before_minor=before.unused_minor if before and before.capacity else None,
    )


def money_map(run: Run, pools: Sequence[PoolRow], summary: RunSummary) -> Chart | None:
    """Draw which pool went where, in thousands: to the statement's lines, common, unused, unassigned.

    Each pool is drawn with what finally left it, services already passed on; negative parts stand in the table only. A
    flow leads to its pool, and from there to customers and rows.
    """
    currency, links = summary.currency, pool_links(run, pools)
    largest = sorted(pools, key=lambda pool: -(pool.full_cost_minor - pool.served_minor))
    named = [pool.pool_id for pool in largest[:MAPPED_POOLS]]
    parts: dict[tuple[str, str], int] = {}
    for pool in pools:
        source = pool.pool_id if pool.pool_id in named else ""
        for target, minor in _targets(pool):
            parts[source, target] = parts.get((source, target), 0) + minor
    unit = 10 ** (summary.decimals + 3)
    names = {pool.pool_id: pool.name for pool in pools} | {"": _("Övriga pooler")}
    flows = [
        Flow(source, target, round(Fraction(minor, unit)), line_label(target), links.get(source, ""))
        for (source, target), minor in parts.items()
        if minor >= unit
    ]
    if not flows:
        return None
    sources, targets = {flow.source for flow in flows}, dict.fromkeys(flow.target for flow in flows)
    left = [State(key, names[key], _PAINTS[i % 4]) for i, key in enumerate([*named, ""]) if key in sources]
    right = [State(key, line_label(key), Paint.SECOND) for key in targets]
    biggest = max(flows, key=lambda flow: flow.count)
    title = _("Mest går från %(pool)s till %(line)s: %(amount)s %(unit)s") % {
        "pool": names[biggest.source],
        "line": line_label(biggest.target),
        "amount": formats.number(biggest.count),
        "unit": formats.thousands_unit(currency),
    }
    subtitle = _("Kostnadspoolernas väg till resultaträkningens rader, %(unit)s") % {
        "unit": formats.thousands_unit(currency)
    }
    measure = formats.thousands_unit(currency)
    return alluvial(
        left, right, flows, title=title, subtitle=subtitle, key="money-map", measure=measure, state_height=DENSE
    )


def _targets(pool: PoolRow) -> tuple[tuple[str, int], ...]:
    return (
        (pool.line, pool.to_customers_minor),
        ("common", pool.common_minor),
        ("unused", pool.unused_minor),
        ("unassigned", pool.unassigned_minor),
    )
