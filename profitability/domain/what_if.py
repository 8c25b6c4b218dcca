"""What if a pool's amount, driver or capacity, or a tier's border, were different? Recomputed on facts in memory.

Only the changed pool is shared anew when no services are involved; whale curve and tiers need the contributions' order
but no customer's own rank, so values are sorted and nothing is carried along. Nothing here can be published.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s, Volumes
from profitability.domain.cost_flow import CostFlow, pass_on_costs
from profitability.domain.drivers import build_volumes
from profitability.domain.facts import Facts, read_facts
from profitability.domain.ledger import Ledger, Model, Pool
from profitability.domain.problem import Problem
from profitability.domain.settings import Settings
from profitability.domain.statement import STATEMENT_LINES, Statements, build_statements
from profitability.domain.tiers import BRONZE, GOLD, SILVER, Codes, assign_tiers, find_new_customers
from profitability.domain.validation import list_drivers
from profitability.domain.whale_curve import WhaleCurve, draw_curve
from profitability.domain.workspace import MEMORY_MB, open_workspace

_ABOVE_CONTRIBUTION = STATEMENT_LINES[: STATEMENT_LINES.index("contribution")]


@dataclass(frozen=True)
class PoolChange:
    """What is changed about one pool; None leaves it as it is. A capacity of 0 takes the capacity away."""

    pool_id: str
    amount_minor: int | None = None
    driver: str | None = None
    capacity_micro: int | None = None


@dataclass(frozen=True)
class Mover:
    """A customer whose contribution moves: before and after, in minor units."""

    customer_id: str
    before_minor: int
    after_minor: int


@dataclass(frozen=True)
class WhatIf:
    """The picture after the change: curve, customers per tier (gold, silver, bronze), biggest movers, remarks."""

    curve: WhaleCurve
    tiers: tuple[int, int, int]
    movers: tuple[Mover, ...]
    problems: tuple[Problem, ...]


@dataclass
class Bench:
    """Facts, volumes and contributions of a ledger, held in memory to be asked again and again."""

    model: Model
    settings: Settings
    facts: Facts
    volumes: dict[str, Volumes]
    flow: CostFlow
    contribution: Int64s
    active: NDArray[np.bool_]
    is_new: NDArray[np.bool_]

    def try_change(self, change: PoolChange, *, movers: int = 10) -> WhatIf:
        """Return the picture with one pool changed, as if the rest stood still. Raise KeyError for an unknown pool."""
        old = {pool.pool_id: pool for pool in self.model.pools}[change.pool_id]
        pools = tuple(_change(pool, change) if pool is old else pool for pool in self.model.pools)
        contribution, problems = self._contribute(replace(self.model, pools=pools), change.pool_id)
        curve, tiers = self._picture(contribution, self.settings)
        return WhatIf(curve, tiers, self._find_movers(contribution, movers), problems)

    def try_settings(self, settings: Settings) -> WhatIf:
        """Return the picture with other borders of the tiers."""
        curve, tiers = self._picture(self.contribution, settings)
        return WhatIf(curve, tiers, (), ())

    def _contribute(self, model: Model, pool_id: str) -> tuple[Int64s, tuple[Problem, ...]]:
        names = {pool.driver for pool in model.pools if pool.driver} - set(self.volumes)
        if names:
            self.volumes.update(build_volumes(model, self.facts).by_driver)
        if model.services:
            flow = pass_on_costs(model, self.settings, self.volumes)
            return _contribution(build_statements(self.facts, flow.pools)), flow.problems
        alone = replace(model, pools=tuple(pool for pool in model.pools if pool.pool_id == pool_id))
        flow = pass_on_costs(alone, self.settings, self.volumes)
        before = next(result for result in self.flow.pools if result.pool.pool_id == pool_id)
        contribution = self.contribution.copy()
        for result, sign in ((before, 1), *((result, -1) for result in flow.pools)):
            if result.shares is not None and result.pool.line in _ABOVE_CONTRIBUTION:
                contribution += sign * result.shares
        return contribution, flow.problems

    def _picture(self, contribution: Int64s, settings: Settings) -> tuple[WhaleCurve, tuple[int, int, int]]:
        falling = np.sort(contribution[self.active])[::-1]
        tiers = assign_tiers(falling, np.zeros(falling.size, dtype=np.bool_), settings).tiers
        lifted = _count_lifted(contribution, falling, tiers, self.active & self.is_new)
        gold, silver, bronze = (int(np.count_nonzero(tiers == tier)) for tier in (GOLD, SILVER, BRONZE))
        return draw_curve(falling), (gold, silver + lifted, bronze - lifted)

    def _find_movers(self, contribution: Int64s, movers: int) -> tuple[Mover, ...]:
        moved = np.abs(contribution - self.contribution)
        most = min(movers, moved.size)
        if not most:
            return ()
        chosen = np.argpartition(moved, moved.size - most)[moved.size - most :]
        ordered = chosen[np.lexsort((chosen, -moved[chosen]))]
        return tuple(
            Mover(str(self.facts.ids[i].as_py()), int(self.contribution[i]), int(contribution[i]))
            for i in ordered.tolist()
            if moved[i]
        )


def open_bench(ledger: Path, *, overrides: Mapping[str, str] | None = None, memory_mb: int = MEMORY_MB) -> Bench:
    """Read a sound ledger (one that has been run) into memory. Raise ValueError when its settings cannot be used."""
    source = Ledger(ledger)
    model = source.read_model()
    settings = model.read_settings(overrides).settings
    if settings is None:
        raise ValueError("settings")
    with open_workspace(memory_mb) as workspace:
        with workspace.connect() as connection:
            drivers = list_drivers(connection, source)
        facts = read_facts(workspace, source, settings, drivers)
    volumes = dict(build_volumes(model, facts).by_driver)
    flow = pass_on_costs(model, settings, volumes)
    contribution = _contribution(build_statements(facts, flow.pools))
    is_new = find_new_customers(facts.ints("customer_since"), facts.ints("first_date"), settings)
    return Bench(model, settings, facts, volumes, flow, contribution, facts.active(), is_new)


def _contribution(statements: Statements) -> Int64s:
    return statements.line("contribution").copy()


def _change(pool: Pool, change: PoolChange) -> Pool:
    return replace(
        pool,
        amount_minor=pool.amount_minor if change.amount_minor is None else change.amount_minor,
        driver=pool.driver if change.driver is None else change.driver,
        capacity_micro=pool.capacity_micro if change.capacity_micro is None else change.capacity_micro or None,
    )


def _count_lifted(contribution: Int64s, falling: Int64s, tiers: Codes, is_new: NDArray[np.bool_]) -> int:
    """Count the new customers whom the rule alone would have made bronze."""
    bronze = np.flatnonzero(tiers == BRONZE)
    return int(np.count_nonzero(contribution[is_new] <= falling[bronze[0]])) if bronze.size else 0
