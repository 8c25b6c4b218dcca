"""How numbers and amounts are written and read: the only place that knows.

Every function follows the active language. Minus is U+2212, spaces inside a number are U+00A0, rounding is half away
from zero (what an accountant expects; Babel's compact form rounds half to even). Amounts are whole minor units.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from babel import Locale
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NBSP = "\u00a0"
MINUS = "\u2212"
NOTHING = "\u2013"
_OWN_CROWNS = {
    "sv": ("SEK", "kr", "tkr", "mkr"),
    "da": ("DKK", "kr.", "t.kr.", f"mio.{NBSP}kr."),
    "nb": ("NOK", "kr", "tkr", f"mill.{NBSP}kr"),
}
_NO_CROWN = ("", "", "", "")

type Numeric = int | float | Decimal | Fraction

SWEDISH_DECIMALS = 2
_DECIMALS: ContextVar[int] = ContextVar("decimals", default=SWEDISH_DECIMALS)


def use_decimals(decimals: int) -> None:
    """Read amounts as having this many minor digits for the rest of the request or job.

    Whoever fetches what a page is about says so once; the middleware sets every request back to two first.
    """
    _DECIMALS.set(decimals)


def decimals_in_use() -> int:
    """Return how many minor digits amounts have here."""
    return _DECIMALS.get()


@dataclass(frozen=True)
class Style:
    """The signs of one language: thousands, decimals, what stands before %, its own currency and that one's names."""

    group: str
    point: str
    before_percent: str
    own_currency: str
    own_unit: str
    own_thousands: str
    own_millions: str


@lru_cache(maxsize=16)
def _style_of(language: str) -> Style:
    locale = Locale.parse(language.replace("-", "_"), sep="_")
    symbols = locale.number_symbols["latn"]
    group = NBSP if symbols["group"].isspace() else symbols["group"]
    gap = "" if locale.language == "en" else NBSP
    return Style(group, symbols["decimal"], gap, *_OWN_CROWNS.get(locale.language, _NO_CROWN))


def style() -> Style:
    """Return the signs of the active language."""
    return _style_of(get_language() or "sv")


def _round_div(numerator: int, denominator: int) -> int:
    """Divide and round half away from zero, exactly."""
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -quotient if numerator < 0 else quotient


def _grouped(whole: int, fraction: str, look: Style) -> str:
    digits = f"{abs(whole):,}".replace(",", look.group)
    return f"{digits}{look.point}{fraction}" if fraction else digits


def _scaled(value: int, decimals: int, look: Style) -> str:
    """Write an integer count of 10**-decimals."""
    whole, rest = divmod(abs(value), 10**decimals)
    text = _grouped(whole, f"{rest:0{decimals}d}" if decimals else "", look)
    return MINUS + text if value < 0 else text


def _to_scale(value: Numeric, decimals: int) -> int:
    """Round any number to a count of 10**-decimals, half away from zero."""
    scale: int = 10**decimals
    if isinstance(value, int):
        return value * scale
    if isinstance(value, Fraction):
        return _round_div(value.numerator * scale, value.denominator)
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return int(exact.scaleb(decimals).to_integral_value(rounding=ROUND_HALF_UP))


def number(value: Numeric | None, decimals: int = 0) -> str:
    """Write a number with `decimals` decimals; None is an en dash."""
    if value is None:
        return NOTHING
    return _scaled(_to_scale(value, decimals), decimals, style())


def percent(share: Numeric | None, decimals: int = 1) -> str:
    """Write a share (0 to 1) as "25,7 %" (English "25.7%")."""
    if share is None:
        return NOTHING
    look = style()
    hundredfold = Decimal(repr(share)).scaleb(2) if isinstance(share, float) else share * 100
    return f"{_scaled(_to_scale(hundredfold, decimals), decimals, look)}{look.before_percent}%"


def _places(decimals: int | None) -> int:
    return decimals_in_use() if decimals is None else decimals


def amount(minor: int | None, decimals: int | None = None) -> str:
    """Write minor units in whole major units, without a unit: 3125000049 is "31 250 000"."""
    if minor is None:
        return NOTHING
    return _scaled(_round_div(minor, 10 ** _places(decimals)), 0, style())


