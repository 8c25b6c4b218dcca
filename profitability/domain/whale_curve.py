"""The whale curve: cumulative contribution over customers by rank, its peak, and what the tail costs."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from profitability.domain.allocation import Int64s

MOST_POINTS = 2_000


@dataclass(frozen=True)
class WhalePoint:
    """One point of the curve: rank, share of the ranked customers (0–1), cumulative contribution in minor units."""

    rank: int
    share_of_customers: Fraction
    cumulative_contribution_minor: int


@dataclass(frozen=True)
class WhaleCurve:
    """The curve in at most MOST_POINTS points; first, last and peak are among them.

    `tail_minor` is what the customers after the peak cost: peak minus the end, never negative.
    """

    points: tuple[WhalePoint, ...]
    peak_rank: int
    peak_minor: int
    end_minor: int

    @property
    def tail_minor(self) -> int:
        return self.peak_minor - self.end_minor


def draw_curve(contribution: Int64s) -> WhaleCurve:
    """Draw the curve of contributions (minor units) in order of rank. Empty for no customers; peak 0 at rank 0 then.

    Where there are more customers than points, half of the points are spread evenly over the ranks and half over the
    money, so that the steep ends keep their shape.
    """
    customers = int(contribution.size)
    if customers == 0:
        return WhaleCurve((), 0, 0, 0)
    cumulative = np.cumsum(contribution)
    peak = int(np.argmax(cumulative))
    places = np.arange(customers) if customers <= MOST_POINTS else _choose_places(contribution, peak)
    points = tuple(
        WhalePoint(place + 1, Fraction(place + 1, customers), int(cumulative[place])) for place in places.tolist()
    )
    return WhaleCurve(points, peak + 1, int(cumulative[peak]), int(cumulative[-1]))


def _choose_places(contribution: Int64s, peak: int) -> Int64s:
    customers, half = int(contribution.size), MOST_POINTS // 2 - 1
    by_rank = np.arange(half, dtype=np.int64) * (customers - 1) // (half - 1)
    moved = np.cumsum(np.abs(contribution))
    step = max(int(moved[-1]) // half, 1)
    by_money = np.searchsorted(moved, np.arange(1, half, dtype=np.int64) * step)
    chosen = np.sort(np.concatenate([by_rank, np.minimum(by_money, customers - 1), [0, peak, customers - 1]]))
    places: Int64s = chosen[np.append(True, chosen[1:] != chosen[:-1])]
    return places
