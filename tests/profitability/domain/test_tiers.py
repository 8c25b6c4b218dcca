"""Gold, silver, bronze: each rule at its borders, and the clause that decided."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from profitability.domain.columns import NO_DATE
from profitability.domain.settings import Settings, first_day_of_window
from profitability.domain.tiers import TIER_REASONS, TIERS, assign_tiers, find_new_customers, round_up

PERIOD = Settings(date(2025, 1, 1), date(2025, 12, 31))


def tier(contribution: list[int], settings: Settings, new: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    is_new = np.array([position in new for position in range(len(contribution))])
    tiering = assign_tiers(np.array(contribution, dtype=np.int64), is_new, settings)
    return [(TIERS[t], TIER_REASONS[r]) for t, r in zip(tiering.tiers, tiering.reasons, strict=True)]


def test_whale_gold_reaches_to_the_customer_at_whom_the_share_of_the_peak_is_reached() -> None:
    settings = replace(PERIOD, gold_max_share=Fraction(1))
    assert [name for name, _ in tier([50, 30, 15, 5, -20], settings)] == ["gold", "gold", "silver", "silver", "bronze"]
    assert [name for name, _ in tier([79, 1, 15, 5, -20], settings)][:3] == ["gold", "gold", "silver"]


def test_whale_gold_is_never_more_than_its_share_of_the_customers_rounded_up() -> None:
    found = tier([30, 30, 30, 30, 30, -1], PERIOD)
    assert [name for name, _ in found] == ["gold", "gold", "silver", "silver", "silver", "bronze"]
    assert [reason for _, reason in found][2:] == ["gold_share_full", "gold_share_full", "earns", "costs"]


def test_nobody_is_gold_when_nobody_earns() -> None:
    assert tier([0, -5], PERIOD) == [("bronze", "costs"), ("bronze", "costs")]
    below = replace(PERIOD, tier_rule="threshold", gold_from_minor=-10, silver_from_minor=-10)
    assert tier([0, -5], below) == [("silver", "no_peak"), ("silver", "no_peak")]


def test_percent_cuts_at_ranks_rounded_up_and_gold_needs_contribution() -> None:
    settings = replace(PERIOD, tier_rule="percent")
    found = tier([9, 5, 3, 1, -1, -2], settings)
    assert [name for name, _ in found] == ["gold", "gold", "silver", "bronze", "bronze", "bronze"]
    all_gold = replace(PERIOD, tier_rule="percent", gold_percent=Fraction(1), silver_percent=Fraction(1))
    assert tier([4, -1], all_gold) == [("gold", "within_gold_percent"), ("silver", "gold_needs_contribution")]


def test_threshold_includes_its_limits() -> None:
    settings = replace(PERIOD, tier_rule="threshold", gold_from_minor=100, silver_from_minor=10)
    assert [name for name, _ in tier([100, 99, 10, 9], settings)] == ["gold", "silver", "silver", "bronze"]


def test_a_new_customer_is_at_least_silver() -> None:
    assert tier([50, -1, -2], PERIOD, new=(2,))[2] == ("silver", "new_customer")
    assert tier([50, -1], PERIOD, new=(0,))[0] == ("gold", "within_peak_share")


@pytest.mark.parametrize(
    ("last", "months", "first"),
    [
        (date(2025, 12, 31), 12, date(2025, 1, 1)),
        (date(2025, 12, 31), 0, date(2026, 1, 1)),
        (date(2024, 2, 29), 12, date(2023, 3, 1)),
        (date(2025, 3, 30), 1, date(2025, 3, 1)),
        (date(2024, 2, 28), 12, date(2023, 3, 1)),
    ],
)
def test_a_window_of_months_ends_with_its_last_day(last: date, months: int, first: date) -> None:
    assert first_day_of_window(last, months) == first


def test_customer_since_goes_before_the_first_transaction() -> None:
    def days(*given: date | None) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        epoch = date(1970, 1, 1).toordinal()
        return np.array([NO_DATE if d is None else d.toordinal() - epoch for d in given], dtype=np.int64)

    since = days(date(2019, 1, 1), date(2025, 1, 1), None, None, None, date(2026, 1, 1))
    first = days(date(2025, 6, 1), date(2025, 6, 1), date(2025, 1, 1), date(2024, 12, 31), None, date(2025, 6, 1))
    assert find_new_customers(since, first, PERIOD).tolist() == [False, True, True, False, False, False]


def test_shares_of_customers_round_up() -> None:
    assert [round_up(Fraction(1, 5), n) for n in (0, 1, 5, 6)] == [0, 1, 1, 2]
