"""Read a column of dates one way as a whole: the order of day, month and year is proved by its values, or asked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from profitability.intake.numbers import TYPED
from profitability.intake.question import Answers, Candidate, Question, find_answer

TYPED_DATE = "\x02"
"""Stands before the text of a cell that a workbook holds as a date (ISO 8601)."""

ORDERS = ("ymd", "dmy", "mdy")
SERIALS = ("serial_1900", "serial_1904")
_LONGEST = 100
_EARLIEST, _LATEST = 1900, 2099
_TIME = re.compile(
    r"[T ]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?[ap]m)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$", re.IGNORECASE
)
_PARTS = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})\.?", re.ASCII)
_SLASH_HYPHEN = re.compile(r"(\d{1,2})/(\d{1,2}) ?- ?(\d{2,4})", re.ASCII)
"""31/1-26, as people write by hand: the day first, always."""
_PACKED = re.compile(r"\d{6}|\d{8}", re.ASCII)
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})[. -]{1,2}(?P<month>[a-zåäöæø]{3,9})\.?[,. -]{1,2}(?P<year>\d{2,4})"
    r"|(?P<month2>[a-zåäöæø]{3,9})\.?[ -](?P<day2>\d{1,2}),? (?P<year2>\d{4}))",
)
_WEEKDAY = re.compile(
    r"^(?:m[åaoö]n|ti[srd]|tues?|ons|wed|mit|to[rn]|thu|don|fre|fri|lör|lau|sat|sam|sön|søn|son|sun)[a-zåäöæø]*\.?,? "
)
_MONTHS = (
    "jan januari january januar",
    "feb februari february februar",
    "mar mars march marts märz mrz maerz",
    "apr april",
    "maj may mai",
    "jun juni june",
    "jul juli july",
    "aug augusti august",
    "sep sept september",
    "okt oct oktober october",
    "nov november",
    "dec des dez december desember dezember",
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


@dataclass(frozen=True)
class DateFinding:
    """The order of the parts (one of `ORDERS`, `SERIALS`, "named"); None when it must be asked for."""

    order: str | None
    question: Question | None = None


def drop_time(text: str) -> str:
    """Return the day's part of a text that may end in a time."""
    return _TIME.sub("", text.strip())


def read_date(text: str, order: str) -> date | None:
    """Return the day in that order, or None; typed dates of a workbook and month names need no order."""
    return _read_date(text, order) if len(text) <= _LONGEST else None


@lru_cache(maxsize=1 << 16)
def _read_date(text: str, order: str) -> date | None:
    if text.startswith(TYPED_DATE):
        return _from_iso(text[1:11])
    text = drop_time(text.removeprefix(TYPED)).casefold()
    if named := _read_named(text):
        return named
    if order in SERIALS:
        return _read_serial(text, order)
    if parts := _PARTS.fullmatch(text):
        return _from_parts((parts[1], parts[3], parts[4]), order)
    if _PACKED.fullmatch(text):
        return _from_parts(_cut(text, order), order)
    return None


def is_date(text: str) -> bool:
    """Say whether some order of day, month and year makes the text a date; bare numbers do not count."""
    return any(read_date(text, order) for order in ORDERS)


def looks_like_date(text: str) -> bool:
    """Say whether the text is built like a date, even when no calendar has that day."""
    if len(text) > _LONGEST:
        return False
    plain = _WEEKDAY.sub("", drop_time(text.removeprefix(TYPED)).casefold())
    return text.startswith(TYPED_DATE) or any(
        pattern.fullmatch(plain) is not None for pattern in (_PARTS, _PACKED, _NAMED, _SLASH_HYPHEN)
    )


def find_order(column: str, values: Sequence[tuple[str, int]], answers: Answers, system: str = "") -> DateFinding:
    """Find the one order that reads the column's values (text, count); ask when more than one does.

    `system` is "1900" or "1904" where the workbook says how its serial numbers count.
    """
    open_values = [(text, count) for text, count in values if not text.startswith(TYPED_DATE)]
    if not open_values or all(_read_named(drop_time(text).casefold()) for text, _ in open_values):
        return DateFinding("ymd")
    counts = {order: sum(count for text, count in open_values if read_date(text, order)) for order in ORDERS}
    if not max(counts.values()):
        return _find_serial(column, open_values, answers, system)
    possible = _drop_same([order for order in ORDERS if counts[order] == max(counts.values())], open_values)
    if rivals := _find_slips(counts, open_values, possible):
        possible = rivals
    if len(possible) == 1:
        return DateFinding(possible[0])
    question = _ask(column, possible, [text for text, _ in open_values], _likely(possible, open_values))
    answer = find_answer(answers, question)
    return DateFinding(answer) if answer else DateFinding(None, question)