def amount_exact(minor: int | None, decimals: int | None = None) -> str:
    """Write minor units with all decimals, without a unit."""
    if minor is None:
        return NOTHING
    return _scaled(minor, _places(decimals), style())


def unit(currency: str = "SEK") -> str:
    """Name the currency: "kr" where the reader's own crown is meant, else the code."""
    look = style()
    return look.own_unit if currency == look.own_currency else currency


def money(minor: int | None, currency: str = "SEK", decimals: int | None = None) -> str:
    """Write minor units in whole major units with the unit: "31 250 000 kr"."""
    return NOTHING if minor is None else f"{amount(minor, decimals)}{NBSP}{unit(currency)}"


def money_exact(minor: int | None, currency: str = "SEK", decimals: int | None = None) -> str:
    """Write minor units to the last of them with the unit: "31 250 000,00 kr"."""
    return NOTHING if minor is None else f"{amount_exact(minor, decimals)}{NBSP}{unit(currency)}"


def thousands_unit(currency: str = "SEK") -> str:
    """Name thousands of the currency: "tkr" (Danish "t.kr."), else "TSEK"."""
    look = style()
    return look.own_thousands if currency == look.own_currency else f"T{currency}"


def millions_unit(currency: str = "SEK") -> str:
    """Name millions of the currency: "mkr" (Danish "mio. kr.", Norwegian "mill. kr"), else "MSEK"."""
    look = style()
    return look.own_millions if currency == look.own_currency else f"M{currency}"


def thousands(minor: int | None, currency: str = "SEK", decimals: int | None = None) -> str:
    """Write minor units in thousands: "31 250 tkr"."""
    if minor is None:
        return NOTHING
    return f"{_scaled(_round_div(minor, 10 ** (_places(decimals) + 3)), 0, style())}{NBSP}{thousands_unit(currency)}"


def millions(minor: int | None, currency: str = "SEK", decimals: int | None = None) -> str:
    """Write minor units in millions with one decimal: "31,3 mkr"."""
    if minor is None:
        return NOTHING
    return f"{_scaled(_round_div(minor, 10 ** (_places(decimals) + 5)), 1, style())}{NBSP}{millions_unit(currency)}"


def compact(minor: int | None, currency: str = "SEK", decimals: int | None = None) -> str:
    """Write minor units as short as is readable: whole under 10 000, in thousands below 10 million, else millions."""
    if minor is None:
        return NOTHING
    whole = abs(minor) // 10 ** _places(decimals)
    if whole < 10_000:
        return money(minor, currency, decimals)
    return thousands(minor, currency, decimals) if whole < 10_000_000 else millions(minor, currency, decimals)


def signed(text: str) -> str:
    """Put a plus before a written number that is above zero."""
    is_zero = not any(digit in text for digit in "123456789")
    return text if is_zero or text.startswith((MINUS, "+", NOTHING)) else f"+{text}"


def day(when: date) -> str:
    """Write a day in figures: "2026-11-30", in Danish and Norwegian "30.11.2026"."""
    return date_format(localtime(when) if isinstance(when, datetime) else when, "SHORT_DATE_FORMAT")


def moment(when: datetime) -> str:
    """Write a day and a time in figures, where it is read: "2026-11-30 22:02"."""
    return date_format(localtime(when), "SHORT_DATETIME_FORMAT")


def clock(when: datetime) -> str:
    """Write a time of the day where it is read: "22:02"."""
    return time_format(localtime(when))


def period(start: date, end: date) -> str:
    """Write a period with both days inclusive: "2025, helår", "2024–2025" or "1 juli 2024 – 30 juni 2025"."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        years = str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
        return _("%(years)s, helår") % {"years": years} if start.year == end.year else years
    return f"{date_format(start)}{NBSP}– {date_format(end)}"


def amount_column(minors: Iterable[int | None], decimals: int | None = None) -> list[str]:
    """Write a whole column of minor units as `amount` does, looking up the language once."""
    look, unit_size = style(), 10 ** _places(decimals)
    return [NOTHING if minor is None else _scaled(_round_div(minor, unit_size), 0, look) for minor in minors]
