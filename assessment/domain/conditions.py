"""Conditions over answers, in a language so small that it can do nothing else.

    knows_lifetime_value = 'yes' and not answered(volume:total)
    loyal > 100 - repurchase:once
    count(it_core, 'integrated') = 0 or data_in_one_place != 'yes'

Cells are written as everywhere (`item`, `item:row`, `item@rating`), options in quotes, numbers with a point.
Comparisons (= != < <= > >=) of sums, `answered(cell)`, `count(item, 'option')`, `not`, `and`, `or`, parentheses around
conditions. What is unanswered makes a comparison neither true nor false (Kleene's three values), so that nothing is
asked too early.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from assessment.domain.answers import Answers, parse_number
from assessment.domain.cells import Cell, CellKey, CellKind, find_cell, list_cells
from assessment.domain.instrument import Instrument

_NUMERIC = {CellKind.PERCENT, CellKind.WHOLE_NUMBER}

type Sign = Literal["=", "!=", "<", "<=", ">", ">="]
type Value = Fraction | str | None


@dataclass(frozen=True)
class Number:
    value: Fraction


@dataclass(frozen=True)
class Choice:
    key: str


@dataclass(frozen=True)
class CellValue:
    cell: CellKey


@dataclass(frozen=True)
class Count:
    """How many cells of an item have been answered with an option."""

    item: str
    option: str


@dataclass(frozen=True)
class Sum:
    """Terms added (factor 1) or taken away (−1)."""

    terms: tuple[tuple[int, "Term"], ...]


type Term = Number | Choice | CellValue | Count


@dataclass(frozen=True)
class Comparison:
    left: Sum
    sign: Sign
    right: Sum


@dataclass(frozen=True)
class Answered:
    cell: CellKey


@dataclass(frozen=True)
class Not:
    inner: "Condition"


@dataclass(frozen=True)
class Both:
    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Either:
    parts: tuple["Condition", ...]


type Condition = Comparison | Answered | Not | Both | Either


def list_condition_cells(condition: Condition) -> tuple[CellKey, ...]:
    """Return the cells that a condition looks at, each once; a count names its item alone."""
    return tuple(dict.fromkeys(_cells_of(condition)))


def _cells_of(condition: Condition) -> Iterator[CellKey]:
    match condition:
        case Answered(cell):
            yield cell
        case Not(inner):
            yield from _cells_of(inner)
        case Both(parts) | Either(parts):
            for part in parts:
                yield from _cells_of(part)
        case Comparison(left, _sign, right):
            for _factor, term in (*left.terms, *right.terms):
                if isinstance(term, CellValue):
                    yield term.cell
                elif isinstance(term, Count):
                    yield CellKey(term.item)


def list_condition_options(condition: Condition) -> tuple[tuple[CellKey, str], ...]:
    """Return the options that a condition names, each with the cell (or, for a count, the item) it is compared with."""
    return tuple(dict.fromkeys(_options_in(condition)))


def _options_in(condition: Condition) -> Iterator[tuple[CellKey, str]]:
    match condition:
        case Not(inner):
            yield from _options_in(inner)
        case Both(parts) | Either(parts):
            for part in parts:
                yield from _options_in(part)
        case Comparison(left, _sign, right):
            for _factor, term in (*left.terms, *right.terms):
                if isinstance(term, Count):
                    yield CellKey(term.item), term.option
            for one, other in ((left, right), (right, left)):
                match one.terms[0][1], other.terms[0][1]:
                    case CellValue(cell), Choice(key):
                        yield cell, key


def holds(condition: Condition, instrument: Instrument, answers: Answers) -> bool | None:
    """Say whether the condition is true of the answers; None while what decides it is unanswered."""
    match condition:
        case Answered(cell):
            return answers.has(cell)
        case Not(inner):
            truth = holds(inner, instrument, answers)
            return None if truth is None else not truth
        case Both(parts):
            truths = [holds(part, instrument, answers) for part in parts]
            return False if False in truths else None if None in truths else True
        case Either(parts):
            truths = [holds(part, instrument, answers) for part in parts]
            return True if True in truths else None if None in truths else False
        case Comparison(left, sign, right):
            return _compare(_value(left, instrument, answers), sign, _value(right, instrument, answers))


def _compare(left: Value, sign: Sign, right: Value) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(left, str) or isinstance(right, str):
        return {"=": left == right, "!=": left != right}.get(sign)
    return {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[sign]


def _value(total: Sum, instrument: Instrument, answers: Answers) -> Value:
    values = [_term(term, instrument, answers) for _factor, term in total.terms]
    if len(values) == 1:
        return values[0]
    numbers = [value for value in values if isinstance(value, Fraction)]
    if len(numbers) < len(values):
        return None
    factors = [factor for factor, _term in total.terms]
    return sum((factor * number for factor, number in zip(factors, numbers, strict=True)), Fraction(0))


def _term(term: Term, instrument: Instrument, answers: Answers) -> Value:
    match term:
        case Number(value):
            return value
        case Choice(key):
            return key
        case Count(item, option):
            cells = list_cells(instrument, instrument.get_item(item))
            return Fraction(sum((answers.get_text(cell.key) or _unticked(cell, answers)) == option for cell in cells))
        case CellValue(key):
            cell = find_cell(instrument, key)
            if cell is None:
                return None
            text = answers.get_text(key) or _unticked(cell, answers)
            if not text:
                return None
            number: Decimal | None = parse_number(text, cell.kind) if cell.kind in _NUMERIC else None
            return (None if number is None else Fraction(number)) if cell.kind in _NUMERIC else text


def _unticked(cell: Cell, answers: Answers) -> str:
    """Return the answer of a check box that was left as it was: no, once any of its item has been touched."""
    touched = any(key.item == cell.key.item and text.strip() for key, text in answers.texts.items())
    return "no" if cell.kind == CellKind.TICK and touched else ""