def _find_slips(counts: dict[str, int], values: Sequence[tuple[str, int]], possible: list[str]) -> list[str]:
    """Return the orders that read all but a few values, when those few may be slips rather than proof.

    One 13/25/2026 among two hundred dates proves nothing; every tenth date beyond the twelfth does.
    """
    total = sum(count for _, count in values)
    near = [order for order in ORDERS if counts[order] >= 0.97 * total > 0]
    near = _drop_same(near, values)
    return near if total >= 30 and len(near) > len(possible) else []


def _drop_same(orders: Sequence[str], values: Sequence[tuple[str, int]]) -> list[str]:
    kept: dict[tuple[date | None, ...], str] = {}
    for order in orders:
        kept.setdefault(tuple(read_date(text, order) for text, _ in values[:5_000]), order)
    return list(kept.values())


def _likely(orders: Sequence[str], values: Sequence[tuple[str, int]]) -> str:
    """Return the order whose dates span the fewest days: a ledger covers months, not scattered centuries."""
    spans = {}
    for order in orders:
        days = [day for text, _ in values[:5_000] if (day := read_date(text, order))]
        spans[order] = (max(days) - min(days)).days if days else 10**6
    return min(spans, key=lambda order: spans[order])


def _find_serial(column: str, values: Sequence[tuple[str, int]], answers: Answers, system: str) -> DateFinding:
    texts = [text for text, _ in values if _read_serial(text.removeprefix(TYPED), "serial_1900")]
    if not texts:
        return DateFinding("ymd")
    if system:
        return DateFinding(f"serial_{system}")
    question = _ask(column, SERIALS, texts, "serial_1900")
    answer = find_answer(answers, question)
    return DateFinding(answer) if answer else DateFinding(None, question)


def _ask(column: str, orders: Iterable[str], texts: Sequence[str], likely: str) -> Question:
    orders = list(orders)
    telling = [text for text in texts if len({read_date(text, order) for order in orders}) > 1][:3]
    return Question(
        "date_order",
        column,
        tuple(
            Candidate(
                order,
                tuple((text, day.isoformat() if (day := read_date(text, order)) else "?") for text in telling),
                order == likely,
            )
            for order in orders
        ),
        tuple(telling),
    )


def _read_named(text: str) -> date | None:
    if by_hand := _SLASH_HYPHEN.fullmatch(text):
        return _make(by_hand[3], by_hand[2], by_hand[1])
    found = _NAMED.fullmatch(_WEEKDAY.sub("", text))
    if not found:
        return None
    month = _MONTH_OF.get(found["month"] or found["month2"])
    year = found["year"] or found["year2"]
    return _make(year, str(month or 0), found["day"] or found["day2"])


def _read_serial(text: str, order: str) -> date | None:
    found = re.fullmatch(r"(\d{5})(?:[.,]\d+)?", text, re.ASCII)
    if not found:
        return None
    start = date(1899, 12, 30) if order == "serial_1900" else date(1904, 1, 1)
    day = start + timedelta(days=int(found[1]))
    return day if _EARLIEST <= day.year <= _LATEST and int(found[1]) > 60 else None


def _cut(text: str, order: str) -> tuple[str, str, str]:
    year = len(text) - 4
    if order.startswith("y"):
        return text[:year], text[year : year + 2], text[year + 2 :]
    return text[:2], text[2:4], text[4:]


def _from_parts(parts: tuple[str, str, str], order: str) -> date | None:
    by_letter = dict(zip(order, parts, strict=True))
    return _make(by_letter["y"], by_letter["m"], by_letter["d"])


def _make(year: str, month: str, day: str) -> date | None:
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    number = int(year)
    if len(year) == 2:
        if 40 <= number < 70:
            return None
        number += 2000 if number < 40 else 1900
    if not _EARLIEST <= number <= _LATEST:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _from_iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
