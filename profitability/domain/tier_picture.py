"""Where the cuts between the tiers fall: customers placed by the value of their contribution, without ranking each.

The rules give falling contributions their tier, best first; a customer's tier then follows from where its contribution
stands between the cuts, ties at a cut by customer id, as in a run. A new customer is at least silver.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s
from profitability.domain.settings import Settings
from profitability.domain.statement import rank_customers, sort_again
from profitability.domain.tier_margin import assign_held_tiers
from profitability.domain.tiers import BRONZE, GOLD, SILVER, TIERS, Codes, apply_rule

UNRANKED = len(TIERS)
"""The place of a customer without activity, after the tiers."""


@dataclass(frozen=True)
class Marks:
    """Who is ranked and who is new, in order of customer id; the tiers that a margin may hold, where there are any."""

    active: NDArray[np.bool_]
    is_new: NDArray[np.bool_]
    previous: Codes | None = None


@dataclass(frozen=True)
class Places:
    """A tier's position in TIERS for each customer, in order of id (UNRANKED: none), and what decided.

    `falling` holds the ranked contributions, largest first; the first `by_rank[0]` of them are gold by the rule alone,
    the next `by_rank[1]` silver.
    """

    codes: Codes
    falling: Int64s
    by_rank: tuple[int, int]


@dataclass(frozen=True)
class TierPicture:
    """One tier: customers, what they contribute together, and the contributions of its first and last by the rule.

    Minor units; `lowest_minor` is where the cut falls, None for a tier that the rule leaves empty.
    """

    tier: str
    customers: int
    contribution_minor: int
    highest_minor: int | None
    lowest_minor: int | None


def place_customers(contribution: Int64s, marks: Marks, settings: Settings, order: Int64s) -> Places:
    """Place every customer in its tier; `contribution` in minor units and in order of customer id.

    `order` gives the ranked customers in any order; the nearer it is to their rank, the sooner they are sorted.
    """
    falling = sort_again(contribution[order])
    by_rule = apply_rule(falling, settings).tiers
    gold, silver = (int(np.count_nonzero(by_rule == tier)) for tier in (GOLD, SILVER))
    codes = np.full(contribution.size, BRONZE, dtype=np.int8)
    for tier, first in ((SILVER, gold + silver), (GOLD, gold)):
        np.putmask(codes, _find_first(contribution, marks.active, falling, first), np.int8(tier))
    np.putmask(codes, marks.is_new & (codes == BRONZE), np.int8(SILVER))
    np.putmask(codes, ~marks.active, np.int8(UNRANKED))
    if marks.previous is not None and settings.tier_margin_minor:
        ranked = rank_customers(contribution, marks.active)
        held = assign_held_tiers(contribution[ranked], marks.is_new[ranked], settings, marks.previous[ranked])
        codes[ranked] = held.tiers
    return Places(codes, falling, (gold, silver))


def summarise_places(contribution: Int64s, places: Places) -> tuple[TierPicture, ...]:
    """Sum each tier up: gold, silver, bronze."""
    gold, silver = places.by_rank
    ends = (0, gold, gold + silver, int(places.falling.size))
    return tuple(
        TierPicture(
            name,
            int(np.count_nonzero(places.codes == tier)),
            int((contribution * (places.codes == tier)).sum()),
            int(places.falling[ends[tier]]) if ends[tier] < ends[tier + 1] else None,
            int(places.falling[ends[tier + 1] - 1]) if ends[tier] < ends[tier + 1] else None,
        )
        for tier, name in enumerate(TIERS)
    )


def count_moves(before: Codes, after: Codes) -> tuple[tuple[int, ...], ...]:
    """Count the ranked customers that go from each tier (row) to each tier (column)."""
    pairs = before * np.int8(UNRANKED + 1) + after
    return tuple(
        tuple(int(np.count_nonzero(pairs == was * (UNRANKED + 1) + now)) for now in range(UNRANKED))
        for was in range(UNRANKED)
    )


def _find_first(values: Int64s, active: NDArray[np.bool_], falling: Int64s, first: int) -> NDArray[np.bool_]:
    """Mark the `first` largest of the active values; those equal at the cut are taken in order of customer id."""
    if first == 0:
        return np.zeros(values.size, dtype=np.bool_)
    cut = falling[first - 1]
    chosen: NDArray[np.bool_] = (values > cut) & active
    missing = first - int(np.count_nonzero(chosen))
    chosen[np.flatnonzero((values == cut) & active)[:missing]] = True
    return chosen
