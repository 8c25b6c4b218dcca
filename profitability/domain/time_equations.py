"""Drivers made of activities: volume = the sum over activities of per_unit times the activity's volume, exactly.

Time-driven costing after Kaplan and Anderson (2004): minutes = 8 * orders + 44 * inquiries + 50 * credit checks.
"""

from collections.abc import Sequence
from math import gcd

import numpy as np

from profitability.domain.allocation import Int64s, Volumes
from profitability.domain.money import LARGEST_TOTAL, QUANTITY_DECIMALS

_SAMPLE = 4096
"""So many volumes say how few decimals could do; whether all of them agree is then asked once."""


class VolumeTooLargeError(Exception):
    """A driver's volume would not fit in 62 bits."""


def combine_activities(terms: Sequence[tuple[int, Volumes]], customers: int) -> Volumes:
    """Return the sum of per_unit (in millionths) times volume over the terms; values may be negative.

    The result is in units of 10**-exponent, reduced as far as the per-units allow. Raise VolumeTooLargeError when a
    sum could leave int64.
    """
    exponent = max((volumes.exponent for _, volumes in terms), default=0)
    factors = [per_unit * 10 ** (exponent - volumes.exponent) for per_unit, volumes in terms]
    shared = gcd(10**QUANTITY_DECIMALS, *factors)
    decimals = QUANTITY_DECIMALS
    while shared % 10 == 0 and decimals > 0:
        shared, decimals, factors = shared // 10, decimals - 1, [factor // 10 for factor in factors]
    bound = sum(
        abs(factor) * int(np.abs(volumes.values).sum()) for factor, (_, volumes) in zip(factors, terms, strict=True)
    )
    if bound >= LARGEST_TOTAL:
        raise VolumeTooLargeError
    total = np.zeros(customers, dtype=np.int64)
    for factor, (_, volumes) in zip(factors, terms, strict=True):
        total += volumes.values * np.int64(factor)
    return Volumes(total, exponent + decimals)


def reduce_scale(volumes: Volumes) -> Volumes:
    """Return the same volumes with as few decimals as they have: whole numbers make the sharing cheaper."""
    values, exponent = volumes.values, volumes.exponent
    for zeros in range(_count_zeros(values[:_SAMPLE], exponent), 0, -1):
        whole = values // np.int64(10**zeros)
        if np.array_equal(whole * np.int64(10**zeros), values):
            return Volumes(whole, exponent - zeros)
    return volumes


def _count_zeros(values: Int64s, most: int) -> int:
    """Return how many zeros all the values end in, at most `most`."""
    return next(zeros for zeros in range(most, -1, -1) if not (values % np.int64(10**zeros)).any())
