"""Conditions over answers, in a language so small that it can do nothing else.

    knows_lifetime_value = 'yes' and not answered(volume:total)
    loyal > 100 - repurchase:once
    count(it_core, 'integrated') = 0 or data_in_one_place != 'yes'

Cells are written as everywhere (`item`, `item:row`, `item@rating`), options in quotes, numbers with a point.
Comparisons (= != < <= > >=) of sums, `answered(cell)`, `count(item, 'option')`, `not`, `and`, `or`, parentheses around
conditions. What is unanswered makes a comparison neither true nor false (Kleene's three values), so that nothing is
asked too early.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from assessment.domain.answers import Answers, parse_number
from assessment.domain.cells import CellKey, CellKind, find_cell, list_cells, parse_cell_key
from assessment.domain.instrument import Instrument

LONGEST = 500
DEEPEST = 20
_NUMERIC = {CellKind.PERCENT, CellKind.WHOLE_NUMBER}
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<quoted>'[^']*')|(?P<word>[a-z][a-z0-9_]*(?::[a-z0-9_]+)?(?:@[a-z]+)?)"
    r"|(?P<sign>!=|<=|>=|[=<>+\-(),]))"
)

type Sign = Literal["=", "!=", "<", "<=", ">", ">="]
type Value = Fraction | str | None


class ConditionError(Exception):
    """The text is no condition; says what stands where something else was expected."""


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


def parse_condition(text: str) -> Condition:
    """Read a condition. Raises ConditionError."""
    if len(text) > LONGEST:
        raise ConditionError(f"longer than {LONGEST} characters")
    reader = _Reader(tuple(_tokens(text)))
    condition = reader.read_either(0)
    reader.expect("")
    return condition


def _tokens(text: str) -> Iterator[str]:
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None:
            raise ConditionError(text[place:].strip()[:30])
        yield found[0].strip()
        place = found.end()


class _Reader:
    """Reads tokens by recursive descent; "" is the end."""

    def __init__(self, tokens: tuple[str, ...]) -> None:
        self.tokens, self.place = tokens, 0

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.next
        self.place += 1
        return token

    def expect(self, token: str) -> None:
        if self.next != token:
            raise ConditionError(self.next or "…")
        self.place += 1

    def read_either(self, depth: int) -> Condition:
        parts = [self.read_both(depth)]
        while self.next == "or":
            self.take()
            parts.append(self.read_both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def read_both(self, depth: int) -> Condition:
        parts = [self.read_single(depth)]
        while self.next == "and":
            self.take()
            parts.append(self.read_single(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def read_single(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise ConditionError("(")
        if self.next == "not":
            self.take()
            return Not(self.read_single(depth + 1))
        if self.next == "(":
            self.take()
            inner = self.read_either(depth + 1)
            self.expect(")")
            return inner
        if self.next == "answered":
            self.take()
            self.expect("(")
            cell = self.read_cell()
            self.expect(")")
            return Answered(cell)
        left, sign = self.read_sum(), self.take()
        return Comparison(left, _sign(sign), self.read_sum())

    def read_sum(self) -> Sum:
        terms = [(1, self.read_term())]
        while self.next in {"+", "-"}:
            factor = 1 if self.take() == "+" else -1
            terms.append((factor, self.read_term()))
        return Sum(tuple(terms))

    def read_term(self) -> Term:
        if self.next[:1].isdigit():
            return Number(Fraction(self.take()))
        if self.next.startswith("'"):
            return Choice(self.take()[1:-1])
        if self.next == "count":
            self.take()
            self.expect("(")
            item = self.take()
            self.expect(",")
            option = self.take()
            self.expect(")")
            return Count(item, option.strip("'"))
        return CellValue(self.read_cell())

    def read_cell(self) -> CellKey:
        token = self.take()
        cell = parse_cell_key(token) if token not in {"and", "or", "not"} else None
        if cell is None:
            raise ConditionError(token or "…")
        return cell


def _sign(token: str) -> Sign:
    match token:
        case "=" | "!=" | "<" | "<=" | ">" | ">=":
            return token
        case _:
            raise ConditionError(token or "…")


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
            return Fraction(sum(answers.get_text(cell.key) == option for cell in cells))
        case CellValue(key):
            text = answers.get_text(key)
            cell = find_cell(instrument, key)
            if not text or cell is None:
                return None
            number: Decimal | None = parse_number(text, cell.kind) if cell.kind in _NUMERIC else None
            return (None if number is None else Fraction(number)) if cell.kind in _NUMERIC else text
