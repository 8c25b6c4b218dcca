"""Days are told by their bytes as the calendar tells them."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from profitability.intake.day_texts import DayTexts

FIRST, LAST = date(1999, 12, 30), date(2025, 3, 1)
ODD = [
    "",
    "2025-1-001",
    "2025/01/01",
    "2025-01-1x",
    "２025-01-01",
    "2025-13-01",
    "2025-00-10",
    "2025-10-00",
    "2025-01-32",
]
ODD += ["2025-02-29", "0000-00-00", "9999-99-99", " 2025-01-0", "2025-01-01 ", "20250101", "01.02.2025", "2025.01.01"]


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d"])
def test_every_day_of_the_period_is_one_and_no_other_text(form: str) -> None:
    days = [FIRST + timedelta(step) for step in range(-400, (LAST - FIRST).days + 400)]
    texts = [*(day.strftime(form) for day in days), *ODD, None]
    written = {day.strftime(form) for day in days if FIRST <= day <= LAST}
    for column in (pa.array(texts), pa.array([None, *texts]).slice(1), pa.array(texts[: len(days)])):
        found = DayTexts(form, FIRST, LAST).find(column).tolist()
        assert found == [text in written for text in texts[: len(column)]]


def test_nothing_is_a_day_only_where_it_may_be() -> None:
    column = pa.array(["2025-01-01", None, ""])
    assert DayTexts("%Y-%m-%d", FIRST, LAST, may_be_empty=True).find(column).tolist() == [True, True, False]
    assert DayTexts("%Y-%m-%d", FIRST, LAST).find(column).tolist() == [True, False, False]
