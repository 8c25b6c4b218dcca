"""Lifetime value in its simple form, the published cases and the edges."""

from fractions import Fraction

from portfolio.domain.customer_facts import Sums
from portfolio.domain.lifetime_value import TierBase, expected_duration, lifetime_value, value_portfolio
from portfolio.domain.ratio import decimal_text


def test_before_and_three_years_on() -> None:
    before = lifetime_value(Fraction(5), Fraction(500), Fraction("2.5"))
    later = lifetime_value(Fraction(6), Fraction(600), Fraction(3))
    assert [before, later] == [6_250, 10_800]
    assert [before * 5_000, later * 4_500] == [31_250_000, 48_600_000]
    assert decimal_text((later * 4_500 / (before * 5_000) - 1) * 100, 1) == "55.5"


def test_new_customers_of_whom_sixty_percent_buy_again() -> None:
    duration = expected_duration(Fraction("0.6"))
    assert duration == Fraction(5, 2)
    assert Fraction("2.4") * 350 == 840
    assert lifetime_value(Fraction("2.4"), Fraction(350), duration) == 2_100


def test_when_nobody_leaves_there_is_no_duration() -> None:
    assert expected_duration(Fraction(1)) is None
    assert expected_duration(None) is None
    assert expected_duration(Fraction(0)) == 1


def test_a_tier_without_known_duration_leaves_the_sum_unknown() -> None:
    known = TierBase("super", Sums(1, 2, 100), Fraction(1, 2))
    unknown = TierBase("bottom", Sums(1, 1, 50), None)
    first, last, everyone = value_portfolio((known, unknown), Fraction(1, 2))
    assert first.portfolio_value_minor == 200
    assert (last.duration, last.lifetime_value_minor, last.portfolio_value_minor) == (None, None, None)
    assert (first.index, everyone.portfolio_value_minor) == (None, None)


def test_an_empty_tier_is_worth_nothing_and_spoils_nothing() -> None:
    rows = value_portfolio((TierBase("top", Sums(), None), TierBase("bottom", Sums(2, 2, 50), Fraction(1, 2))), None)
    assert [row.portfolio_value_minor for row in rows] == [0, 100, 100]
    assert rows[0].revenue_per_customer_minor is None


def test_a_negative_total_gives_a_negative_value_and_no_index() -> None:
    rows = value_portfolio(
        (TierBase("top", Sums(1, 1, 10), Fraction(1, 2)), TierBase("bottom", Sums(1, 1, -30), Fraction(1, 2))), None
    )
    assert [row.lifetime_value_minor for row in rows[:2]] == [20, -60]
    assert [row.index for row in rows] == [None, None, None]
    assert rows[-1].portfolio_value_minor == -40
