"""Rounding is half away from zero and never passes through a float."""

from fractions import Fraction

import pytest

from portfolio.domain.ratio import decimal_text, ratio, round_half_up, share_ceiling


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(-1, 200), 2, "-0.01"),
        (Fraction(-1, 1000), 2, "0.00"),
        (7, 2, "7.00"),
        (Fraction(10**30, 3), 1, "333333333333333333333333333333.3"),
        (None, 2, ""),
    ],
)
def test_a_number_is_written_with_its_decimals(value: Fraction | int | None, decimals: int, text: str) -> None:
    assert decimal_text(value, decimals) == text


def test_halves_go_away_from_zero() -> None:
    assert [round_half_up(Fraction(n, 2)) for n in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]


def test_nothing_is_divided_by_zero() -> None:
    assert ratio(3, 0) is None


@pytest.mark.parametrize(
    ("count", "ceiling"), [(0, 0), (1, 1), (20, 1), (21, 2), (94_387, 4_720), (10**18, 5 * 10**16)]
)
def test_five_percent_is_rounded_up_exactly(count: int, ceiling: int) -> None:
    assert share_ceiling(Fraction(5, 100), count) == ceiling
