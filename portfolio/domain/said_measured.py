"""What a questionnaire claims about the customers beside what the ledger says.

docs/methods/said_and_measured.md states each figure: its definition, what it is a share of, and when it cannot be
measured. Shares are exact fractions 0–1; counts are whole numbers of customers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portfolio.domain.ratio import ratio

WIDEST_AGREEING = Fraction(2, 100)
"""Shares that agree are at most two percentage points apart …"""
NARROWEST_AGREEING = Fraction(5, 1000)
RELATIVE_AGREEING = Fraction(1, 4)
"""… and, where they are small, within a quarter of the measured one; half a point is rounding."""
COUNT_TOLERANCE = Fraction(5, 100)
"""A count within 5 % of the measured one is still the same figure."""
LARGEST = 10


class Verdict(StrEnum):
    """How a claim stands beside its figure."""

    AGREES = "agrees"
    TOO_HIGH = "too_high"
    TOO_LOW = "too_low"
    UNSAID = "unsaid"
    UNMEASURED = "unmeasured"


class Unit(StrEnum):
    """What a figure counts."""

    CUSTOMERS = "customers"
    SHARE = "share"


class Group(StrEnum):
    """The figures of one question of the checklist."""

    VOLUME = "volume"
    PROFITABILITY = "profitability"
    REPURCHASE = "repurchase"
    LARGEST = "ten_largest"
    CROSS_SELLING = "cross_selling"


@dataclass(frozen=True)
class Profits:
    """Customers of a run with activity in its period, by the sign of their contribution; `idle` had no activity."""

    profitable: int
    unprofitable: int
    idle: int


@dataclass(frozen=True)
class MeasuredBase:
    """What the ledger says of the customers at `as_of`.

    `bought`: customers by how many purchases they have made since `first_date`: 1, 2–5, 6–10, 11 or more.
    `largest_minor`: net sales of the window of the largest customers, falling; `net_minor` of all customers.
    `holders`: active customers with any product, `multiple_holders` those with more than one. `profits` None: no run.
    """

    as_of: date
    window_first: date
    first_date: date | None
    active_months: int
    total: int
    active: int
    bought: tuple[int, int, int, int]
    largest_minor: tuple[int, ...]
    net_minor: int
    holders: int
    multiple_holders: int
    profits: Profits | None

    @property
    def buyers(self) -> int:
        """Return how many customers have bought at all."""
        return sum(self.bought)


@dataclass(frozen=True)
class Figure:
    """One figure: which cells of the checklist claim it (their sum), and what is measured (None: cannot be)."""

    key: str
    group: Group
    cells: tuple[str, ...]
    unit: Unit
    measured: Fraction | None
    customers: int | None = None


@dataclass(frozen=True)
class Comparison:
    """One figure said and measured. `difference` = said − measured, None where either is missing."""

    figure: Figure
    said: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        if self.said is None or self.figure.measured is None:
            return None
        return self.said - self.figure.measured

    @property
    def verdict(self) -> Verdict:
        if self.said is None:
            return Verdict.UNSAID
        difference, measured = self.difference, self.figure.measured
        if difference is None or measured is None:
            return Verdict.UNMEASURED
        if abs(difference) <= self._room(measured):
            return Verdict.AGREES
        return Verdict.TOO_HIGH if difference > 0 else Verdict.TOO_LOW

    def _room(self, measured: Fraction) -> Fraction:
        """Return how far apart the two may be and still agree."""
        if self.figure.unit == Unit.CUSTOMERS:
            return COUNT_TOLERANCE * measured
        return min(WIDEST_AGREEING, max(NARROWEST_AGREEING, RELATIVE_AGREEING * measured))


def list_figures(base: MeasuredBase) -> tuple[Figure, ...]:
    """Return every figure that the checklist asks for and a ledger can answer, in the checklist's order."""
    return (*_volume(base), *_profitability(base.profits), *_repurchase(base), *_largest(base), _cross_selling(base))


def compare_claims(base: MeasuredBase, claims: Mapping[str, Decimal]) -> tuple[Comparison, ...]:
    """Set each figure beside what `claims` (by cell; shares in percent, counts as they are) say of it.

    A claim that sums several cells is unsaid while any of them is missing.
    """
    return tuple(Comparison(figure, _said(figure, claims)) for figure in list_figures(base))


def _said(figure: Figure, claims: Mapping[str, Decimal]) -> Fraction | None:
    if not all(cell in claims for cell in figure.cells):
        return None
    total = sum((Fraction(claims[cell]) for cell in figure.cells), Fraction(0))
    return total / 100 if figure.unit == Unit.SHARE else total


def _volume(base: MeasuredBase) -> tuple[Figure, ...]:
    counts = {"active": base.active, "passive": base.total - base.active, "total": base.total}
    return tuple(
        Figure(key, Group.VOLUME, (f"volume:{key}",), Unit.CUSTOMERS, Fraction(count), count)
        for key, count in counts.items()
    )


def _profitability(profits: Profits | None) -> tuple[Figure, ...]:
    shares = {
        "profitable": (("profitable_growing", "profitable"), profits.profitable if profits else None),
        "unprofitable": (("unprofitable_improvable", "unprofitable"), profits.unprofitable if profits else None),
    }
    judged = profits.profitable + profits.unprofitable if profits else 0
    return tuple(
        Figure(
            key,
            Group.PROFITABILITY,
            tuple(f"profitability:{row}" for row in rows),
            Unit.SHARE,
            None if count is None else ratio(count, judged),
            count,
        )
        for key, (rows, count) in shares.items()
    )


def _repurchase(base: MeasuredBase) -> tuple[Figure, ...]:
    rows = ("once", "two_to_five", "six_to_ten", "eleven_or_more")
    return tuple(
        Figure(row, Group.REPURCHASE, (f"repurchase:{row}",), Unit.SHARE, ratio(count, base.buyers), count)
        for row, count in zip(rows, base.bought, strict=True)
    )


def _largest(base: MeasuredBase) -> tuple[Figure, ...]:
    """Return the ten shares and their sum; nothing is measured where net sales are not above zero."""
    cells = tuple(f"ten_largest:largest_{place}" for place in range(1, LARGEST + 1))
    amounts = (*base.largest_minor[:LARGEST], *([0] * (LARGEST - len(base.largest_minor))))
    shares = [ratio(amount, base.net_minor) if base.net_minor > 0 else None for amount in amounts]
    together = None if None in shares else sum((share for share in shares if share is not None), Fraction(0))
    single = tuple(
        Figure(f"largest_{place}", Group.LARGEST, (cell,), Unit.SHARE, share)
        for place, (cell, share) in enumerate(zip(cells, shares, strict=True), start=1)
    )
    return (*single, Figure("largest_together", Group.LARGEST, cells, Unit.SHARE, together))


def _cross_selling(base: MeasuredBase) -> Figure:
    share = ratio(base.multiple_holders, base.holders)
    return Figure("cross_selling", Group.CROSS_SELLING, ("cross_selling",), Unit.SHARE, share, base.multiple_holders)
