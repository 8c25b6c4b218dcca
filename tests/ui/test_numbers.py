"""What people type and paste as numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.numbers import read_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("1234", "1234"),
        ("1 234", "1234"),
        ("1\u00a0234\u202f567,5", "1234567.5"),
        ("1\u2009234.50", "1234.50"),
        ("31.250.000,00", "31250000.00"),
        ("31,250,000.00", "31250000.00"),
        ("31.250.000", "31250000"),
        ("12,5", "12.5"),
        ("12.50", "12.50"),
        ("1234,567", "1234.567"),
        ("0,125", "0.125"),
        (",5", "0.5"),
        ("\u2212500", "-500"),
        ("-500", "-500"),
        ("500-", "-500"),
        ("(1 234,50)", "-1234.50"),
        ("+7", "7"),
        ("2 150 kr", "2150"),
        ("2 150 SEK", "2150"),
        ("500:-", "500"),
        ("1'234'567", "1234567"),
        ("-0", "0"),
    ],
)
def test_number_with_one_reading(text: str, expected: str) -> None:
    assert read_number(text).value == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kr",
        "abc",
        "1 2 3",
        "12 34",
        "1,2,3",
        "1.234,5,6",
        "1.2.3",
        "--5",
        "5,",
        "NaN",
        "1e5",
        "1_000",
        "１２",
        "4 000 00",
    ],
)
def test_text_that_is_no_number(text: str) -> None:
    assert read_number(text).readings == ()


@pytest.mark.parametrize(("text", "both"), [("1,234", ("1.234", "1234")), ("-12.345", ("-12.345", "-12345"))])
def test_number_with_two_readings_says_so(text: str, both: tuple[str, str]) -> None:
    reading = read_number(text)
    assert reading.is_ambiguous
    assert reading.value is None
    assert reading.readings == tuple(map(Decimal, both))


def test_known_decimal_point_settles_the_reading() -> None:
    assert read_number("1,234", ",").value == Decimal("1.234")
    assert read_number("1,234", ".").value == Decimal(1234)
    assert read_number("1.234,5", ".").readings == ()


@given(st.integers(-(10**15), 10**15), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_what_we_write_can_be_read_back(minor: int, space: str) -> None:
    sign = "\u2212" if minor < 0 else ""
    text = f"{sign}{abs(minor) // 100:,}".replace(",", space) + f",{abs(minor) % 100:02d}"
    assert read_number(text).value == Decimal(minor).scaleb(-2)
