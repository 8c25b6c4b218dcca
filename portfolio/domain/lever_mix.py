"""The cheapest mix of levers that reaches a target, when a percentage point of each costs what it costs.

Why it is exact: within a group the three levers multiply, and the cheapest way to a given multiple is to raise those
whose cost × setting is lowest until they are level (the condition of a geometric program). Between two multiples at
which a lever joins in or reaches its end, the marks, a group's cost rises ever more slowly: each lever makes the others
worth more. The least sum of such functions under one linear target therefore lies in a corner: all groups but at most
one stand at a mark. With three groups and three levers there are some hundred corners, and all of them are tried.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portfolio.domain.development_budget import GROUPS, Outcome, Plan, plan_budget
from portfolio.domain.levers import largest_flow_factor

_STEPS = 10_000
"""Settings are rounded to a hundredth of a percentage point, so that the target is reached."""


@dataclass(frozen=True)
class LeverCost:
    """What a percentage point of a lever costs (minor units, above zero), and how far it can be set.

    `largest`: as a factor, at least 1 = unchanged; None where nothing limits it.
    """

    group: str
    lever: str
    point_minor: int
    largest: Fraction | None = None


@dataclass(frozen=True)
class MixedLever:
    """One lever of the mix: its setting (1 = unchanged) and what that costs, in minor units."""

    group: str
    lever: str
    factor: Fraction
    cost_minor: Fraction


@dataclass(frozen=True)
class LeverMix:
    """The cheapest mix, or, where `is_reached` is False, what setting every lever as far as it goes gives."""

    levers: tuple[MixedLever, ...]
    revenue_minor: Fraction
    is_reached: bool

    @property
    def cost_minor(self) -> Fraction:
        return sum((lever.cost_minor for lever in self.levers), Fraction(0))

    def plan(self) -> Plan:
        """Return the mix as levers of a budget."""
        plan = Plan()
        for lever in self.levers:
            plan = plan.with_lever(lever.group, lever.lever, lever.factor)
        return plan


def lever_cost_minor(factor: Fraction, point_minor: int) -> Fraction:
    """Return what a lever's setting costs; one at or below 1 costs nothing."""
    return max(factor - 1, Fraction(0)) * 100 * point_minor


def cheapest_mix(outcome: Outcome, development: Plan, target_minor: int, costs: Sequence[LeverCost]) -> LeverMix:
    """Return the mix of least cost whose revenue is at least `target_minor`, on top of `development`.

    Levers without a cost stay at 1, and so do those of a group without revenue. Retention and win-back go no further
    than all there are. Settings are rounded to a hundredth of a percentage point, so that the target is still reached.
    """
    budget = plan_budget(outcome, development)
    revenue = {group: budget.group(group).revenue_minor for group in GROUPS}
    groups = {group: _within_reach(outcome, development, group, costs) for group in GROUPS if revenue[group] > 0}
    groups = {group: levers for group, levers in groups.items() if levers}
    chosen = _cheapest_corner(groups, revenue, target_minor)
    mixed = tuple(
        MixedLever(cost.group, cost.lever, factor, lever_cost_minor(factor, cost.point_minor))
        for cost, factor in _rounded(outcome, development, target_minor, chosen).items()
        if factor > 1
    )
    reached = _revenue(outcome, development, {(lever.group, lever.lever): lever.factor for lever in mixed})
    return LeverMix(mixed, reached, reached >= target_minor)


def _revenue(outcome: Outcome, development: Plan, factors: Mapping[tuple[str, str], Fraction]) -> Fraction:
    plan = Plan()
    for (group, lever), factor in factors.items():
        plan = plan.with_lever(group, lever, factor)
    return plan_budget(outcome, development.times(plan)).everyone.revenue_minor


