"""Whether classes stand when the customers are drawn anew: who lands together again."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from portfolio.domain.customer_facts import Ints

type Floats = npt.NDArray[np.float64]


def match_classes(first: Ints, second: Ints, weights: Floats, count: int) -> Ints:
    """Return `second` renumbered so that most weight lands in the class of the same number in `first`."""
    shared = np.zeros((count, count))
    np.add.at(shared, (first, second), weights)
    rows, columns = linear_sum_assignment(-shared)
    renumbered = np.empty(count, dtype=np.int64)
    renumbered[columns] = rows
    return renumbered[second]


def landed_again(first: Ints, second: Ints, weights: Floats, count: int) -> float:
    """Return the share of the weight that lands in the matching class in both."""
    same = match_classes(first, second, weights, count) == first
    return float(weights[same].sum() / weights.sum())


def pairs_together(first: Ints, second: Ints, weights: Floats, count: int) -> Floats:
    """Return per class of `first` the share of its pairs of customers that are in one class of `second` too."""
    shared = np.zeros((count, count))
    np.add.at(shared, (first, second), weights)
    totals = shared.sum(axis=1)
    return np.divide((shared**2).sum(axis=1), totals**2, out=np.ones(count), where=totals > 0)
