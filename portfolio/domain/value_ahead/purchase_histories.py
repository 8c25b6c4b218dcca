"""What the models need to know of a customer: how often it bought again, when last, and how long it has been here."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]
type Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Moments:
    """The distinct pairs of frequency and a time among histories; `place`: each history's pair.

    Special functions cost far more than looking up: they are computed once per pair and spread over the histories.
    """

    frequency: Floats
    time: Floats
    place: Places

    def spread(self, values: Floats) -> Floats:
        """Return one value per history from one per pair."""
        return values[self.place]


@dataclass(frozen=True)
class PurchaseHistories:
    """Parallel columns; several customers with the same history stand as one row with a weight.

    `frequency`: repeat purchases (days with a purchase after the first day). `recency`: time from the first to the last
    purchase, 0 without a repeat. `age`: time from the first purchase to the end of observation. `weight`: customers.
    Recency and age in the same unit (weeks), 0 ≤ recency ≤ age.
    """

    frequency: Floats
    recency: Floats
    age: Floats
    weight: Floats

    def __len__(self) -> int:
        return len(self.frequency)

    @property
    def customers(self) -> float:
        return float(self.weight.sum())

    @cached_property
    def at_last_purchase(self) -> Moments:
        """The distinct pairs of frequency and recency."""
        return _moments(self.frequency, self.recency)

    @cached_property
    def at_end(self) -> Moments:
        """The distinct pairs of frequency and age."""
        return _moments(self.frequency, self.age)


@dataclass(frozen=True)
class GatheredHistories:
    """Distinct histories with their weights, and which of them each customer has."""

    histories: PurchaseHistories
    place: Places


def gather_histories(frequency: Floats, recency: Floats, age: Floats) -> GatheredHistories:
    """Gather customers with the same history; raise ValueError where recency or age contradict each other."""
    columns = np.stack([frequency, recency, age], axis=1)
    if len(columns) and not ((columns >= 0).all() and (recency <= age).all() and (recency[frequency == 0] == 0).all()):
        raise ValueError("a history needs 0 <= recency <= age, and recency 0 without a repeat purchase")
    rows, place = _distinct(frequency, recency, age)
    weight = np.bincount(place, minlength=len(rows)).astype(np.float64)
    return GatheredHistories(PurchaseHistories(frequency[rows], recency[rows], age[rows], weight), place)


def histories_of(frequency: Floats, recency: Floats, age: Floats) -> PurchaseHistories:
    """Return the distinct histories with their weights; raise ValueError as gather_histories does."""
    return gather_histories(frequency, recency, age).histories


def _moments(frequency: Floats, time: Floats) -> Moments:
    rows, place = _distinct(frequency, time)
    return Moments(frequency[rows], time[rows], place)


def _distinct(*columns: Floats) -> tuple[Places, Places]:
    """Return a row of each distinct combination, sorted by it, and which combination each row has.

    By one lexicographic sort: numpy's `unique` over rows compares bytes, ten times as slow.
    """
    order = np.lexsort(columns[::-1])
    is_first = np.zeros(len(order), dtype=np.bool_)
    is_first[:1] = True
    for column in columns:
        is_first[1:] |= np.diff(column[order]) != 0
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.cumsum(is_first) - 1
    return order[is_first], place
