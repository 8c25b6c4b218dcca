"""The windows that a customer base is compared over, and the calendar behind them.

A window of `months` up to and including a date begins the day after the same day of the month `months` earlier, or
after that month's last day where it is shorter. From the last day of a month it is counted to the last day of a month,
so that whole months stay whole: 12 months up to 2024-02-29 begin 2023-03-01, up to 2025-02-28 they begin 2024-03-01,
and 4 months up to 2011-11-30 begin 2011-08-01.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Window:
    """Whole days, both ends included."""

    first_date: date
    last_date: date


@dataclass(frozen=True)
class Comparison:
    """The later window (S12 when it is twelve months long) and the equally long one before it (F12)."""

    earlier: Window
    later: Window


def months_before(day: date, months: int) -> date:
    """Return the same day of the month `months` earlier; its last day where it is shorter, and for a last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def compare_months(as_of: date, months: int) -> Comparison:
    """Return the window of `months` up to and including `as_of` and the one before it.

    Both starts are counted back from `as_of` itself. Raise ValueError when they fall before the year 1.
    """
    later_first = months_before(as_of, months) + timedelta(days=1)
    earlier_first = months_before(as_of, 2 * months) + timedelta(days=1)
    return Comparison(earlier=Window(earlier_first, later_first - timedelta(days=1)), later=Window(later_first, as_of))


def add_months(days: npt.NDArray[np.int64], months: int) -> npt.NDArray[np.int64]:
    """Move each day (days since 1970-01-01) `months` later, clamped to the last day of a shorter month."""
    day = days.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    target = month + np.timedelta64(months, "M")
    first = target.astype("datetime64[D]").astype(np.int64)
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) - 1
    day_of_month = days - month.astype("datetime64[D]").astype(np.int64)
    moved: npt.NDArray[np.int64] = np.minimum(first + day_of_month, last)
    return moved
