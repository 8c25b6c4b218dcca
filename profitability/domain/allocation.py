"""Share a whole amount over volumes, exactly: floors in int64, left-over units to the largest remainders.

share = floor(N * volume / D) with N / D the exact rate. The plan is made once with Python's unbounded integers; the
rows are then computed in int64 by a product that provably fits, or by limbs of the volume for which
L * (2**k - 1) * (D - 1) < 2**63; where no such plan exists the rows are computed with Python integers: slower, the
same result. Method of largest remainders (Hamilton 1792); ties go to the smaller id.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from profitability.domain.money import LARGEST_TOTAL

type Int64s = NDArray[np.int64]
_INT64_END = 2**63
_STRETCH = 32_768
_SAMPLE = 4096
_MARGIN = 128
"""Four standard deviations of a place in the middle of a sample of that size."""


class ShareTooLargeError(Exception):
    """A share would not fit in 62 bits: a rate far beyond reason, as with a capacity of nearly nothing."""


@dataclass(frozen=True)
class Volumes:
    """What customers used of a driver: int64 `values` >= 0 in order of customer id, in units of 10**-exponent."""

    values: Int64s
    exponent: int = 0

    @cached_property
    def total(self) -> int:
        """Return the sum of the values."""
        return int(self.values.sum())

    @cached_property
    def largest(self) -> int:
        """Return the largest value, 0 for no customers."""
        return int(self.values.max()) if self.values.size else 0

    @cached_property
    def counts(self) -> Int64s | None:
        """Return how many customers have each value 0, 1, 2 …, or None where the values are too spread for a table."""
        if self.largest >= max(self.values.size // 4, 1):
            return None
        return np.bincount(self.values, minlength=self.largest + 1).astype(np.int64)

    def amount(self) -> Fraction:
        """Return the total in units."""
        return Fraction(self.total, 10**self.exponent)


@dataclass(frozen=True)
class Floors:
    """Floors of the exact shares and their remainders (numerators over the rate's denominator), row by row.

    With `table` set, `floors` and `remainders` stand for the values 0, 1, 2 … and `table` gives each row's value.
    """

    floors: Int64s
    remainders: Int64s
    denominator: int
    counts: Int64s | None
    table: Int64s | None
    total: int

    def count_above(self, threshold: Fraction, *, or_equal: bool) -> int:
        """Count the rows whose remainder, as a share of one minor unit, is above (or equal to) the threshold."""
        cut = threshold * self.denominator
        bound = -(-cut.numerator // cut.denominator) if or_equal else cut.numerator // cut.denominator + 1
        above = self.remainders >= bound
        return int(self.counts[above].sum()) if self.counts is not None else int(np.count_nonzero(above))

    def top_up(self, left_over: int) -> Int64s:
        """Return the shares: floors, plus one for the `left_over` rows of largest remainder, ties by position."""
        if self.table is None or self.counts is None:
            return _top_up_rows(self.floors, self.remainders, left_over)
        return _top_up_table(self, self.table, self.counts, left_over)


def compute_floors(volumes: Volumes, rate: Fraction) -> Floors:
    """Compute floor(rate * value) and the remainder for every row; `rate` >= 0 is minor units per unit of `values`.

    Raise ShareTooLargeError when the shares would not fit.
    """
    if rate * max(volumes.total, volumes.largest) >= LARGEST_TOTAL:
        raise ShareTooLargeError
    counts = volumes.counts
    values = np.arange(volumes.largest + 1, dtype=np.int64) if counts is not None else volumes.values
    floors, remainders = _divide(values, volumes.largest, rate.numerator, rate.denominator)
    total = int((floors * counts).sum() if counts is not None else floors.sum())
    return Floors(floors, remainders, rate.denominator, counts, volumes.values if counts is not None else None, total)


def _divide(values: Int64s, largest: int, numerator: int, denominator: int) -> tuple[Int64s, Int64s]:
    if largest == 0:
        return np.zeros_like(values), np.zeros_like(values)
    if values.size <= _STRETCH:
        return _divide_stretch(values, largest, numerator, denominator)
    floors, remainders = np.empty_like(values), None
    for start in range(0, values.size, _STRETCH):
        part = slice(start, start + _STRETCH)
        floors[part], rest = _divide_stretch(values[part], largest, numerator, denominator)
        remainders = np.empty(values.size, dtype=rest.dtype) if remainders is None else remainders
        remainders[part] = rest
    assert remainders is not None
    return floors, remainders


def _divide_stretch(values: Int64s, largest: int, numerator: int, denominator: int) -> tuple[Int64s, Int64s]:
    """Divide so many values that what comes in between stays near the processor."""
    whole, rest = divmod(numerator, denominator)
    if rest * largest < _INT64_END:
        return _divmod_into(values * np.int64(rest), denominator, values, whole)
    bits = largest.bit_length()
    for limbs in range(2, bits + 1):
        width = -(-bits // limbs)
        if limbs * ((1 << width) - 1) * (denominator - 1) < _INT64_END:
            return _divide_by_limbs(values, limbs, width, whole, rest, denominator)
    return _divide_unbounded(values, numerator, denominator)


def _divmod_into(product: Int64s, denominator: int, values: Int64s, whole: int) -> tuple[Int64s, Int64s]:
    if denominator >= _INT64_END:
        return values * np.int64(whole), product
    floors = product // np.int64(denominator)
    product -= floors * np.int64(denominator)
    if whole:
        floors += values * np.int64(whole)
    return floors, product


def _divide_by_limbs(
    values: Int64s, limbs: int, width: int, whole: int, rest: int, denominator: int
) -> tuple[Int64s, Int64s]:
    floors = values * np.int64(whole)
    products = np.zeros_like(values)
    mask = np.int64((1 << width) - 1)
    for limb in range(limbs):
        quotient, remainder = divmod(rest << (width * limb), denominator)
        part = (values >> np.int64(width * limb)) & mask
        if quotient:
            floors += part * np.int64(quotient)
        products += part * np.int64(remainder)
    carried = products // np.int64(denominator)
    products -= carried * np.int64(denominator)
    floors += carried
    return floors, products


def _divide_unbounded(values: Int64s, numerator: int, denominator: int) -> tuple[Int64s, Int64s]:
    pairs = [divmod(numerator * value, denominator) for value in values.tolist()]
    floors = np.array([floor for floor, _ in pairs], dtype=np.int64)
    return floors, np.array([remainder for _, remainder in pairs], dtype=object)


def _top_up_rows(floors: Int64s, remainders: Int64s, left_over: int) -> Int64s:
    if left_over == 0:
        return floors.copy()
    if remainders.dtype == object:
        cut = sorted(remainders.tolist(), reverse=True)[left_over - 1]
    else:
        cut = find_cut(remainders, remainders.size - left_over)
    above = remainders > cut
    shares: Int64s = floors + above
    missing = left_over - int(np.count_nonzero(above))
    shares[np.flatnonzero(remainders == cut)[:missing]] += 1
    return shares


def find_cut(values: Int64s, place: int) -> np.int64:
    """Return the value that would stand at `place` if they were sorted.

    A sorted sample says between which two values it very likely lies; then only those between are partitioned.
    """
    stretch = values.size // _SAMPLE
    if stretch > 1:
        sample = np.sort(values[::stretch])
        expected = place * sample.size // values.size
        low = sample[max(expected - _MARGIN, 0)]
        high = sample[min(expected + _MARGIN, sample.size - 1)]
        near = values[(values >= low) & (values <= high)]
        within = place - int(np.count_nonzero(values < low))
        if 0 <= within < near.size:
            return np.int64(np.partition(near, within)[within])
    return np.int64(np.partition(values, place)[place])


def _top_up_table(floors: Floors, table: Int64s, counts: Int64s, left_over: int) -> Int64s:
    by_value = floors.floors.copy()
    tied = np.zeros(by_value.size, dtype=bool)
    missing = 0
    if left_over:
        order = np.argsort(-floors.remainders, kind="stable")
        reached = np.cumsum(counts[order])
        cut = floors.remainders[order[int(np.searchsorted(reached, left_over))]]
        above = floors.remainders > cut
        by_value += above
        missing = left_over - int(counts[above].sum())
        tied = floors.remainders == cut
    shares = np.take(by_value, table)
    if missing:
        shares[np.flatnonzero(np.take(tied, table))[:missing]] += 1
    return shares


def share_exactly(total_minor: int, volumes: Volumes, rate: Fraction) -> Int64s:
    """Share a whole total that lies within one minor unit of rate * all volumes; each share is a floor or the next.

    `rate` is minor units per driver unit, with the total's sign.
    """
    floors = compute_floors(volumes, abs(rate) / 10**volumes.exponent)
    shares = floors.top_up(abs(total_minor) - floors.total)
    return -shares if total_minor < 0 else shares


@dataclass(frozen=True)
class Shares:
    """A pool shared out, in minor units: per customer (in order of id), per pool served, and what was not used."""

    customers: Int64s
    pools: tuple[int, ...]
    unused: int
    rate: Fraction


def share_out(
    amount_minor: int, volumes: Volumes, pool_quantities: tuple[Fraction, ...], capacity: Fraction | None
) -> Shares:
    """Share a whole amount over customers, the pools served (in order of pool id) and the unused capacity.

    Quantities and capacity are in the driver's units. The rate is amount / capacity, or amount / all that was used.
    The parts sum to the amount and each lies within one minor unit of the exact share; a negative amount mirrors a
    positive one. Ties: a pool before a customer, the smaller id first, unused last. Over-used capacity is a negative
    unused part, rounded toward zero. Raise ZeroDivisionError when nothing was used and there is no capacity.
    """
    used = volumes.amount() + sum(pool_quantities)
    base = capacity if capacity is not None else used
    sign, magnitude = (-1, -amount_minor) if amount_minor < 0 else (1, amount_minor)
    rate = Fraction(magnitude) / base
    floors = compute_floors(volumes, rate / 10**volumes.exponent)
    exact = [rate * quantity for quantity in pool_quantities]
    unused = rate * (base - used)
    parts = [int(share) for share in (*exact, unused)]
    left_over = magnitude - floors.total - sum(parts)
    bonus = _scalars_topped_up(floors, exact, unused, left_over)
    parts = [part + extra for part, extra in zip(parts, bonus, strict=True)]
    customers = floors.top_up(left_over - sum(bonus))
    signed = [sign * part for part in parts]
    return Shares(-customers if sign < 0 else customers, tuple(signed[:-1]), signed[-1], sign * rate)


def _scalars_topped_up(floors: Floors, exact: list[Fraction], unused: Fraction, left_over: int) -> list[int]:
    """Say which pools, and whether the unused part, are among the `left_over` largest remainders."""
    remainders = [share - int(share) for share in exact]
    last = unused - int(unused)
    bonus = []
    for position, remainder in enumerate(remainders):
        ahead = sum(other > remainder for other in remainders) + remainders[:position].count(remainder)
        ahead += (last > remainder) + floors.count_above(remainder, or_equal=False)
        bonus.append(int(remainder > 0 and ahead < left_over))
    ahead = sum(other >= last for other in remainders)
    bonus.append(int(last > 0 and ahead + floors.count_above(last, or_equal=True) < left_over))
    return bonus
