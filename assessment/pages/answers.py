"""All answers of an assessment in words, and the history of one item."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessment.domain.answers import Answers
from assessment.domain.cells import PEOPLE_COLUMNS, RATING, CellKey
from assessment.domain.instrument import (
    PEOPLE_LIMIT,
    Choice,
    Instrument,
    Item,
    LongText,
    Matrix,
    Multi,
    People,
    Percent,
    PercentGroup,
    YesNo,
)
from assessment.domain.relevance import find_relevance
from assessment.models import Assessment
from assessment.pages.wording import advise, ask, in_words, list_rows
from assessment.selectors import (
    AnswerSheet,
    WrittenAnswer,
    get_answer_sheet,
    get_common_sheet,
    get_instrument,
    list_revisions,
)


@dataclass(frozen=True)
class AnswerLine:
    """One row of an answer: its name and what was answered."""

    label: str
    text: str


@dataclass(frozen=True)
class AnswerView:
    """One item answered. Either `text` or `lines` is filled; both are empty when it is unanswered.

    `is_asked` False: other answers say that it does not apply; what was answered earlier is kept but not shown.
    `step` is the advice of the options that were chosen.
    """

    key: str
    label: str
    text: str
    lines: tuple[AnswerLine, ...]
    rating: str
    written_by: str
    written_at: datetime | None
    questions: tuple[str, ...]
    is_asked: bool = True
    step: str = ""

    @property
    def is_answered(self) -> bool:
        return bool(self.text or self.lines or self.rating)


@dataclass(frozen=True)
class AnswerSection:
    """One section's answers."""

    key: str
    title: str
    answers: tuple[AnswerView, ...]


@dataclass(frozen=True)
class AnswersPage:
    """Every answer of an assessment."""

    assessment_id: uuid.UUID
    title: str
    instrument: str
    sections: tuple[AnswerSection, ...]


@dataclass(frozen=True)
class HistoryEntry:
    """One writing: which cell, what, who and when. `is_current`: it is what stands."""

    label: str
    text: str
    version: int
    written_by: str
    written_at: datetime
    is_current: bool


@dataclass(frozen=True)
class HistoryPage:
    """Every writing of one item, newest first."""

    assessment_id: uuid.UUID
    title: str
    section_key: str
    item_key: str
    item: str
    entries: tuple[HistoryEntry, ...]


def answers_page(assessment: Assessment) -> AnswersPage:
    """Return every answer in words, section by section, unanswered items too."""
    instrument = get_instrument(assessment)
    sheet = get_answer_sheet(get_common_sheet(assessment))
    asks = find_relevance(instrument, sheet.answers).asks
    return AnswersPage(
        assessment.id,
        assessment.title,
        in_words(instrument.title),
        tuple(
            AnswerSection(
                section.key,
                in_words(section.title),
                tuple(
                    describe_answer(instrument, item, sheet, is_asked=asks(item.key)) for item in section.list_items()
                ),
            )
            for section in instrument.sections
        ),
    )


def list_unasked(assessment: Assessment) -> frozenset[str]:
    """Return the items that the common answers leave unasked."""
    return find_relevance(get_instrument(assessment), get_answer_sheet(get_common_sheet(assessment)).answers).silent


def history_page(assessment: Assessment, item_key: str) -> HistoryPage:
    """Return every writing of an item. Raises KeyError when the instrument has no such item."""
    instrument = get_instrument(assessment)
    item = instrument.get_item(item_key)
    section = next(part for part in instrument.sections if item in part.list_items())
    revisions = list_revisions(get_common_sheet(assessment), item_key)
    newest: dict[CellKey, int] = {}
    for revision in revisions:
        newest[revision.key] = max(revision.version, newest.get(revision.key, 0))
    return HistoryPage(
        assessment.id,
        assessment.title,
        section.key,
        item.key,
        in_words(item.label),
        tuple(_entry(instrument, item, revision, newest[revision.key]) for revision in revisions),
    )


def _entry(instrument: Instrument, item: Item, revision: WrittenAnswer, newest: int) -> HistoryEntry:
    return HistoryEntry(
        name_cell(item, revision.key),
        say_value(instrument, item, revision.key, revision.value),
        revision.version,
        revision.written_by,
        revision.written_at,
        revision.version == newest,
    )


def describe_answer(instrument: Instrument, item: Item, sheet: AnswerSheet, *, is_asked: bool = True) -> AnswerView:
    """Return one item's answer in words; nothing but its name where it is not asked."""
    if not is_asked:
        return AnswerView(item.key, in_words(item.label), "", (), "", "", None, (), is_asked=False)
    answers = sheet.answers
    last = max(
        (answer for key, answer in sheet.written.items() if key.item == item.key),
        key=lambda answer: answer.written_at,
        default=None,
    )
    lines = tuple(_lines(instrument, item, answers))
    single = CellKey(item.key)
    rating = CellKey(item.key, column=RATING)
    return AnswerView(
        key=item.key,
        label=in_words(item.label),
        text="" if lines else say_value(instrument, item, single, answers.get_text(single)),
        lines=lines,
        rating=say_value(instrument, item, rating, answers.get_text(rating)),
        written_by=last.written_by if last else "",
        written_at=last.written_at if last else None,
        questions=ask(instrument, item, answers),
        step=advise(instrument, item, answers),
    )


def _lines(instrument: Instrument, item: Item, answers: Answers) -> Iterable[AnswerLine]:
    if isinstance(item, People):
        for number in range(1, PEOPLE_LIMIT + 1):
            name, function = (answers.get_text(CellKey(item.key, str(number), column)) for column in PEOPLE_COLUMNS)
            if name or function:
                yield AnswerLine(name, function)
        return
    for row in list_rows(item):
        key = CellKey(item.key, row.key)
        value = answers.get_text(key)
        if value and not (isinstance(item, Multi) and value == "no"):
            said = "" if isinstance(item, Multi) else say_value(instrument, item, key, value)
            yield AnswerLine(in_words(row.label), said)


def name_cell(item: Item, key: CellKey) -> str:
    """Return what a cell of `item` is called: its row, its judgement, or nothing for a single answer."""
    if isinstance(item, People):
        titles = {"name": _("namn"), "function": _("befattning")}
        return f"{key.row}, {titles.get(key.column, '')}"
    if key.column == RATING:
        return _("bedömning")
    return next((in_words(row.label) for row in list_rows(item) if row.key == key.row), "")


def say_value(instrument: Instrument, item: Item, key: CellKey, value: str) -> str:
    """Return a cell's value in words; what is no option is said as it was typed."""
    if not value:
        return ""
    if isinstance(item, YesNo | Multi):
        return {"yes": _("Ja"), "no": _("Nej")}.get(value, value)
    scale = item.rating if isinstance(item, LongText) else item.scale if isinstance(item, Choice | Matrix) else None
    if scale and (key.column == RATING or not isinstance(item, LongText)):
        options = instrument.get_scale(scale).options
        return next((in_words(option.label) for option in options if option.key == value), value)
    if isinstance(item, Percent | PercentGroup):
        return value if "%" in value else f"{value}\u00a0%"
    return value
