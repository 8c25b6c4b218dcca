"""Cells: the smallest thing that is answered, and its key.

A key is written `item`, `item:row`, `item@column` or `item:row@column`, as in `vision`, `volume:active`,
`vision@rating` and `participants:2@name`. It names an answer in the database, in forms and in the API.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessment.domain.instrument import (
    LONG_TEXT_LIMIT,
    PEOPLE_LIMIT,
    SHORT_TEXT_LIMIT,
    Choice,
    DateItem,
    Instrument,
    Item,
    LongText,
    Matrix,
    Multi,
    NumberGroup,
    People,
    Percent,
    PercentGroup,
    WholeNumber,
    YesNo,
)

_KEY = re.compile(r"(?P<item>[a-z][a-z0-9_]*)(?::(?P<row>[a-z0-9_]+))?(?:@(?P<column>[a-z]+))?")
RATING = "rating"
PEOPLE_COLUMNS = ("name", "function")


class CellKind(StrEnum):
    """How a cell is answered."""

    LONG_TEXT = "long_text"
    SHORT_TEXT = "short_text"
    DATE = "date"
    YES_NO = "yes_no"
    OPTION = "option"
    TICK = "tick"
    WHOLE_NUMBER = "whole_number"
    PERCENT = "percent"


@dataclass(frozen=True, order=True)
class CellKey:
    """Where an answer belongs: item, row and column; row and column are empty where the item has none."""

    item: str
    row: str = ""
    column: str = ""

    def __str__(self) -> str:
        return self.item + (f":{self.row}" if self.row else "") + (f"@{self.column}" if self.column else "")


@dataclass(frozen=True)
class Cell:
    """A cell of an instrument. `options` are the keys that may be chosen; `limit` the longest text in characters."""

    key: CellKey
    kind: CellKind
    options: tuple[str, ...] = ()
    limit: int = SHORT_TEXT_LIMIT


def parse_cell_key(text: str) -> CellKey | None:
    """Return the key that `text` spells, or None."""
    match = _KEY.fullmatch(text)
    return CellKey(match["item"], match["row"] or "", match["column"] or "") if match else None


def list_cells(instrument: Instrument, item: Item) -> tuple[Cell, ...]:
    """Return the cells of `item` in reading order; for people, every row there is room for."""
    return tuple(_cells(instrument, item))


def find_cell(instrument: Instrument, key: CellKey) -> Cell | None:
    """Return the cell named `key`, or None when the instrument has none such."""
    for item in instrument.list_items():
        if item.key == key.item:
            return next((cell for cell in _cells(instrument, item) if cell.key == key), None)
    return None


def _cells(instrument: Instrument, item: Item) -> Iterator[Cell]:
    if isinstance(item, LongText):
        yield Cell(CellKey(item.key), CellKind.LONG_TEXT, limit=LONG_TEXT_LIMIT)
        if item.rating:
            yield Cell(CellKey(item.key, column=RATING), CellKind.OPTION, _options(instrument, item.rating))
    elif isinstance(item, People):
        for number in range(1, PEOPLE_LIMIT + 1):
            for column in PEOPLE_COLUMNS:
                yield Cell(CellKey(item.key, str(number), column), CellKind.SHORT_TEXT)
    elif isinstance(item, Matrix):
        options = _options(instrument, item.scale)
        yield from (Cell(CellKey(item.key, row.key), CellKind.OPTION, options) for row in item.rows)
    elif isinstance(item, Multi):
        yield from (Cell(CellKey(item.key, option.key), CellKind.TICK, ("yes", "no")) for option in item.options)
    elif isinstance(item, PercentGroup):
        yield from (Cell(CellKey(item.key, row.key), CellKind.PERCENT) for row in item.rows)
    elif isinstance(item, NumberGroup):
        yield from (Cell(CellKey(item.key, row.key), CellKind.WHOLE_NUMBER) for row in item.rows)
    else:
        yield _single(instrument, item)


def _single(instrument: Instrument, item: Item) -> Cell:
    key = CellKey(item.key)
    if isinstance(item, YesNo):
        return Cell(key, CellKind.YES_NO, ("yes", "no"))
    if isinstance(item, Choice):
        return Cell(key, CellKind.OPTION, _options(instrument, item.scale))
    if isinstance(item, Percent):
        return Cell(key, CellKind.PERCENT)
    if isinstance(item, WholeNumber):
        return Cell(key, CellKind.WHOLE_NUMBER)
    if isinstance(item, DateItem):
        return Cell(key, CellKind.DATE)
    return Cell(key, CellKind.SHORT_TEXT)


def _options(instrument: Instrument, scale: str) -> tuple[str, ...]:
    return tuple(option.key for option in instrument.get_scale(scale).options)
