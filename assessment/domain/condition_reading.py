"""Reading a condition (assessment.domain.conditions) from its text, by recursive descent over a white list of words."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from assessment.domain.cells import CellKey, parse_cell_key
from assessment.domain.conditions import (
    Answered,
    Both,
    CellValue,
    Choice,
    Comparison,
    Condition,
    Count,
    Either,
    Not,
    Number,
    Sign,
    Sum,
    Term,
)

LONGEST = 500
DEEPEST = 20
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<quoted>'[^']*')|(?P<word>[a-z][a-z0-9_]*(?::[a-z0-9_]+)?(?:@[a-z]+)?)"
    r"|(?P<sign>!=|<=|>=|[=<>+\-(),]))"
)


class ConditionError(Exception):
    """The text is no condition; says what stands where something else was expected."""


@lru_cache(maxsize=512)
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
