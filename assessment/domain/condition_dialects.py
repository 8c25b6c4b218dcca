"""Conditions in the expression languages of other tools: SurveyJS and XLSForm.

Ours has three truths (what is unanswered decides nothing), theirs have two. A condition is therefore written out as
what makes it surely true: `not` is pushed inwards until it stands at a comparison, and each comparison asks first
whether its answers are there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.cells import CellKey, list_cells
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
from assessment.domain.instrument import Instrument, Matrix, Multi, NumberGroup, People, PercentGroup

_OPPOSITE: dict[Sign, Sign] = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True)
class Dialect:
    """How a tool writes things. Patterns take `{cell}`, `{item}`, `{row}`, `{option}` or `{test}`."""

    single: str
    row: str
    filled: str
    empty: str
    ticked: str
    unticked: str
    one_if: str
    rows_of_people: str
    unequal: str = "!="


SURVEYJS = Dialect(
    single="{{{cell}}}",
    row="{{{item}.{row}}}",
    filled="{cell} notempty",
    empty="{cell} empty",
    ticked="{cell} contains '{option}'",
    unticked="({cell} notempty and {cell} notcontains '{option}')",
    one_if="iif({test}, 1, 0)",
    rows_of_people="{{{item}}}",
    unequal="<>",
)
XLSFORM = Dialect(
    single="${{{cell}}}",
    row="${{{item}_{row}}}",
    filled="{cell} != ''",
    empty="{cell} = ''",
    ticked="selected({cell}, '{option}')",
    unticked="({cell} != '' and not(selected({cell}, '{option}')))",
    one_if="if({test}, 1, 0)",
    rows_of_people="${{{item}_name}}",
)


@dataclass(frozen=True)
class _Writer:
    """Writes conditions on one instrument in one dialect."""

    instrument: Instrument
    dialect: Dialect

    def write(self, condition: Condition, *, truth: bool) -> str:
        """Return an expression that is true when the condition is surely true (or, `truth` False, surely false)."""
        match condition:
            case Answered(cell):
                pattern = self.dialect.filled if truth else self.dialect.empty
                return pattern.format(cell=self.cell(cell))
            case Not(inner):
                return self.write(inner, truth=not truth)
            case Both(parts):
                return self._join(" and " if truth else " or ", parts, truth)
            case Either(parts):
                return self._join(" or " if truth else " and ", parts, truth)
            case Comparison(left, sign, right):
                return self._compare(left, sign if truth else _OPPOSITE[sign], right)

    def _join(self, word: str, parts: Iterable[Condition], truth: bool) -> str:
        return f"({word.join(self.write(part, truth=truth) for part in parts)})"

    def _compare(self, left: Sum, sign: Sign, right: Sum) -> str:
        terms = [term for _factor, term in (*left.terms, *right.terms)]
        match terms:
            case [CellValue(cell), Choice(option)] | [Choice(option), CellValue(cell)] if self._is_tick(cell):
                is_ticked = (option == "yes") == (sign == "=")
                pattern = self.dialect.ticked if is_ticked else self.dialect.unticked
                return pattern.format(cell=self.cell(CellKey(cell.item)), option=cell.row)
        shown = self.dialect.unequal if sign == "!=" else sign
        compared = f"{self._sum(left)} {shown} {self._sum(right)}"
        needed = dict.fromkeys(self.cell(term.cell) for term in terms if isinstance(term, CellValue))
        if not needed or (sign == "=" and any(isinstance(term, Choice) for term in terms)):
            return compared
        return f"({' and '.join([*(self.dialect.filled.format(cell=cell) for cell in needed), compared])})"

    def _sum(self, total: Sum) -> str:
        words = []
        for place, (factor, term) in enumerate(total.terms):
            sign = "-" if factor < 0 else "+" if place else ""
            words += [sign, self._term(term)] if sign else [self._term(term)]
        return " ".join(words)

    def _term(self, term: Term) -> str:
        match term:
            case Number(value):
                return _decimal(value)
            case Choice(key):
                return f"'{key}'"
            case CellValue(cell):
                return self.cell(cell)
            case Count(item, option):
                ones = [self.dialect.one_if.format(test=self._equals(key, option)) for key in self._cells(item)]
                return f"({' + '.join(ones)})"

    def _cells(self, item: str) -> list[CellKey]:
        return [cell.key for cell in list_cells(self.instrument, self.instrument.get_item(item))]

    def _equals(self, key: CellKey, option: str) -> str:
        return self._compare(Sum(((1, CellValue(key)),)), "=", Sum(((1, Choice(option)),)))

    def _is_tick(self, cell: CellKey) -> bool:
        return bool(cell.row) and isinstance(self.instrument.get_item(cell.item), Multi)

    def cell(self, cell: CellKey) -> str:
        """Return how the tool names a cell's value."""
        item = self.instrument.get_item(cell.item)
        if isinstance(item, People):
            return self.dialect.rows_of_people.format(item=cell.item)
        if cell.row and isinstance(item, Matrix | PercentGroup | NumberGroup):
            return self.dialect.row.format(item=cell.item, row=cell.row)
        return self.dialect.single.format(cell=f"{cell.item}_{cell.column}" if cell.column else cell.item)


def _decimal(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.12g}"


def write_condition(condition: Condition, instrument: Instrument, dialect: Dialect) -> str:
    """Return the condition in another tool's language: true there exactly when it is surely true here.

    People are one list in both tools: a condition on one of their rows asks there for any row.
    """
    return _Writer(instrument, dialect).write(condition, truth=True)
