"""What if pools' amounts, drivers or capacities, or the tiers' borders, were different? Recomputed on facts in memory.

Only the changed pools are shared anew when no services are involved; whale curve and tiers need the contributions'
order but no customer's own rank, so values are sorted and nothing is carried along. Nothing here can be published.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s, Volumes
from profitability.domain.cost_flow import CostFlow, PoolResult, pass_on_costs
from profitability.domain.drivers import build_volumes
from profitability.domain.facts import COMPUTED_DRIVERS, DuckDbEngine, Facts, read_facts
from profitability.domain.ledger import Ledger, Model, Pool
from profitability.domain.problem import Problem
from profitability.domain.settings import Settings, SettingsReading
from profitability.domain.statement import build_statements, lines_above, rank_customers
from profitability.domain.tier_margin import place_tiers
from profitability.domain.tier_picture import (
    Marks,
    Places,
    TierPicture,
    count_moves,
    place_customers,
    summarise_places,
)
from profitability.domain.tiers import TIERS, Codes, find_new_customers
from profitability.domain.validation import list_drivers
from profitability.domain.whale_curve import WhaleCurve, draw_curve
from profitability.domain.workspace import MEMORY_MB, open_workspace

_STRETCHES = 1_000


@dataclass(frozen=True)
class PoolChange:
    """What is changed about one pool; None leaves it as it is. A capacity of 0 takes the capacity away."""

    pool_id: str
    amount_minor: int | None = None
    driver: str | None = None
    capacity_micro: int | None = None


@dataclass(frozen=True)
class Mover:
    """A customer that moves: what it is ranked by before and after, in minor units; its tiers, empty when not ranked.

    Where another line is ranked than in the run, before is the run's line, after the other.
    """

    customer_id: str
    before_minor: int
    after_minor: int
    tier_before: str
    tier_after: str


@dataclass(frozen=True)
class WhatIf:
    """The picture after the change, beside the one before it.

    Curve, tiers and movers follow the line `rank_by`; `unchanged_minor` is what that line comes to in the run itself.
    `tiers` are gold, silver, bronze; `by_rank` how many customers the rule itself gives each; `moves[i][j]` counts the
    ranked customers that go from tier i to tier j. Unused capacity and result are the firm's, in minor units;
    `problems` those of the changed pools.
    """

    rank_by: str
    unchanged_minor: int
    curve: WhaleCurve
    tiers: tuple[TierPicture, ...]
    by_rank: tuple[int, int, int]
    moves: tuple[tuple[int, ...], ...]
    movers: tuple[Mover, ...]
    unused_minor: int
    result_minor: int
    problems: tuple[Problem, ...]

    @property
    def changed_tiers(self) -> int:
        """Count the customers that change tier."""
        return sum(count for i, row in enumerate(self.moves) for j, count in enumerate(row) if i != j)


@dataclass(frozen=True)
class Ranking:
    """The customers by one line of the statement: minor units in order of id, the order of rank, and the sum."""

    values: Int64s
    order: Int64s
    sum_minor: int


@dataclass
class Bench:
    """Facts, volumes and contributions of a ledger, held in memory to be asked again and again.

    `contribution` is the line of the statement that the run ranks by.
    """

    model: Model
    settings: Settings
    overrides: Mapping[str, str]
    facts: Facts
    volumes: dict[str, Volumes]
    flow: CostFlow
    contribution: Int64s
    firm_result_minor: int
    marks: Marks
    _rankings: dict[str, Ranking] = field(default_factory=dict)

    def list_drivers(self) -> tuple[str, ...]:
        """Return the drivers that a pool can be given: those of the ledger, of time equations, and computed ones."""
        return (*sorted({*self.facts.drivers, *(term.driver for term in self.model.terms)}), *COMPUTED_DRIVERS)

    def read_settings(self, texts: Mapping[str, str]) -> SettingsReading:
        """Check settings to ask with: those of the run, with `texts` (as in the settings sheet) in their place."""
        return self.model.read_settings({**self.overrides, **texts})

    def ask(self, changes: Iterable[PoolChange] = (), settings: Settings | None = None, *, movers: int = 10) -> WhatIf:
        """Return the picture with pools and the tiers' borders changed; raise KeyError for an unknown pool.

        `settings` may differ from the run's own in what decides the tiers, and in what is ranked: then the movers are
        those who change tier.
        """
        wanted = settings or self.settings
        ranking = self.ranking(wanted.rank_by)
        by_pool = {change.pool_id: change for change in changes}
        unknown = by_pool.keys() - {pool.pool_id for pool in self.model.pools}
        if unknown:
            raise KeyError(*sorted(unknown))
        pools = tuple(_change(pool, by_pool.get(pool.pool_id)) for pool in self.model.pools)
        added = sum(new.amount_minor - old.amount_minor for new, old in zip(pools, self.model.pools, strict=True))
        before, after = self._flow_anew(pools, by_pool.keys())
        contribution = _contribute(ranking, wanted.rank_by, before, after.pools)
        places = place_customers(contribution, self.marks, wanted, ranking.order)
        is_same_line = wanted.rank_by == self.settings.rank_by
        who = None if is_same_line else self.places.codes != places.codes
        return WhatIf(
            rank_by=wanted.rank_by,
            unchanged_minor=ranking.sum_minor,
            curve=draw_curve(places.falling),
            tiers=summarise_places(contribution, places),
            by_rank=(*places.by_rank, int(places.falling.size) - sum(places.by_rank)),
            moves=count_moves(self.places.codes, places.codes),
            movers=self._find_movers(contribution, places.codes, who, movers),
            unused_minor=_unused(self.flow.pools) - _unused(before) + _unused(after.pools),
            result_minor=self.firm_result_minor - added,
            problems=after.problems,
        )

    def ranking(self, line: str) -> Ranking:
        """Return how the run's customers stand by a line; lines other than the run's are counted when first asked."""
        if line not in self._rankings:
            is_own = line == self.settings.rank_by
            values = self.contribution if is_own else build_statements(self.facts, self.flow.pools).line(line).copy()
            order = rank_customers(values, self.marks.active)
            self._rankings = {**self._rankings, line: Ranking(values, order, int(values.sum()))}
        return self._rankings[line]

    @cached_property
    def places(self) -> Places:
        """Return where the run itself places its customers."""
        own = self.ranking(self.settings.rank_by)
        return place_customers(self.contribution, self.marks, self.settings, own.order)

    @property
    def size_bytes(self) -> int:
        """Return about how much memory the bench holds."""
        arrays = {id(values): values.nbytes for values in self.facts.numbers.values()}
        arrays |= {id(volumes.values): volumes.values.nbytes for volumes in self.volumes.values()}
        arrays |= {id(pool.shares): pool.shares.nbytes for pool in self.flow.pools if pool.shares is not None}
        held = 2 + 2 * len(self._rankings)
        return sum(arrays.values()) + int(self.facts.ids.nbytes) + held * self.contribution.nbytes

    def _flow_anew(self, pools: tuple[Pool, ...], names: Collection[str]) -> tuple[Sequence[PoolResult], CostFlow]:
        """Pass the costs of the changed pools on, of all pools where they serve each other: before and after."""
        model = replace(self.model, pools=pools)
        if not names:
            return (), CostFlow((), ())
        if {pool.driver for pool in pools if pool.driver} - set(self.volumes):
            self.volumes = {**self.volumes, **build_volumes(model, self.facts).by_driver}
        if model.services:
            return self.flow.pools, pass_on_costs(model, self.settings, self.volumes)
        alone = replace(model, pools=tuple(pool for pool in pools if pool.pool_id in names))
        before = [result for result in self.flow.pools if result.pool.pool_id in names]
        return before, pass_on_costs(alone, self.settings, self.volumes)

    def _find_movers(
        self, contribution: Int64s, now: Codes, who: NDArray[np.bool_] | None, movers: int
    ) -> tuple[Mover, ...]:
        was, moved = self.places.codes, np.abs(contribution - self.contribution)
        if who is not None:
            moved = (moved + 1) * who
        ordered = _find_largest(moved, movers)
        return tuple(
            Mover(
                str(self.facts.ids[i].as_py()),
                int(self.contribution[i]),
                int(contribution[i]),
                (*TIERS, "")[was[i]],
                (*TIERS, "")[now[i]],
            )
            for i in ordered.tolist()
            if moved[i]
        )


def open_bench(
    ledger: Path,
    *,
    overrides: Mapping[str, str] | None = None,
    memory_mb: int = MEMORY_MB,
    standard_rates: tuple[tuple[str, Fraction], ...] = (),
    previous_tiers: Mapping[str, str] | None = None,
) -> Bench:
    """Read a sound ledger (one that has been run) into memory, with what the run carried over from earlier ones.

    Raise ValueError when its settings cannot be used.
    """
    source = Ledger(ledger)
    model = replace(source.read_model(), standard_rates=standard_rates)
    settings = model.read_settings(overrides).settings
    if settings is None:
        raise ValueError("settings")
    with open_workspace(memory_mb) as workspace, workspace.connect() as connection:
        facts = read_facts(DuckDbEngine(connection), source, settings, list_drivers(connection, source))
    volumes = dict(build_volumes(model, facts).by_driver)
    flow = pass_on_costs(model, settings, volumes)
    statements = build_statements(facts, flow.pools)
    is_new = find_new_customers(facts.ints("customer_since"), facts.ints("first_date"), settings)
    return Bench(
        model=model,
        settings=settings,
        overrides=dict(overrides or {}),
        facts=facts,
        volumes=volumes,
        flow=flow,
        contribution=statements.line(settings.rank_by).copy(),
        firm_result_minor=statements.total("result")
        - sum(pool.common_minor + pool.unused_minor + pool.unassigned_minor for pool in flow.pools),
        marks=Marks(facts.active(), is_new, place_tiers(previous_tiers, facts.ids) if previous_tiers else None),
    )


def _find_largest(values: Int64s, most: int) -> Int64s:
    """Return the positions of the largest values, falling, ties by position.

    What is less than the largest of each of `most` stretches cannot be among them.
    """
    stretch = max(values.size // _STRETCHES, 1)
    tops = np.sort(np.maximum.reduceat(values, np.arange(0, values.size, stretch))) if values.size else values
    near = np.flatnonzero(values >= tops[-most]) if 0 < most <= tops.size else np.arange(values.size)
    found: Int64s = near[np.argsort(-values[near], kind="stable")[:most]]
    return found


def _contribute(ranking: Ranking, line: str, before: Sequence[PoolResult], after: Sequence[PoolResult]) -> Int64s:
    contribution, above = ranking.values.copy(), lines_above(line)
    for results, apply in ((before, np.add), (after, np.subtract)):
        for result in results:
            if result.shares is not None and result.pool.line in above:
                apply(contribution, result.shares, out=contribution)
    return contribution


def _unused(pools: Sequence[PoolResult]) -> int:
    return sum(pool.unused_minor for pool in pools)


def _change(pool: Pool, change: PoolChange | None) -> Pool:
    if change is None:
        return pool
    return replace(
        pool,
        amount_minor=pool.amount_minor if change.amount_minor is None else change.amount_minor,
        driver=pool.driver if change.driver is None else change.driver,
        capacity_micro=pool.capacity_micro if change.capacity_micro is None else change.capacity_micro or None,
    )
