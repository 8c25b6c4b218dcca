"""Windows of whole months, leap days included."""

from datetime import date

import numpy as np
import pytest

from portfolio.domain.periods import Window, add_months, compare_months, months_before


def test_twelve_months_up_to_new_years_eve_are_the_calendar_years() -> None:
    comparison = compare_months(date(2025, 12, 31), 12)
    assert comparison.later == Window(date(2025, 1, 1), date(2025, 12, 31))
    assert comparison.earlier == Window(date(2024, 1, 1), date(2024, 12, 31))


def test_twelve_months_back_from_the_leap_day_begin_on_the_first_of_march() -> None:
    comparison = compare_months(date(2024, 2, 29), 12)
    assert comparison.later == Window(date(2023, 3, 1), date(2024, 2, 29))
    assert comparison.earlier == Window(date(2022, 3, 1), date(2023, 2, 28))


def test_whole_months_stay_whole_in_the_year_after_a_leap_year() -> None:
    comparison = compare_months(date(2025, 2, 28), 12)
    assert comparison.later == Window(date(2024, 3, 1), date(2025, 2, 28))
    assert comparison.earlier == Window(date(2023, 3, 1), date(2024, 2, 29))


def test_no_day_of_the_year_stands_twice_the_day_before_a_leap_day() -> None:
    comparison = compare_months(date(2024, 2, 28), 12)
    assert comparison.later == Window(date(2023, 3, 1), date(2024, 2, 28))
    assert comparison.earlier == Window(date(2022, 3, 1), date(2023, 2, 28))


def test_four_months_up_to_the_end_of_november_are_august_to_november() -> None:
    comparison = compare_months(date(2011, 11, 30), 4)
    assert comparison.later == Window(date(2011, 8, 1), date(2011, 11, 30))
    assert comparison.earlier == Window(date(2011, 4, 1), date(2011, 7, 31))


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 28), date(2025, 5, 30)])
@pytest.mark.parametrize("months", [1, 3, 6, 12])
def test_the_two_windows_meet_without_gap_or_overlap(day: date, months: int) -> None:
    comparison = compare_months(day, months)
    assert (comparison.later.first_date - comparison.earlier.last_date).days == 1
    assert comparison.later.last_date == day


def test_a_shorter_month_ends_the_day() -> None:
    assert months_before(date(2025, 3, 31), 1) == date(2025, 2, 28)
    assert months_before(date(2025, 1, 15), 13) == date(2023, 12, 15)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2021-01-31", 1, "2021-02-28"),
        ("2020-02-29", 36, "2023-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("1969-12-31", 2, "1970-02-28"),
        ("2020-06-15", 36, "2023-06-15"),
    ],
)
def test_months_are_added_by_the_calendar(day: str, months: int, later: str) -> None:
    days = np.array([day], dtype="datetime64[D]").astype(np.int64)
    assert add_months(days, months).astype("datetime64[D]") == np.datetime64(later)