def _rounded(
    outcome: Outcome, development: Plan, target_minor: int, chosen: list["_Setting"]
) -> dict[LeverCost, Fraction]:
    """Round every setting up, then the dearest ones down again as long as the target is reached."""
    exact = {cost: factor for levers, factors in chosen for cost, factor in zip(levers, factors, strict=True)}
    rounded = {cost: _rounded_up(factor, cost) for cost, factor in exact.items()}
    for cost in sorted(exact, key=lambda cost: -cost.point_minor):
        lower = rounded | {cost: max(Fraction(math.floor(exact[cost] * _STEPS), _STEPS), Fraction(1))}
        factors = {(one.group, one.lever): factor for one, factor in lower.items()}
        if lower[cost] < rounded[cost] and _revenue(outcome, development, factors) >= target_minor:
            rounded = lower
    return rounded


def _within_reach(outcome: Outcome, development: Plan, group: str, costs: Sequence[LeverCost]) -> tuple[LeverCost, ...]:
    """Return the group's levers with their limits; flows stop at all there are."""
    found = []
    for cost in costs:
        if cost.group != group:
            continue
        limits = [cost.largest, largest_flow_factor(outcome, development, group) if cost.lever == "customers" else None]
        known = [max(limit, Fraction(1)) for limit in limits if limit is not None]
        found.append(LeverCost(cost.group, cost.lever, cost.point_minor, min(known, default=None)))
    return tuple(found)


type _Setting = tuple[tuple[LeverCost, ...], list[float]]


def _cheapest_corner(
    groups: Mapping[str, tuple[LeverCost, ...]], revenue: Mapping[str, Fraction], target_minor: int
) -> list[_Setting]:
    """Try each corner: one group in between, the others at their marks."""
    most = {group: math.prod(_end(lever) for lever in levers) for group, levers in groups.items()}
    stops = {
        group: sorted({math.prod(_at(levers, mark)) for mark in _marks(levers)}) for group, levers in groups.items()
    }
    candidates = []
    for pivot in groups:
        others = [group for group in groups if group != pivot]
        for ends in itertools.product(*(sorted(stops[group]) for group in others)):
            multiples = dict(zip(others, ends, strict=True))
            fixed = sum(float(revenue[group]) * multiples.get(group, 1.0) for group in revenue if group != pivot)
            needed = max((target_minor - fixed) / float(revenue[pivot]), 1.0)
            if needed <= most[pivot] * (1 + 1e-12):
                multiples[pivot] = min(needed, most[pivot])
                candidates.append([(groups[group], level_out(groups[group], multiples[group])) for group in groups])
    if not candidates:
        return [(levers, level_out(levers, most[group])) for group, levers in groups.items()]
    return min(candidates, key=lambda setting: sum(_cost(levers, factors) for levers, factors in setting))


def _end(lever: LeverCost) -> float:
    return math.inf if lever.largest is None else float(lever.largest)


def _cost(levers: Sequence[LeverCost], factors: Sequence[float]) -> float:
    return sum(lever.point_minor * (factor - 1) for lever, factor in zip(levers, factors, strict=True))


def _at(levers: Sequence[LeverCost], level: float) -> list[float]:
    """Return the factors at which cost × factor is `level`, or as near as each lever comes to it."""
    return [min(max(level / lever.point_minor, 1.0), _end(lever)) for lever in levers]


def _marks(levers: Sequence[LeverCost]) -> set[float]:
    """Return the levels at which a lever joins in, or reaches its end."""
    starts = {float(lever.point_minor) for lever in levers}
    return starts | {lever.point_minor * _end(lever) for lever in levers if lever.largest is not None}


def level_out(levers: Sequence[LeverCost], multiple: float) -> list[float]:
    """Return the cheapest factors whose product is `multiple` (≥ 1, and within reach).

    All levers that are neither at 1 nor at their end have the same cost × factor, the level.
    """
    marks = _marks(levers)
    level = max(mark for mark in marks if math.prod(_at(levers, mark)) <= multiple or mark == min(marks))
    free = sum(lever.point_minor <= level < lever.point_minor * _end(lever) for lever in levers)
    if free:
        level *= (multiple / math.prod(_at(levers, level))) ** (1 / free)
    return _at(levers, level)


def _rounded_up(factor: float, cost: LeverCost) -> Fraction:
    rounded = Fraction(math.ceil(factor * _STEPS - 1e-7), _STEPS)
    return rounded if cost.largest is None else min(rounded, cost.largest)
