"""Numbers as Nordic and British readers expect them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ui import formats

N, M = "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("language", "write", "expected"),
    [
        ("sv", lambda: formats.money(31_250_000_00), f"31{N}250{N}000{N}kr"),
        ("sv", lambda: formats.money(-50), f"{M}1{N}kr"),
        ("sv", lambda: formats.money(-49), f"0{N}kr"),
        ("sv", lambda: formats.money(31_250_000_00, "EUR"), f"31{N}250{N}000{N}EUR"),
        ("sv", lambda: formats.money_exact(-123_456_07), f"{M}123{N}456,07{N}kr"),
        ("sv", lambda: formats.amount(None), "–"),
        ("sv", lambda: formats.amount(99_950), f"1{N}000"),
        ("sv", lambda: formats.amount(5, decimals=0), "5"),
        ("sv", lambda: formats.amount_exact(5), "0,05"),
        ("sv", lambda: formats.percent(0.257), f"25,7{N}%"),
        ("sv", lambda: formats.percent(-0.0004), f"0,0{N}%"),
        ("sv", lambda: formats.percent(0.0665), f"6,7{N}%"),
        ("sv", lambda: formats.percent(Fraction(1, 3), 0), f"33{N}%"),
        ("sv", lambda: formats.percent(Decimal("1.931"), 0), f"193{N}%"),
        ("sv", lambda: formats.number(1234.5, 1), f"1{N}234,5"),
        ("sv", lambda: formats.compact(9_999_99), f"10{N}000{N}kr"),
        ("sv", lambda: formats.compact(31_250_00 * 10), f"313{N}tkr"),
        ("sv", lambda: formats.compact(31_250_000_00), f"31,3{N}mkr"),
        ("sv", lambda: formats.compact(-31_250_000_00), f"{M}31,3{N}mkr"),
        ("en-gb", lambda: formats.money(31_250_000_00), f"31,250,000{N}SEK"),
        ("en-gb", lambda: formats.percent(0.257), "25.7%"),
        ("en-gb", lambda: formats.compact(31_250_000_00), f"31.3{N}MSEK"),
        ("en-gb", lambda: formats.amount_exact(-100_000), f"{M}1,000.00"),
        ("da", lambda: formats.money(31_250_000_00, "DKK"), f"31.250.000{N}kr."),
        ("da", lambda: formats.money(31_250_000_00, "SEK"), f"31.250.000{N}SEK"),
        ("da", lambda: formats.money_exact(-123_456_07, "DKK"), f"{M}123.456,07{N}kr."),
        ("da", lambda: formats.percent(0.257), f"25,7{N}%"),
        ("da", lambda: formats.compact(3_125_000_00, "DKK"), f"3.125{N}t.kr."),
        ("da", lambda: formats.compact(31_250_000_00, "DKK"), f"31,3{N}mio.{N}kr."),
        ("da", lambda: formats.compact(31_250_000_00), f"31,3{N}MSEK"),
        ("nb", lambda: formats.money(31_250_000_00, "NOK"), f"31{N}250{N}000{N}kr"),
        ("nb", lambda: formats.money_exact(-123_456_07, "NOK"), f"{M}123{N}456,07{N}kr"),
        ("nb", lambda: formats.percent(-0.257), f"{M}25,7{N}%"),
        ("nb", lambda: formats.compact(3_125_000_00, "NOK"), f"3{N}125{N}tkr"),
        ("nb", lambda: formats.compact(31_250_000_00, "NOK"), f"31,3{N}mill.{N}kr"),
    ],
)
def test_number_is_written_the_way_of_the_language(language: str, write: Callable[[], str], expected: str) -> None:
    with translation.override(language):
        assert write() == expected


def test_signed_adds_a_plus_only_above_zero() -> None:
    with translation.override("sv"):
        written = [formats.signed(formats.percent(share)) for share in (0.042, 0.0, -0.008)]
    assert written == [f"+4,2{N}%", f"0,0{N}%", f"{M}0,8{N}%"]


def test_column_is_written_as_its_cells_are() -> None:
    minors = [0, 49, 50, -50, 31_250_000_00, None]
    assert formats.amount_column(minors) == [formats.amount(minor) for minor in minors]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "2025, helår"),
        (date(2024, 1, 1), date(2025, 12, 31), "2024–2025"),
        (date(2024, 7, 1), date(2025, 6, 30), f"1 juli 2024{N}– 30 juni 2025"),
    ],
)
def test_period_is_written_shortly(start: date, end: date, expected: str) -> None:
    assert formats.period(start, end) == expected


@pytest.mark.parametrize(
    ("language", "day", "moment", "long"),
    [
        ("sv", "2026-11-30", "2026-11-30 22:02", "30 november 2026 22:02"),
        ("en-gb", "2026-11-30", "2026-11-30 22:02", "30 November 2026, 22:02"),
        ("da", "30.11.2026", "30.11.2026 22:02", "30. november 2026 22:02"),
        ("nb", "30.11.2026", "30.11.2026 22:02", "30. november 2026 22:02"),
    ],
)
def test_dates_and_times_are_written_one_way_in_each_language(language: str, day: str, moment: str, long: str) -> None:
    at = datetime(2026, 11, 30, 21, 2, tzinfo=UTC)
    with translation.override(language):
        assert (formats.day(at), formats.day(at.date()), formats.moment(at)) == (day, day, moment)
        assert formats.clock(at) == "22:02"
        assert date_format(localtime(at), "DATETIME_FORMAT") == long


def test_no_template_writes_dates_in_a_pattern_of_its_own() -> None:
    own = re.compile(r'\|(?:date|time):"(?!(?:SHORT_)?(?:DATE|TIME|DATETIME)_FORMAT")')
    texts = {path: path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.*")}
    assert [str(path) for path, text in texts.items() if own.search(text)] == []
