"""What to ask about the answers: gentle questions, never walls. An answer that is asked about is kept as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessment.domain.answers import Answers, parse_date, parse_number
from assessment.domain.cells import Cell, CellKey, CellKind, list_cells
from assessment.domain.instrument import Instrument, Item, NumberGroup, PercentGroup

HUNDRED = Decimal(100)


class Doubt(StrEnum):
    """What makes us ask."""

    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    NEGATIVE = "negative"
    PERCENT_RANGE = "percent_range"
    SUM_DIFFERS = "sum_differs"
    SUM_TOO_HIGH = "sum_too_high"
    TOTAL_DIFFERS = "total_differs"
    NOT_A_DATE = "not_a_date"
    NOT_AN_OPTION = "not_an_option"


@dataclass(frozen=True)
class Question:
    """One question about an item. `found` is what the answers say, `expected` what would fit; both may be empty."""

    item: str
    doubt: Doubt
    cell: CellKey | None = None
    found: Decimal | None = None
    expected: Decimal | None = None
    text: str = ""


def find_questions(instrument: Instrument, item: Item, answers: Answers) -> tuple[Question, ...]:
    """Return what to ask about `item`; nothing about what is unanswered."""
    return tuple(_questions(instrument, item, answers))


def _questions(instrument: Instrument, item: Item, answers: Answers) -> Iterator[Question]:
    for cell in list_cells(instrument, item):
        text = answers.get_text(cell.key)
        doubt = _doubt(cell, text) if text else None
        if doubt:
            yield Question(item.key, doubt, cell.key, text=text)
    if isinstance(item, PercentGroup):
        yield from _percent_sum(item, answers)
    if isinstance(item, NumberGroup) and item.total:
        yield from _number_total(item, item.total, answers)


def _doubt(cell: Cell, text: str) -> Doubt | None:
    if cell.kind in (CellKind.PERCENT, CellKind.WHOLE_NUMBER):
        return _number_doubt(cell.kind, parse_number(text, cell.kind))
    if cell.kind == CellKind.DATE and parse_date(text) is None:
        return Doubt.NOT_A_DATE
    if cell.options and text not in cell.options:
        return Doubt.NOT_AN_OPTION
    return None


def _number_doubt(kind: CellKind, number: Decimal | None) -> Doubt | None:
    if number is None:
        return Doubt.NOT_A_NUMBER
    if kind == CellKind.PERCENT:
        return None if 0 <= number <= HUNDRED else Doubt.PERCENT_RANGE
    if number < 0:
        return Doubt.NEGATIVE
    return None if number == number.to_integral_value() else Doubt.NOT_WHOLE


def _percent_sum(item: PercentGroup, answers: Answers) -> Iterator[Question]:
    numbers = [answers.get_percent(CellKey(item.key, row.key)) for row in item.rows]
    known = [number for number in numbers if number is not None]
    total = sum(known, Decimal(0))
    if item.sums_to is not None and total != item.sums_to and (len(known) == len(numbers) or total > item.sums_to):
        yield Question(item.key, Doubt.SUM_DIFFERS, found=total, expected=item.sums_to)
    if item.at_most is not None and total > item.at_most:
        yield Question(item.key, Doubt.SUM_TOO_HIGH, found=total, expected=item.at_most)


def _number_total(item: NumberGroup, total_key: str, answers: Answers) -> Iterator[Question]:
    total = answers.get_count(CellKey(item.key, total_key))
    addends = [answers.get_count(CellKey(item.key, key)) for key in item.addends]
    known = [number for number in addends if number is not None]
    if total is not None and len(known) == len(addends) and sum(known) != total:
        yield Question(item.key, Doubt.TOTAL_DIFFERS, found=sum(known, Decimal(0)), expected=total)
