"""Exact numbers and their text: money in whole minor units, quantities in whole millionths, ratios as fractions.

Text becomes a number only when it is plain: an optional sign, ASCII digits, one decimal point. NaN, Infinity, 1E+5,
1_000, thousands separators and full-width digits are refused.
"""

import re
from fractions import Fraction

QUANTITY_DECIMALS = 6
LARGEST_TOTAL = 2**62
"""Sums of absolute values stay below this, so that no int64 sum in the engine can overflow."""

_PLAIN = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)


def parse_scaled(text: str, decimals: int) -> int | None:
    """Return the number in `text` times 10**decimals, or None when it is not plain or has more decimals than that.

    Zeros at the end do not count as decimals: 12.500 has one.
    """
    if not _PLAIN.fullmatch(text):
        return None
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > decimals:
        return None
    return int(whole + fraction.ljust(decimals, "0"))


def parse_fraction(text: str) -> Fraction | None:
    """Return the plain decimal number in `text` exactly, or None."""
    return Fraction(text) if _PLAIN.fullmatch(text) else None


def format_minor(minor: int, decimals: int) -> str:
    """Return minor units as major units: a point, the currency's decimals, no separator."""
    if decimals == 0:
        return str(minor)
    digits = str(abs(minor)).rjust(decimals + 1, "0")
    return f"{'-' if minor < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


def format_number(number: Fraction, *, at_least: int = 0, at_most: int = 8) -> str:
    """Return a decimal text with as few decimals as say it exactly, between `at_least` and `at_most` (half to even)."""
    scaled = round(number * 10**at_most)
    text = format_minor(scaled, at_most)
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(at_least, "0")
    return f"{whole}.{fraction}" if fraction else whole
