"""Pass every pool's cost on: to the pools it serves, to customers, to unused capacity, or let it stay with the firm."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from profitability.domain.allocation import Int64s, ShareTooLargeError, Volumes, share_exactly, share_out
from profitability.domain.ledger import Model, Pool
from profitability.domain.money import LARGEST_TOTAL, QUANTITY_DECIMALS
from profitability.domain.problem import Problem, error, warning
from profitability.domain.services import (
    Edges,
    Flow,
    UnsolvableCircleError,
    choose_services,
    find_givers,
    order_components,
    round_flows,
    solve_circle,
)
from profitability.domain.settings import Settings


@dataclass(frozen=True)
class PoolResult:
    """Where a pool's cost came from and went, in minor units; amount + received = the sum of the others.

    `shares` int64 per customer in order of id (None when nothing went to customers), `volume` the units used by
    customers and pools, `rate` minor units per unit, `served_to` what each pool served was given.
    """

    pool: Pool
    received_minor: int = 0
    served_minor: int = 0
    to_customers_minor: int = 0
    unused_minor: int = 0
    unassigned_minor: int = 0
    common_minor: int = 0
    volume: Fraction = Fraction(0)
    rate: Fraction | None = None
    capacity: Fraction | None = None
    shares: Int64s | None = None
    volumes: Volumes | None = None
    served_to: tuple[tuple[str, int], ...] = ()
    has_standard_rate: bool = False

    @property
    def full_cost_minor(self) -> int:
        return self.pool.amount_minor + self.received_minor


@dataclass(frozen=True)
class CostFlow:
    """All pools in the order given, and what is wrong with them."""

    pools: tuple[PoolResult, ...]
    problems: tuple[Problem, ...]


@dataclass
class _Work:
    """The state of one pass over the pools."""

    pools: Mapping[str, Pool]
    volumes: Mapping[str, Volumes]
    edges: Edges
    givers: frozenset[str]
    allow_unassigned: bool
    standard: Mapping[str, Fraction]
    received: dict[str, int] = field(default_factory=dict)
    results: dict[str, PoolResult] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def full_cost(self, pool_id: str) -> int:
        return self.pools[pool_id].amount_minor + self.received.get(pool_id, 0)

    def used(self, pool_id: str) -> Fraction:
        volumes = self.volumes.get(self.pools[pool_id].driver)
        by_customers = volumes.amount() if volumes is not None else Fraction(0)
        return by_customers + sum(quantity for _, quantity in self.edges.get(pool_id, ()))

    def base(self, pool_id: str) -> Fraction:
        capacity = _capacity(self.pools[pool_id])
        return capacity if capacity is not None else self.used(pool_id)

    def receive(self, served_to: Sequence[tuple[str, int]]) -> None:
        for pool_id, amount in served_to:
            self.received[pool_id] = self.received.get(pool_id, 0) + amount


def pass_on_costs(model: Model, settings: Settings, volumes: Mapping[str, Volumes]) -> CostFlow:
    """Pass on the cost of all pools; services of unknown pools, doubled pools and a capacity of zero are passed over.

    `volumes` are those of each driver, all for the same customers. Pools are taken after those that serve them; a
    circle is solved exactly and its flows rounded so that every balance holds. A pool with a standard rate passes on
    at that rate whatever it cost, before all others; the difference stays on its unused line.
    """
    pools = {pool.pool_id: pool for pool in reversed(model.pools)}
    services = [service for service in model.services if service.from_pool in pools and service.to_pool in pools]
    edges = choose_services(services, settings.services_method, settings.step_order)
    unit = 10**settings.decimals
    standard = {pool_id: rate * unit for pool_id, rate in model.standard_rates if pool_id in pools}
    work = _Work(pools, volumes, edges, find_givers(services), settings.allow_unassigned, standard)
    for members in _order_pools(work):
        alone = len(members) == 1 and members[0] not in dict(edges.get(members[0], ()))
        try:
            if members[0] in standard:
                _share_at_standard(work, members[0])
            elif alone:
                _share_pool(work, members[0])
            else:
                _share_circle(work, members)
        except ShareTooLargeError:
            work.problems.append(_at(pools[members[0]], "share_too_large", "capacity"))
        except UnsolvableCircleError as circle:
            work.problems.append(
                _at(pools[members[0]], "unsolvable_circle", "pool_id", members=" ".join(circle.members))
            )
    ordered = tuple(_finish(work, pool) for pool in model.pools if pool.pool_id in work.results)
    return CostFlow(ordered, tuple(work.problems))


def _order_pools(work: _Work) -> tuple[tuple[str, ...], ...]:
    """Return pools with a standard rate, which wait for nobody, then the others after those that serve them."""
    edges = {giver: served for giver, served in work.edges.items() if giver not in work.standard}
    others = (members for members in order_components(work.pools, edges) if members[0] not in work.standard)
    return (*((pool_id,) for pool_id in sorted(work.standard)), *others)


def _finish(work: _Work, pool: Pool) -> PoolResult:
    """Note what the pool received; at a standard rate what it cost beyond what it passed on is known only now."""
    result = replace(work.results[pool.pool_id], received_minor=work.received.get(pool.pool_id, 0))
    if pool.pool_id not in work.standard:
        return result
    if result.rate is None:
        return replace(result, unassigned_minor=result.full_cost_minor)
    return replace(result, unused_minor=result.full_cost_minor - result.served_minor - result.to_customers_minor)


def _share_at_standard(work: _Work, pool_id: str) -> None:
    pool, rate = work.pools[pool_id], work.standard[pool_id]
    if not work.used(pool_id):
        _leave_unassigned(work, pool, 0)
        return
    due = rate * work.used(pool_id)
    whole = math.ceil(due) if due > 0 else math.floor(due)
    served = work.edges.get(pool_id, ())
    volumes = work.volumes.get(pool.driver, _no_volumes())
    shares = share_out(whole, volumes, tuple(quantity for _, quantity in served), whole / rate if rate else None)
    served_to = tuple((target, part) for (target, _), part in zip(served, shares.pools, strict=True))
    work.receive(served_to)
    result = _result(work, pool, shares.customers, served_to, shares.unused, rate)
    work.results[pool_id] = replace(result, has_standard_rate=True)


def _at(pool: Pool, code: str, column: str, **params: str) -> Problem:
    value = {"capacity": "", "pool_id": pool.pool_id, "driver": pool.driver}[column]
    return error(code, "pools", pool.source_row, column, value, pool=pool.pool_id, **params)


def _capacity(pool: Pool) -> Fraction | None:
    if not pool.capacity_micro:
        return None
    return Fraction(pool.capacity_micro, 10**QUANTITY_DECIMALS)


def _share_pool(work: _Work, pool_id: str) -> None:
    pool, amount = work.pools[pool_id], work.full_cost(pool_id)
    if abs(amount) >= LARGEST_TOTAL:
        raise ShareTooLargeError
    if not pool.driver and pool_id not in work.givers:
        work.results[pool_id] = PoolResult(pool, common_minor=amount)
    elif work.used(pool_id) == 0:
        _leave_unassigned(work, pool, amount)
    else:
        served = work.edges.get(pool_id, ())
        volumes = work.volumes.get(pool.driver, _no_volumes())
        shares = share_out(amount, volumes, tuple(quantity for _, quantity in served), _capacity(pool))
        served_to = tuple((target, part) for (target, _), part in zip(served, shares.pools, strict=True))
        work.receive(served_to)
        work.results[pool_id] = _result(work, pool, shares.customers, served_to, shares.unused, shares.rate)


def _no_volumes() -> Volumes:
    return Volumes(np.zeros(0, dtype=np.int64))


def _leave_unassigned(work: _Work, pool: Pool, amount: int) -> None:
    make = warning if work.allow_unassigned else error
    column = "driver" if pool.driver else "pool_id"
    value = pool.driver or pool.pool_id
    work.problems.append(make("pool_without_volume", "pools", pool.source_row, column, value, pool=pool.pool_id))
    work.results[pool.pool_id] = PoolResult(pool, unassigned_minor=amount, capacity=_capacity(pool))


def _result(
    work: _Work, pool: Pool, customers: Int64s, served_to: tuple[tuple[str, int], ...], unused: int, rate: Fraction
) -> PoolResult:
    volumes = work.volumes.get(pool.driver)
    return PoolResult(
        pool=pool,
        served_minor=sum(amount for _, amount in served_to),
        to_customers_minor=int(customers.sum()),
        unused_minor=unused,
        volume=work.used(pool.pool_id),
        rate=rate,
        capacity=_capacity(pool),
        shares=customers if volumes is not None else None,
        volumes=volumes,
        served_to=served_to,
    )


def _share_circle(work: _Work, members: tuple[str, ...]) -> None:
    own = {pool_id: work.full_cost(pool_id) for pool_id in members}
    base = {pool_id: work.base(pool_id) for pool_id in members}
    full = solve_circle(members, own, work.edges, base)
    flows = [flow for pool_id in members for flow in _list_flows(work, pool_id, full[pool_id] / base[pool_id])]
    rounded = round_flows(flows, members)
    for pool_id in members:
        parts = {flow.target: amount for flow, amount in zip(flows, rounded, strict=True) if flow.source == pool_id}
        volumes = work.volumes.get(work.pools[pool_id].driver, _no_volumes())
        rate = full[pool_id] / base[pool_id]
        customers = share_exactly(parts.pop(_CUSTOMERS), volumes, rate)
        unused = parts.pop(_UNUSED)
        served_to = tuple(parts.items())
        work.receive(served_to)
        work.results[pool_id] = _result(work, work.pools[pool_id], customers, served_to, unused, rate)


_CUSTOMERS, _UNUSED = "\0customers", "\0unused"


def _list_flows(work: _Work, pool_id: str, rate: Fraction) -> list[Flow]:
    served = work.edges.get(pool_id, ())
    volumes = work.volumes.get(work.pools[pool_id].driver, _no_volumes())
    flows = [Flow(pool_id, target, rate * quantity) for target, quantity in served]
    flows.append(Flow(pool_id, _CUSTOMERS, rate * volumes.amount()))
    flows.append(Flow(pool_id, _UNUSED, rate * (work.base(pool_id) - work.used(pool_id))))
    return flows
