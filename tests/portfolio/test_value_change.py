"""Why the portfolio's value changed, to the last fraction."""

import random
from fractions import Fraction

import pytest

from portfolio.domain.customer_facts import Sums
from portfolio.domain.lifetime_value import PortfolioRow, TierBase, value_portfolio
from portfolio.domain.ratio import round_half_up
from portfolio.domain.value_change import ValueChange, explain_change

HALF = Fraction(1, 2)


def portfolio(top: Sums, bottom: Sums, retention: Fraction = HALF) -> tuple[PortfolioRow, ...]:
    return value_portfolio((TierBase("top", top, retention), TierBase("bottom", bottom, HALF)), HALF)


BEFORE = portfolio(Sums(10, 20, 2000), Sums(30, 30, 600))


def test_more_customers_of_the_same_kind_is_volume_alone() -> None:
    change = explain_change(BEFORE, portfolio(Sums(20, 40, 4000), Sums(60, 60, 1200)))
    assert change is not None
    assert [change.before_minor, change.volume_minor, change.after_minor] == [5200, 5200, 10400]
    assert [change.mix_minor, change.frequency_minor, change.average_minor, change.duration_minor] == [0, 0, 0, 0]


def test_each_cause_is_told_by_itself() -> None:
    mix = explain_change(BEFORE, portfolio(Sums(20, 40, 4000), Sums(20, 20, 400)))
    frequency = explain_change(BEFORE, portfolio(Sums(10, 40, 4000), Sums(30, 30, 600)))
    average = explain_change(BEFORE, portfolio(Sums(10, 20, 4000), Sums(30, 30, 600)))
    duration = explain_change(BEFORE, portfolio(Sums(10, 20, 2000), Sums(30, 30, 600), Fraction(3, 4)))
    assert mix is not None
    assert mix.mix_minor == mix.after_minor - mix.before_minor == 3600
    assert frequency is not None
    assert frequency.frequency_minor == 4000
    assert average is not None
    assert average.average_minor == 4000
    assert duration is not None
    assert duration.duration_minor == 4000


def test_the_steps_sum_to_the_change_exactly() -> None:
    change = explain_change(BEFORE, portfolio(Sums(7, 19, 1717), Sums(41, 53, 1311), Fraction(2, 7)))
    assert change is not None
    steps = (
        change.volume_minor + change.mix_minor + change.frequency_minor + change.average_minor + change.duration_minor
    )
    assert change.before_minor + steps == change.after_minor


@pytest.mark.parametrize("seed", range(40))
def test_the_steps_in_minor_units_sum_to_the_rounded_values(seed: int) -> None:
    chance = random.Random(seed)

    def some() -> tuple[PortfolioRow, ...]:
        top, bottom = (Sums(chance.randint(1, 90), chance.randint(1, 900), chance.randint(-999, 9_999)) for _ in "ab")
        return portfolio(top, bottom, Fraction(chance.randint(1, 98), 99))

    change = explain_change(some(), some())
    assert change is not None
    exact = (
        change.volume_minor, change.mix_minor, change.frequency_minor, change.average_minor, change.duration_minor
    )  # fmt: skip
    steps = change.steps_in_minor()
    assert round_half_up(change.before_minor) + sum(steps) == round_half_up(change.after_minor)
    assert all(abs(step - part) < 1 for step, part in zip(steps, exact, strict=True))


@pytest.mark.parametrize(("before", "after"), [(-1, 1), (1, -1), (1, 3), (-3, -1)])
def test_values_that_end_in_a_half_keep_the_sum(before: int, after: int) -> None:
    first, last = Fraction(before, 2), Fraction(after, 2)
    none = Fraction(0)
    change = ValueChange(first, last - first, none, none, none, none, last)
    assert round_half_up(first) + sum(change.steps_in_minor()) == round_half_up(last)


def test_an_unknown_duration_leaves_the_change_unexplained() -> None:
    assert explain_change(BEFORE, portfolio(Sums(10, 20, 2000), Sums(30, 30, 600), Fraction(1))) is None
