"""Why the portfolio's value changed: number of customers, mix of tiers, frequency, average, duration."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from portfolio.domain.lifetime_value import PortfolioRow
from portfolio.domain.ratio import round_half_up


@dataclass(frozen=True)
class ValueChange:
    """Steps from the value before to the value after, in minor units, unrounded; they sum to the difference exactly."""

    before_minor: Fraction
    volume_minor: Fraction
    mix_minor: Fraction
    frequency_minor: Fraction
    average_minor: Fraction
    duration_minor: Fraction
    after_minor: Fraction

    def steps_in_minor(self) -> tuple[int, ...]:
        """Return the five steps in whole minor units, which sum to the rounded value after less that before.

        Each is rounded down; what is then missing goes one by one to those that lost most, the earlier first where
        equal.
        """
        steps = (self.volume_minor, self.mix_minor, self.frequency_minor, self.average_minor, self.duration_minor)
        whole = [floor(step) for step in steps]
        missing = round_half_up(self.after_minor) - round_half_up(self.before_minor) - sum(whole)
        for place in sorted(range(len(steps)), key=lambda at: whole[at] - steps[at])[: abs(missing)]:
            whole[place] += 1 if missing > 0 else -1
        return tuple(whole)


@dataclass(frozen=True)
class _Tier:
    share: Fraction
    frequency: Fraction
    average: Fraction
    duration: Fraction


def explain_change(before: tuple[PortfolioRow, ...], after: tuple[PortfolioRow, ...]) -> ValueChange | None:
    """Change one thing at a time, in the order volume, mix, frequency, average, duration.

    value = customers × Σ share × purchases per customer × revenue per purchase × duration, over the tiers. Each step
    puts the later figure in the place of the earlier one and keeps those before it. None where a tier's figure is
    unknown in either portfolio.
    """
    first, last = _read_tiers(before), _read_tiers(after)
    if first is None or last is None or len(first) != len(last):
        return None
    count_before, count_after = before[-1].sums.customers, after[-1].sums.customers
    values = [_sum_tiers(first, last, changed) for changed in range(5)]
    return ValueChange(
        before_minor=count_before * values[0],
        volume_minor=(count_after - count_before) * values[0],
        mix_minor=count_after * (values[1] - values[0]),
        frequency_minor=count_after * (values[2] - values[1]),
        average_minor=count_after * (values[3] - values[2]),
        duration_minor=count_after * (values[4] - values[3]),
        after_minor=count_after * values[4],
    )


def _sum_tiers(first: list[_Tier], last: list[_Tier], changed: int) -> Fraction:
    """Return the value per customer with the first `changed` of share, frequency, average, duration as they became."""
    total = Fraction(0)
    for old, new in zip(first, last, strict=True):
        share = new.share if changed >= 1 else old.share
        frequency = new.frequency if changed >= 2 else old.frequency
        average = new.average if changed >= 3 else old.average
        total += share * frequency * average * (new.duration if changed >= 4 else old.duration)
    return total


def _read_tiers(rows: tuple[PortfolioRow, ...]) -> list[_Tier] | None:
    everyone = rows[-1].sums.customers
    tiers = []
    for row in rows[:-1]:
        frequency, average, duration = row.purchases_per_customer, row.revenue_per_purchase_minor, row.duration
        if not everyone or frequency is None or average is None or duration is None:
            return None
        tiers.append(_Tier(Fraction(row.sums.customers, everyone), frequency, average, duration))
    return tiers
