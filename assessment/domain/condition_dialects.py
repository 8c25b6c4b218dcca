"""Conditions in the expression languages of other tools: SurveyJS and XLSForm.

Ours has three truths (what is unanswered decides nothing), theirs have two. A condition is therefore written out as
what makes it surely true: `not` is pushed inwards until it stands at a comparison, and each comparison asks first
whether its answers are there.

With us an answer to a question that is not asked counts in no condition; there it stands in the data and would. So each
question that is asked on a condition and decides another gets a value of its own, `Asked_…`: 1 while it is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.cells import CellKey, list_cells
from assessment.domain.condition_reading import parse_condition
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
    list_condition_cells,
)
from assessment.domain.instrument import Instrument, Matrix, Multi, NumberGroup, People, PercentGroup
from assessment.domain.relevance import list_conditional

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
    asked: str
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
    asked="{{Asked_{item}}}",
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
    asked="${{Asked_{item}}}",
)


@dataclass(frozen=True)
class _Writer:
    """Writes conditions on one instrument in one dialect."""

    instrument: Instrument
    dialect: Dialect
    flagged: frozenset[str]

    def write(self, condition: Condition, *, truth: bool) -> str:
        """Return an expression that is true when the condition is surely true (or, `truth` False, surely false)."""
        match condition:
            case Answered(cell):
                if truth:
                    return _together([*self._asked({cell.item}), self.dialect.filled.format(cell=self.cell(cell))])
                empty = self.dialect.empty.format(cell=self.cell(cell))
                return _either([*self._asked({cell.item}, "0"), empty])
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

    def _asked(self, items: Iterable[str], value: str = "1") -> list[str]:
        """Return, of the items that have a value for it, that each is asked (`value` "0": is not)."""
        return [f"{self.dialect.asked.format(item=item)} = {value}" for item in items if item in self.flagged]

    def _compare(self, left: Sum, sign: Sign, right: Sum) -> str:
        terms = [term for _factor, term in (*left.terms, *right.terms)]
        match terms:
            case [CellValue(cell), Choice(option)] | [Choice(option), CellValue(cell)] if self._is_tick(cell):
                is_ticked = (option == "yes") == (sign == "=")
                pattern = self.dialect.ticked if is_ticked else self.dialect.unticked
                ticks = pattern.format(cell=self.cell(CellKey(cell.item)), option=cell.row)
                return _together([*self._asked([cell.item]), ticks])
        shown = self.dialect.unequal if sign == "!=" else sign
        compared = f"{self._sum(left)} {shown} {self._sum(right)}"
        cells = [term.cell for term in terms if isinstance(term, CellValue)]
        needed = self._asked(dict.fromkeys(cell.item for cell in cells))
        if not (sign == "=" and any(isinstance(term, Choice) for term in terms)):
            needed += [self.dialect.filled.format(cell=name) for name in dict.fromkeys(map(self.cell, cells))]
        return _together([*needed, compared])

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


def _together(parts: list[str]) -> str:
    return f"({' and '.join(parts)})" if len(parts) > 1 else parts[0]


def _either(parts: list[str]) -> str:
    return f"({' or '.join(parts)})" if len(parts) > 1 else parts[0]


def write_condition(texts: Iterable[str | None], instrument: Instrument, dialect: Dialect) -> str:
    """Return conditions that must all hold in another tool's language, "" for none.

    The expression is true there exactly when they are surely true here. People are one list in both tools: a condition
    on one of their rows asks there for any row.
    """
    writer = _Writer(instrument, dialect, frozenset(_conditions_of_deciding(instrument)))
    said = [writer.write(parse_condition(text), truth=True) for text in texts if text]
    return _together(said) if said else ""


def list_askings(instrument: Instrument, dialect: Dialect) -> dict[str, str]:
    """Return, for each question that decides another and is itself asked on a condition, what says whether it is.

    By the name of the value; the expression gives 1 or 0 and may use the values before it.
    """
    return {
        f"Asked_{item}": dialect.one_if.format(test=write_condition(texts, instrument, dialect))
        for item, texts in _conditions_of_deciding(instrument).items()
    }


def _conditions_of_deciding(instrument: Instrument) -> dict[str, list[str]]:
    conditional = list(list_conditional(instrument))
    deciding = {
        cell.item for text, _part, _items in conditional for cell in list_condition_cells(parse_condition(text))
    }
    texts: dict[str, list[str]] = {}
    for item in instrument.list_items():
        if item.key in deciding:
            on = [text for text, _part, items in conditional if item in items]
            texts |= {item.key: on} if on else {}
    return texts
