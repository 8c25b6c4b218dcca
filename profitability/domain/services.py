"""Services between pools: which of them count under a method, in which order pools pass on, and circles solved exactly.

Reciprocal: full cost X = own amount + the sum over pools of X' * (units used / all units), solved in rationals, so the
order of the pools is irrelevant. Step: a pool passes on to the pools after it in the order and to those that give no
services. Direct: services to pools that themselves give services are ignored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from profitability.domain.ledger import Service
from profitability.domain.money import QUANTITY_DECIMALS

type Edges = Mapping[str, tuple[tuple[str, Fraction], ...]]
"""From each pool that gives services: the pools it serves and the units they use, by pool id."""


class UnsolvableCircleError(Exception):
    """These pools serve each other and pass nothing on to anyone else: their cost has nowhere to go."""

    def __init__(self, members: Sequence[str]) -> None:
        super().__init__(" ".join(members))
        self.members = tuple(members)


def find_givers(services: Iterable[Service]) -> frozenset[str]:
    """Return the pools that give any service."""
    return frozenset(service.from_pool for service in services if service.quantity_micro > 0)


def choose_services(services: Sequence[Service], method: str, step_order: Sequence[str]) -> Edges:
    """Return the services that count under `method`, several rows added up."""
    givers = find_givers(services)
    place = {pool_id: position for position, pool_id in enumerate(step_order)}
    units: dict[str, dict[str, Fraction]] = {}
    for service in services:
        served = service.to_pool
        if service.quantity_micro <= 0 or (method == "direct" and served in givers):
            continue
        if method == "step" and served in givers and place.get(served, 0) <= place.get(service.from_pool, 0):
            continue
        row = units.setdefault(service.from_pool, {})
        row[served] = row.get(served, Fraction(0)) + Fraction(service.quantity_micro, 10**QUANTITY_DECIMALS)
    return {giver: tuple(sorted(row.items())) for giver, row in sorted(units.items())}


def order_components(pool_ids: Iterable[str], edges: Edges) -> tuple[tuple[str, ...], ...]:
    """Return the pools in an order in which each stands after those that serve it; circles stand together, sorted.

    Strongly connected components after Tarjan (1972), without recursion.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    components: list[tuple[str, ...]] = []
    for root in sorted(pool_ids):
        if root in index:
            continue
        work = [(root, iter([served for served, _ in edges.get(root, ())]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            pool, successors = work[-1]
            served = next((s for s in successors if s not in index or s in on_stack), None)
            if served is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[pool])
                if low[pool] == index[pool]:
                    members = stack[stack.index(pool) :]
                    del stack[-len(members) :]
                    on_stack.difference_update(members)
                    components.append(tuple(sorted(members)))
            elif served in index:
                low[pool] = min(low[pool], index[served])
            else:
                index[served] = low[served] = len(index)
                stack.append(served)
                on_stack.add(served)
                work.append((served, iter([after for after, _ in edges.get(served, ())])))
    return tuple(reversed(components))


def solve_circle(
    members: Sequence[str], own: Mapping[str, int], edges: Edges, base: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """Solve the full costs of pools that serve each other, exactly.

    `own` is each member's own cost and what it got from outside the circle (minor units); `base` the units over which
    its full cost is spread. Raise UnsolvableCircleError when no cost leaves the circle.
    """
    size = len(members)
    place = {pool_id: row for row, pool_id in enumerate(members)}
    rows = [[Fraction(int(i == j)) for j in range(size)] + [Fraction(own[members[i]])] for i in range(size)]
    for giver in members:
        for served, quantity in edges.get(giver, ()):
            if served in place:
                rows[place[served]][place[giver]] -= quantity / base[giver]
    for column in range(size):
        pivot = next((row for row in range(column, size) if rows[row][column]), None)
        if pivot is None:
            raise UnsolvableCircleError(members)
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [value / head for value in rows[column]]
        for row in range(size):
            factor = rows[row][column]
            if row != column and factor:
                rows[row] = [value - factor * above for value, above in zip(rows[row], rows[column], strict=True)]
    return {pool_id: rows[place[pool_id]][size] for pool_id in members}


@dataclass(frozen=True)
class Flow:
    """Money from one pool to a pool or a place outside (any other name), exactly, in minor units."""

    source: str
    target: str
    exact: Fraction


def round_flows(flows: Sequence[Flow], members: Sequence[str]) -> tuple[int, ...]:
    """Round every flow to its floor or ceiling so that what enters each member still leaves it.

    Whole own costs are taken for granted. While fractional flows remain they form a cycle (places outside count as
    one node); shifting it by the smallest fraction makes at least one of them whole and keeps every balance.
    """
    inside = set(members)
    amounts = [flow.exact for flow in flows]
    ends = [(flow.source, flow.target if flow.target in inside else "") for flow in flows]
    while cycle := _find_cycle([i for i, amount in enumerate(amounts) if amount.denominator != 1], ends):
        forward = min(_fraction_left(amounts[i], direction) for i, direction in cycle)
        backward = min(_fraction_left(amounts[i], -direction) for i, direction in cycle)
        shift = forward if forward <= backward else -backward
        for i, direction in cycle:
            amounts[i] += direction * shift
    return tuple(int(amount) for amount in amounts)


def _fraction_left(amount: Fraction, direction: int) -> Fraction:
    below = amount - amount.numerator // amount.denominator
    return 1 - below if direction > 0 else below


def _find_cycle(fractional: Sequence[int], ends: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Return a cycle of fractional flows as (index, +1 along or -1 against), empty when there are none."""
    if not fractional:
        return []
    node = ends[fractional[0]][0]
    path: list[tuple[int, int]] = []
    visited = [node]
    while True:
        last = path[-1][0] if path else -1
        step = next(i for i in fractional if i != last and node in ends[i])
        source, target = ends[step]
        direction = 1 if source == node else -1
        node = target if direction > 0 else source
        path.append((step, direction))
        if node in visited:
            return path[visited.index(node) :]
        visited.append(node)
