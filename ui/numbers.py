"""Read a number the way people write it, and say so when it can be read in two ways."""

import re
from dataclasses import dataclass
from decimal import Decimal

_SPACES = "\u0020\u00a0\u202f\u2009\u2007"
_SIGNS = "-\u2212\u2013"
_UNIT = re.compile(r"(?:kr\.?|:-|SEK|NOK|DKK|EUR|USD|GBP)$", re.IGNORECASE)
_BODY = re.compile(rf"[0-9.,{_SPACES}'’]+", re.ASCII)
_GROUPED = r"[0-9]{{1,3}}(?:{0}[0-9]{{3}})+"


@dataclass(frozen=True)
class NumberReading:
    """What a text can mean: no reading = not a number, one = clear, two = the comma or point can be either."""

    readings: tuple[Decimal, ...]

    @property
    def value(self) -> Decimal | None:
        """Return the number when there is exactly one reading."""
        return self.readings[0] if len(self.readings) == 1 else None

    @property
    def is_ambiguous(self) -> bool:
        return len(self.readings) > 1


NOT_A_NUMBER = NumberReading(())


def read_number(text: str, decimal_point: str | None = None) -> NumberReading:
    """Read `text` as a decimal number.

    Spaces (also U+00A0, U+202F, U+2009) and apostrophes part thousands; "." and "," are told apart by their position;
    minus may be U+2212, stand last or be a pair of parentheses; a currency may follow. "1,234" and "1.234" have two
    readings unless `decimal_point` ("," or ".") says which sign the source uses. Exponents, NaN and digits other than
    0–9 are not numbers.
    """
    body, negative = _without_sign(text.strip(_SPACES + "\t\r\n"))
    if not _BODY.fullmatch(body) or not any(digit.isdigit() for digit in body):
        return NOT_A_NUMBER
    plain = re.sub(rf"[{_SPACES}'’]", " ", body)
    readings = tuple(dict.fromkeys(_readings(plain, decimal_point)))
    return NumberReading(tuple(-value if negative and value else value for value in readings))


def _without_sign(text: str) -> tuple[str, bool]:
    """Strip sign, parentheses and unit; say whether the number is negative."""
    negative = False
    if text.startswith("(") and text.endswith(")"):
        text, negative = text[1:-1].strip(_SPACES), True
    text = _UNIT.sub("", text).strip(_SPACES)
    if text[:1] and text[0] in _SIGNS and not negative:
        return text[1:].lstrip(_SPACES), True
    if text[-1:] and text[-1] in _SIGNS and not negative:
        return text[:-1].rstrip(_SPACES), True
    return (text[1:].lstrip(_SPACES) if text[:1] == "+" else text), negative


def _readings(plain: str, decimal_point: str | None) -> list[Decimal]:
    """Return the possible values of digits, spaces, commas and points."""
    marks = [sign for sign in plain if sign in ".,"]
    if not marks:
        return _as_whole(plain, " ")
    if len(set(marks)) == 2:
        point = plain[max(plain.rfind("."), plain.rfind(","))]
        if " " in plain or (decimal_point and point != decimal_point):
            return []
        return _as_decimal(plain, "," if point == "." else ".", point)
    mark = marks[0]
    as_decimal = _as_decimal(plain, " ", mark) if len(marks) == 1 else []
    as_group = _as_whole(plain, mark) if " " not in plain else []
    if decimal_point:
        return as_decimal if mark == decimal_point else as_group
    if as_group and plain.startswith("0"):
        return as_decimal
    return as_decimal + as_group


def _as_whole(text: str, group: str) -> list[Decimal]:
    if text.isdigit() or re.fullmatch(_GROUPED.format(re.escape(group)), text):
        return [Decimal(text.replace(group, ""))]
    return []


def _as_decimal(text: str, group: str, point: str) -> list[Decimal]:
    if text.count(point) != 1:
        return []
    whole, fraction = text.split(point)
    if not fraction.isdigit():
        return []
    return [value + Decimal(f"0.{fraction}") for value in (_as_whole(whole, group) if whole else [Decimal(0)])]
