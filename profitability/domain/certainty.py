"""How sure is a tier? Volumes and unit times vary within a stated range; in how many draws is a customer gold?

Each draw multiplies every customer's volume of every driver by its own factor from 1 - range to 1 + range (uniform),
and each pool with a capacity by a common factor for its unit times. A pool without capacity is shared anew over the
drawn volumes, so its total stays; with capacity the rate stays. This is a simulation in floating point: it says how
often, never how much, and no amount of a run comes from it. Seeded: the same seed gives the same shares.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s
from profitability.domain.cost_flow import PoolResult
from profitability.domain.settings import Settings
from profitability.domain.statement import STATEMENT_LINES
from profitability.domain.tiers import round_up

type Floats = NDArray[np.float64]
_ABOVE_CONTRIBUTION = STATEMENT_LINES[: STATEMENT_LINES.index("contribution")]


@dataclass(frozen=True)
class Certainty:
    """Per ranked customer, in order of rank, the share (0–1) of draws in which it is gold, and earns at all.

    `gold_kept_share` is the share of draws in which the customers that are gold in the run stay gold, on average.
    """

    draws: int
    gold_share: Floats
    earning_share: Floats
    gold_kept_share: float


def simulate_tiers(
    contribution: Int64s,
    pools: Sequence[PoolResult],
    order: Int64s,
    is_gold: NDArray[np.bool_],
    settings: Settings,
    *,
    spread: float = 0.20,
    draws: int = 1_000,
    seed: int = 1,
) -> Certainty:
    """Simulate the whale rule `draws` times. `contribution` (minor units) and shares are in order of customer id.

    `order` gives the ranked customers by rank, `is_gold` who of them is gold in the run; `spread` is 0.20 for ±20 %.
    """
    generator = np.random.Generator(np.random.SFC64(seed))
    drivers = _group_by_driver(pools, order)
    fixed = contribution[order].astype(np.float64)
    for cost, _, _ in drivers:
        fixed += cost
    gold, earning = np.zeros(order.size), np.zeros(order.size)
    for _ in range(draws):
        drawn = fixed.copy()
        for cost, with_capacity, total in drivers:
            drawn -= _draw_cost(generator, cost, spread, with_capacity, total)
        gold += drawn >= _find_gold_border(drawn, settings)
        earning += drawn > 0
    gold, earning = gold / draws, earning / draws
    kept = float(gold[is_gold].mean()) if is_gold.any() else 0.0
    return Certainty(draws, gold, earning, kept)


def _group_by_driver(pools: Sequence[PoolResult], order: Int64s) -> list[tuple[NDArray[np.float32], bool, float]]:
    """Sum the shares of the pools above contribution by driver and kind of rate: cost, has capacity, total."""
    grouped: dict[tuple[str, bool], Floats] = {}
    for pool in pools:
        if pool.shares is None or pool.pool.line not in _ABOVE_CONTRIBUTION:
            continue
        key = (pool.pool.driver, pool.capacity is not None)
        grouped[key] = grouped.get(key, np.zeros(order.size)) + pool.shares[order]
    return [(cost.astype(np.float32), capacity, float(cost.sum())) for (_, capacity), cost in sorted(grouped.items())]


def _draw_cost(
    generator: np.random.Generator, cost: NDArray[np.float32], spread: float, with_capacity: bool, total: float
) -> NDArray[np.float32]:
    factors = generator.random(cost.size, dtype=np.float32)
    factors *= np.float32(2 * spread)
    factors += np.float32(1 - spread)
    factors *= cost
    if with_capacity:
        factors *= np.float32(1 + generator.uniform(-spread, spread))
    elif total:
        drawn = float(factors.sum(dtype=np.float64))
        factors *= np.float32(total / drawn) if drawn else np.float32(1)
    return factors


def _find_gold_border(drawn: Floats, settings: Settings) -> float:
    """Return the smallest contribution that is gold under the whale rule, infinity when nobody is."""
    peak = float(drawn[drawn > 0].sum())
    if peak <= 0:
        return float("inf")
    most = min(round_up(settings.gold_max_share, drawn.size), drawn.size)
    best = np.sort(np.partition(drawn, drawn.size - most)[drawn.size - most :])[::-1]
    reached = int(np.searchsorted(np.cumsum(best), float(settings.gold_peak_share) * peak))
    border = float(best[min(reached, most - 1)])
    return border if border > 0 else float(np.nextafter(0.0, 1.0))
