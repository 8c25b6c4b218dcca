"""What the models need to know of a customer: how often it bought again, when last, and how long it has been here."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]


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


def histories_of(frequency: Floats, recency: Floats, age: Floats) -> PurchaseHistories:
    """Gather customers with the same history; raise ValueError where recency or age contradict each other."""
    columns = np.stack([frequency, recency, age], axis=1)
    if len(columns) and not ((columns >= 0).all() and (recency <= age).all() and (recency[frequency == 0] == 0).all()):
        raise ValueError("a history needs 0 <= recency <= age, and recency 0 without a repeat purchase")
    distinct, weight = np.unique(columns, axis=0, return_counts=True)
    return PurchaseHistories(distinct[:, 0], distinct[:, 1], distinct[:, 2], weight.astype(np.float64))
