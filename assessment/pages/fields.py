"""The fields of a questionnaire as they are shown: items, their rows and cells, and what could not be saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from assessment.domain.answers import parse_date
from assessment.domain.cells import RATING, Cell, CellKey, list_cells
from assessment.domain.instrument import Block, Choice, Instrument, Item, LongText, Matrix, Option, People
from assessment.domain.relevance import EVERYTHING, Relevance
from assessment.pages.wording import ask, in_words, list_rows, name_roles
from assessment.selectors import AnswerSheet
from assessment.services import Conflict, TooLong

SPARE_PEOPLE = 2


@dataclass(frozen=True)
class OptionView:
    """One answer to choose; `is_chosen` marks the one that stands."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Rival:
    """What somebody else wrote meanwhile."""

    value: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True)
class CellView:
    """One field: `name` is the cell's key, `version` what the reader has seen, `error` why it was not saved."""

    name: str
    kind: str
    label: str
    value: str
    version: int
    limit: int
    options: tuple[OptionView, ...]
    rival: Rival | None = None
    error: str = ""

    @property
    def element_id(self) -> str:
        """Return an id for HTML and CSS: the key without signs that mean something there."""
        return "cell-" + self.name.replace(":", "-").replace("@", "-")

    @property
    def input_type(self) -> str:
        """Return the type of the HTML input; what is no date is shown as the text it is."""
        is_date = self.kind == "date" and (not self.value or parse_date(self.value) is not None)
        return "date" if is_date else "text"


@dataclass(frozen=True)
class RowView:
    """A row of a group, matrix or list of people; `hint` says what belongs to it."""

    label: str
    cells: tuple[CellView, ...]
    hint: str = ""


@dataclass(frozen=True)
class StanceView:
    """What stands beside an answer on a respondent's own sheet; `remarks` counts evidence and comments."""

    unknown: CellView
    confidence: CellView
    asked: CellView
    asked_by: str
    remarks: int


@dataclass(frozen=True)
class ItemView:
    """One item as shown. `cell` is its single field, `rating` the judgement beside a text, `rows` its rows.

    `is_asked` False: it stands in the page, unseen, until other answers make it apply.
    `condition` is what an author reads of that.
    """

    key: str
    kind: str
    label: str
    hint: str
    criteria: str
    who: str
    rating_title: str
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]
    cell: CellView | None
    rating: CellView | None
    questions: tuple[str, ...]
    last_written: str
    last_written_at: datetime | None
    stance: StanceView | None = None
    is_asked: bool = True
    condition: str = ""
    is_required: bool = False


@dataclass(frozen=True)
class BlockView:
    """Items that stand together under a heading (or none)."""

    key: str
    title: str
    hint: str
    who: str
    items: tuple[ItemView, ...]
    is_list: bool

    @property
    def is_asked(self) -> bool:
        return any(item.is_asked for item in self.items)


@dataclass(frozen=True)
class SectionBuilder:
    """Builds the views of one sheet; `refused` holds what could not be saved, by cell.

    `conditions` are shown to authors, by item.
    """

    instrument: Instrument
    sheet: AnswerSheet
    refused: dict[CellKey, Conflict | TooLong]
    relevance: Relevance = EVERYTHING
    conditions: Mapping[str, str] = field(default_factory=dict)

    def block(self, block: Block) -> BlockView:
        return BlockView(
            key=block.key,
            title=in_words(block.title),
            hint=in_words(block.hint),
            who=name_roles(self.instrument, block.who),
            items=tuple(self.item(item) for item in block.items),
            is_list=all(item.kind == "yes_no" for item in block.items),
        )

    def item(self, item: Item) -> ItemView:
        cells = list_cells(self.instrument, item)
        written = [answer for key, answer in self.sheet.written.items() if key.item == item.key]
        last = max(written, key=lambda answer: answer.written_at, default=None)
        rows = self._rows(item, cells)
        scale = item.rating if isinstance(item, LongText) else item.scale if isinstance(item, Choice | Matrix) else None
        options = self.instrument.get_scale(scale).options if scale else ()
        return ItemView(
            key=item.key,
            kind=item.kind,
            label=in_words(item.label),
            hint=in_words(item.hint),
            criteria=in_words(item.criteria),
            who=name_roles(self.instrument, item.who),
            rating_title=in_words(self.instrument.get_scale(scale).title) if scale else "",
            columns=tuple(in_words(option.label) for option in options),
            rows=rows,
            cell=None if rows else self.cell(cells[0], in_words(item.label), options),
            rating=self.cell(cells[1], "", options) if len(cells) > 1 and cells[1].key.column == RATING else None,
            questions=ask(self.instrument, item, self.sheet.answers),
            last_written=last.written_by if last else "",
            last_written_at=last.written_at if last else None,
            is_asked=self.relevance.asks(item.key),
            condition=self.conditions.get(item.key, ""),
            is_required=item.required,
        )

    def _rows(self, item: Item, cells: tuple[Cell, ...]) -> tuple[RowView, ...]:
        if isinstance(item, People):
            return self._people(cells)
        rows = {row.key: row for row in list_rows(item)}
        options = self.instrument.get_scale(item.scale).options if isinstance(item, Matrix) else ()
        return tuple(
            RowView(label, (self.cell(cell, label, options),), in_words(row.hint))
            for cell in cells
            if cell.key.row in rows
            for row in [rows[cell.key.row]]
            for label in [in_words(row.label)]
        )

    def _people(self, cells: tuple[Cell, ...]) -> tuple[RowView, ...]:
        """Return the rows that are filled in and a few spare ones after the last."""
        used = [int(cell.key.row) for cell in cells if self.sheet.answers.has(cell.key)]
        shown = max(used, default=0) + SPARE_PEOPLE
        titles = {"name": _("Namn"), "function": _("Befattning")}
        pairs = [cells[index : index + 2] for index in range(0, len(cells), 2)]
        return tuple(
            RowView(
                _("Person %(number)s") % {"number": number},
                tuple(self.cell(cell, titles[cell.key.column], ()) for cell in pair),
            )
            for number, pair in enumerate(pairs[:shown], start=1)
        )

    def cell(self, cell: Cell, label: str, options: tuple[Option, ...]) -> CellView:
        written = self.sheet.written.get(cell.key)
        refused = self.refused.get(cell.key)
        value = refused.mine if refused else written.value if written else ""
        theirs = refused.theirs if isinstance(refused, Conflict) else None
        words = {"yes": _("Ja"), "no": _("Nej")} | {option.key: in_words(option.label) for option in options}
        return CellView(
            name=str(cell.key),
            kind=cell.kind.value,
            label=label,
            value=value,
            version=written.version if written else 0,
            limit=cell.limit,
            options=tuple(OptionView(key, words.get(key, key), key == value) for key in cell.options),
            rival=Rival(theirs.value, theirs.written_by, theirs.written_at) if theirs else None,
            error=_too_long(refused) if isinstance(refused, TooLong) else "",
        )


def _too_long(refused: TooLong) -> str:
    return _("Texten är %(length)s tecken. Högst %(limit)s får plats, så den är inte sparad.") % {
        "length": len(refused.mine),
        "limit": refused.limit,
    }
