"""Amounts that may not be what they say: in thousands or millions by a heading, a title or a workbook's format."""

import re
from collections.abc import Collection, Iterator, Sequence

from profitability.domain.problem import Problem, error
from profitability.domain.template import Kind
from profitability.intake.cell_styles import PERCENT, THOUSANDS, Shown
from profitability.intake.plans import FieldPlan
from profitability.intake.question import Candidate, Question
from profitability.intake.row_words import UNITS

_THOUSANDS = re.compile(
    r"\b(?:tkr|t\.?kr|ksek|tsek|teur|tdkk|tnok|keur|[kt] ?€|tusental|thousands?|tusen kr|tusinder|tsd|"
    r"(?:i|in|hela|hele) (?:tusen|tusind|tausend)|1[ .]?000(?: ?kr|-?tal))(?![a-zåäö])|\(000\)|'000\b",
    re.IGNORECASE,
)
_MILLIONS = re.compile(
    r"\b(?:mkr|msek|meur|mnok|mdkk|mnkr|mn kr|mill?\. ?kr|miljoner|millioner|millionen|millions?|mio)(?![a-zåäö])",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\((?:k|t)\)$", re.IGNORECASE)
_SHARES = ("discount", "discount_share")


def ask_scale(header: str, titles: str, marks: Collection[str]) -> Question | None:
    """Ask whether a column is in thousands or millions; `marks` are what its numbers show beside their value.

    A number that shows its thousands only is stored whole: then it is likely to count as it is.
    """
    text = " ".join([header, titles, *marks])
    for pattern, scale in ((_THOUSANDS, "1000"), (_MILLIONS, "1000000")):
        found = pattern.search(text) or (_SHORT.search(header) if scale == "1000" else None)
        if found:
            is_whole = THOUSANDS in marks
            order = ("1", scale) if is_whole else (scale, "1")
            return Question(
                "scale", header, tuple(Candidate(each, (), each == order[0]) for each in order), (found[0],)
            )
    if THOUSANDS in marks:
        return Question("scale", header, (Candidate("1", (), True), Candidate("1000")), ("#,##0,",))
    return None


def list_marks(shown: Sequence[Shown], place: int | None) -> tuple[str, ...]:
    """Return what the numbers of a column show beside their value."""
    return tuple(each.mark for each in shown if each.place == place)


def shows_percent(shown: Sequence[Shown], place: int | None) -> bool:
    """Say whether numbers of a column show as percent: 0.15 shows as 15 %."""
    return PERCENT in list_marks(shown, place)


def check_marks(sheet: str, plans: Sequence[FieldPlan], shown: Sequence[Shown]) -> Iterator[Problem]:
    """Name columns of amounts or quantities that show as percent, or in several units."""
    for plan in plans:
        if plan.kind not in (Kind.AMOUNT, Kind.QUANTITY) or plan.field in _SHARES:
            continue
        marks = list_marks(shown, plan.place)
        units = {UNITS[mark] for mark in marks if mark in UNITS} - {"kr"}
        if PERCENT in marks:
            yield error("percent_in_column", sheet, None, plan.header, PERCENT)
        elif len(units) > 1:
            yield error("several_units", sheet, None, plan.header, units=", ".join(sorted(units))[:80])
