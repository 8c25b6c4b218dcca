"""Customer tiers within a period: by rank of what the customer bought for, cut at shares of the active customers."""

from fractions import Fraction

import numpy as np

from portfolio.domain.customer_facts import Flags, Ints
from portfolio.domain.ratio import share_ceiling

NO_TIER = -1


def tier_ends(count: int, cuts: tuple[Fraction, ...]) -> tuple[int, ...]:
    """Return the last rank of each tier: ⌈cut·count⌉ for each cut, then `count` itself."""
    return (*(share_ceiling(cut, count) for cut in cuts), count)


def rank_customers(value_minor: Ints, active: Flags) -> Ints:
    """Rank the active customers 1 … n by falling value; 0 for the others.

    Ties fall to the smaller customer id: the rows must stand in the order of the id as text.
    """
    rows = np.flatnonzero(active)
    order = np.argsort(-value_minor[rows], kind="stable")
    ranks = np.zeros(len(value_minor), dtype=np.int64)
    ranks[rows[order]] = np.arange(1, len(rows) + 1, dtype=np.int64)
    return ranks


def assign_tiers(value_minor: Ints, active: Flags, cuts: tuple[Fraction, ...]) -> Ints:
    """Return the tier of each customer, 0 = the best; −1 for those who were not active."""
    ranks = rank_customers(value_minor, active)
    ends = np.array(tier_ends(int(active.sum()), cuts), dtype=np.int64)
    tiers = np.searchsorted(ends, ranks, side="left").astype(np.int64)
    tiers[~active] = NO_TIER
    return tiers
