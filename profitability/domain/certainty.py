"""How sure is a tier? Volumes and unit times vary within a stated range; in how many draws is a customer gold?

Each draw multiplies every customer's volume of every driver by its own factor from 1 - range to 1 + range (uniform),
and each pool with a capacity or a frozen rate by a common factor for its unit times. A pool without either is shared
anew over the drawn volumes, so its total stays; with one of them the rate stays. This is a simulation in floating
point: it says how often, never how much, and no amount of a run comes from it. Seeded: the same seed gives the same
shares.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s
from profitability.domain.cost_flow import PoolResult
from profitability.domain.settings import Settings
from profitability.domain.statement import lines_above
from profitability.domain.tier_margin import Floats, Line, hold_by_lines, state_lines
from profitability.domain.tiers import BRONZE, GOLD, SILVER, TIERS, Codes, round_up

_TOLD_EVERY = 20


@dataclass(frozen=True)
class Ranked:
    """The ranked customers of a run, best first: positions in order of id, tier and whether the customer is new.

    `previous` are their tiers of the period before (NO_TIER for one that had none), None where the run holds none.
    """

    order: Int64s
    tiers: Codes
    is_new: NDArray[np.bool_]
    previous: Codes | None = None


@dataclass(frozen=True)
class Certainty:
    """How often each ranked customer falls in each tier.

    `shares` has the shape (tiers, ranked customers), by rank: the share (0–1) of draws in gold, silver, bronze.
    `kept[i][j]` is the share of draws in tier j of those that are in tier i in the run, on average.
    """

    draws: int
    shares: Floats
    kept: tuple[tuple[float, ...], ...]


def simulate_tiers(
    contribution: Int64s,
    pools: Sequence[PoolResult],
    ranked: Ranked,
    settings: Settings,
    *,
    spread: float = 0.20,
    draws: int = 1_000,
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> Certainty:
    """Simulate the rule of the settings `draws` times; `spread` is 0.20 for ±20 %.

    `contribution` (minor units of the line that is ranked) and the pools' shares are in order of customer id. A new
    customer is at least silver; a tier of the period before is held by the margin, where the run holds them.
    """
    generator = np.random.Generator(np.random.SFC64(seed))
    drivers = _group_by_driver(pools, ranked.order, settings.rank_by)
    fixed = contribution[ranked.order].astype(np.float64)
    for cost, _, _ in drivers:
        fixed += cost
    gold, upper = np.zeros(fixed.size), np.zeros(fixed.size)
    for draw in range(draws if fixed.size else 0):
        drawn = fixed.copy()
        for cost, with_capacity, total in drivers:
            drawn -= _draw_cost(generator, cost, spread, with_capacity, total)
        is_gold, is_upper = place_draw(drawn, ranked.previous, settings)
        gold += is_gold
        upper += is_upper
        if progress is not None and draw % _TOLD_EVERY == 0:
            progress(draw / draws)
    upper[ranked.is_new] = draws
    shares = np.stack([gold, upper - gold, draws - upper]) / draws
    return Certainty(draws, shares, tuple(_mean_shares(shares, ranked.tiers == tier) for tier in range(len(TIERS))))


def place_draw(
    drawn: Floats, previous: Codes | None, settings: Settings
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return who is gold and who is at least silver at the drawn contributions, new customers not lifted yet.

    The arrays are in the same order, whatever it is. With tiers of the period before and a margin, a customer leaves
    its tier as in a run (tier_margin.py), at the lines of this draw.
    """
    gold_border, silver_border = _find_borders(drawn, settings)
    is_gold, is_upper = drawn >= gold_border, drawn >= min(gold_border, silver_border)
    if previous is None or not settings.tier_margin_minor:
        return is_gold, is_upper
    tiers = (BRONZE - is_upper.astype(np.int8) - is_gold.astype(np.int8)).astype(np.int8)
    lines = state_lines(_find_line(drawn, is_gold), _find_line(drawn, is_upper), settings)
    held = hold_by_lines(drawn, tiers, previous, *lines, settings)
    return held == GOLD, held <= SILVER


def _find_line(drawn: Floats, is_above: NDArray[np.bool_]) -> Line:
    above, below = drawn[is_above], drawn[~is_above]
    return Line(float(below.max()) if below.size else None, float(above.min()) if above.size else None)


def _mean_shares(shares: Floats, members: NDArray[np.bool_]) -> tuple[float, ...]:
    if not members.any():
        return (0.0,) * len(TIERS)
    return tuple(float(shares[tier, members].mean()) for tier in (GOLD, SILVER, BRONZE))


def _group_by_driver(
    pools: Sequence[PoolResult], order: Int64s, rank_by: str
) -> list[tuple[NDArray[np.float32], bool, float]]:
    """Sum the shares of the pools above the ranked line by driver and kind of rate: cost, has capacity, total."""
    above = lines_above(rank_by)
    grouped: dict[tuple[str, bool], Floats] = {}
    for pool in pools:
        if pool.shares is None or pool.pool.line not in above:
            continue
        key = (pool.pool.driver, pool.capacity is not None or pool.has_standard_rate)
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


def _find_borders(drawn: Floats, settings: Settings) -> tuple[float, float]:
    """Return the smallest contribution that is gold and that is silver in this draw, infinity when nobody is."""
    above_zero = float(np.nextafter(0.0, 1.0))
    if settings.tier_rule == "whale":
        return _find_gold_border(drawn, settings), above_zero
    if settings.tier_rule == "percent":
        gold = max(_find_cut(drawn, round_up(settings.gold_percent, drawn.size)), above_zero)
        return gold, _find_cut(drawn, round_up(settings.silver_percent, drawn.size))
    assert settings.gold_from_minor is not None
    assert settings.silver_from_minor is not None
    gold = float(settings.gold_from_minor) if float(drawn.max()) > 0 else float("inf")
    return gold, float(settings.silver_from_minor)


def _find_cut(drawn: Floats, first: int) -> float:
    """Return the contribution of the `first`-th customer by rank."""
    if first == 0:
        return float("inf")
    place = drawn.size - min(first, drawn.size)
    return float(np.partition(drawn, place)[place])


def _find_gold_border(drawn: Floats, settings: Settings) -> float:
    """Return the smallest contribution that is gold under the whale rule, infinity when nobody is."""
    peak = float(drawn[drawn > 0].sum())
    if peak <= 0:
        return float("inf")
    most = min(round_up(settings.gold_max_share, drawn.size), drawn.size)
    if not most:
        return float("inf")
    best = np.sort(np.partition(drawn, drawn.size - most)[drawn.size - most :])[::-1]
    reached = int(np.searchsorted(np.cumsum(best), float(settings.gold_peak_share) * peak))
    border = float(best[min(reached, most - 1)])
    return border if border > 0 else float(np.nextafter(0.0, 1.0))
