"""The three methods for services between pools side by side: what the choice changes for each pool and customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from profitability.domain.columns import as_array
from profitability.domain.cost_flow import CostFlow, pass_on_costs
from profitability.domain.drivers import build_volumes
from profitability.domain.facts import Facts
from profitability.domain.ledger import Ledger
from profitability.domain.preparation import Progress, prepare_run
from profitability.domain.problem import has_errors
from profitability.domain.settings import SERVICES_METHODS
from profitability.domain.workspace import open_workspace

CUSTOMERS_KEPT = 20


@dataclass(frozen=True)
class PoolByMethod:
    """One pool under each method, minor units in the methods' order: received, served, full cost, to customers."""

    pool_id: str
    name: str
    line: str
    received_minor: tuple[int, ...]
    served_minor: tuple[int, ...]
    full_cost_minor: tuple[int, ...]
    to_customers_minor: tuple[int, ...]


@dataclass(frozen=True)
class CustomerByMethod:
    """What all pools together put on one customer under each method, minor units in the methods' order."""

    customer_id: str
    cost_minor: tuple[int, ...]

    @property
    def spread_minor(self) -> int:
        return max(self.cost_minor) - min(self.cost_minor)


@dataclass(frozen=True)
class MethodComparison:
    """`methods` are those that could be solved; `customers` the ones whose cost the choice changes most.

    `circles` holds the members of those circles that stood in the way of the others.
    """

    methods: tuple[str, ...]
    unsolved: tuple[str, ...]
    pools: tuple[PoolByMethod, ...]
    customers: tuple[CustomerByMethod, ...]
    changed_customers: int
    circles: tuple[tuple[str, ...], ...] = ()


def compare_methods(
    ledger: Path,
    *,
    overrides: Mapping[str, str],
    memory_mb: int,
    progress: Progress,
    standard_rates: tuple[tuple[str, Fraction], ...] = (),
    out: Path | None = None,
) -> MethodComparison:
    """Pass the costs of a ledger that has been run on by each method; facts and volumes are read once.

    To the folder `out` methods.parquet is written: customer_id and its cost by each solved method (int64 minor units).
    Raise ValueError for a ledger that has errors under its own settings.
    """
    with open_workspace(memory_mb) as workspace:
        prepared = prepare_run(workspace, Ledger(ledger), overrides, progress, standard_rates)
    if prepared.facts is None or has_errors(prepared.problems):
        raise ValueError("the ledger has errors")
    volumes = build_volumes(prepared.model, prepared.facts).by_driver
    flows: dict[str, CostFlow] = {}
    circles: dict[tuple[str, ...], None] = {}
    for place, method in enumerate(SERVICES_METHODS):
        progress("shares", 0.6 + 0.1 * place)
        flow = pass_on_costs(prepared.model, replace(prepared.settings, services_method=method), volumes)
        circles |= dict.fromkeys(_list_circles(flow))
        if not has_errors(flow.problems):
            flows[method] = flow
    costs = np.stack([_cost_per_customer(flow, prepared.facts.customers) for flow in flows.values()])
    if out is not None:
        columns = {f"{method}_minor": as_array(cost) for method, cost in zip(flows, costs, strict=True)}
        pq.write_table(pa.table({"customer_id": prepared.facts.ids, **columns}), out / "methods.parquet")
    spread = costs.max(axis=0) - costs.min(axis=0)
    return MethodComparison(
        methods=tuple(flows),
        unsolved=tuple(method for method in SERVICES_METHODS if method not in flows),
        pools=_pools(list(flows.values())),
        customers=_most_changed(prepared.facts, costs, spread),
        changed_customers=int(np.count_nonzero(spread)),
        circles=tuple(circles),
    )


def _list_circles(flow: CostFlow) -> list[tuple[str, ...]]:
    """Return the members of each circle that lets nothing out."""
    found = [problem for problem in flow.problems if problem.code == "unsolvable_circle"]
    return [tuple(dict(problem.params)["members"].split()) for problem in found]


def _cost_per_customer(flow: CostFlow, customers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    cost = np.zeros(customers, dtype=np.int64)
    for pool in flow.pools:
        if pool.shares is not None:
            cost += pool.shares
    return cost


def _pools(flows: Sequence[CostFlow]) -> tuple[PoolByMethod, ...]:
    return tuple(
        PoolByMethod(
            pool_id=results[0].pool.pool_id,
            name=results[0].pool.name,
            line=results[0].pool.line,
            received_minor=tuple(result.received_minor for result in results),
            served_minor=tuple(result.served_minor for result in results),
            full_cost_minor=tuple(result.full_cost_minor for result in results),
            to_customers_minor=tuple(result.to_customers_minor for result in results),
        )
        for results in zip(*(flow.pools for flow in flows), strict=True)
    )


def _most_changed(
    facts: Facts,
    costs: np.ndarray[tuple[int, int], np.dtype[np.int64]],
    spread: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> tuple[CustomerByMethod, ...]:
    order = np.argsort(-spread, kind="stable")[:CUSTOMERS_KEPT]
    return tuple(
        CustomerByMethod(str(facts.ids[place]), tuple(costs[:, place].tolist()))
        for place in order.tolist()
        if spread[place]
    )
