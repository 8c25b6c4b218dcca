"""Assessments, instruments and answers as the database has them."""

import time
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Engagement
from assessment.domain.answers import Answers
from assessment.domain.cells import Cell, CellKey, find_cell, parse_cell_key
from assessment.domain.instrument import Instrument, Item, Section
from assessment.domain.reading import read_instrument
from assessment.models import Answer, AnswerRevision, Assessment, PublishedInstrument, Sheet
from assessment.readers import ShippedInstrument, find_shipped_by_hash, list_shipped

KEPT_SECONDS = 60


@dataclass(frozen=True)
class WrittenAnswer:
    """An answer with its version, who wrote it (a name) and when."""

    key: CellKey
    value: str
    version: int
    written_by: str
    written_at: datetime


@dataclass(frozen=True)
class AnswerSheet:
    """All answers of a sheet, by cell."""

    sheet_id: uuid.UUID
    written: dict[CellKey, WrittenAnswer]

    @property
    def answers(self) -> Answers:
        return Answers({key: answer.value for key, answer in self.written.items()})


def list_assessments(engagement: Engagement) -> QuerySet[Assessment]:
    """Return the engagement's assessments, newest first."""
    return Assessment.objects.filter(engagement=engagement).select_related("instrument", "created_by")


def get_assessment_or_404(engagement: Engagement, assessment_id: uuid.UUID) -> Assessment:
    """Return the assessment if it belongs to `engagement`; raise Http404 otherwise."""
    found = list_assessments(engagement).defer("instrument__content").filter(pk=assessment_id).first()
    if found is None:
        raise Http404
    return found


def get_instrument(assessment: Assessment) -> Instrument:
    """Return the instrument that the assessment was begun with; shipped translations may be newer than its words."""
    return _published_instrument(assessment.instrument_id, int(time.monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=256)
def _published_instrument(published_id: uuid.UUID, minute: int) -> Instrument:
    """Return what was published under this id, looked up once a minute by each process: translations may be mended."""
    del minute
    content_hash, translated = PublishedInstrument.objects.values_list("content_hash", "translated").get(
        pk=published_id
    )
    shipped = find_shipped_by_hash(content_hash)
    return shipped.instrument if shipped else _stored_instrument(published_id, translated)


def forget_instruments() -> None:
    """Look every published instrument up anew."""
    _published_instrument.cache_clear()


@lru_cache(maxsize=64)
def _stored_instrument(published_id: uuid.UUID, translated: int) -> Instrument:
    del translated
    return read_instrument(PublishedInstrument.objects.get(pk=published_id).content)


def list_every_instrument() -> list[ShippedInstrument]:
    """Return every version of every instrument that is everybody's: shipped or imported."""
    return [*list_shipped(), *_list_imported()]


def list_instruments() -> tuple[ShippedInstrument, ...]:
    """Return the newest version of every instrument that an assessment can be begun with: shipped or imported."""
    newest: dict[str, ShippedInstrument] = {}
    for each in list_every_instrument():
        known = newest.get(each.instrument.key)
        if known is None or each.instrument.version > known.instrument.version:
            newest[each.instrument.key] = each
    return tuple(newest.values())


def find_instrument(key: str) -> ShippedInstrument | None:
    """Return the newest version of the instrument `key`, or None."""
    return next((each for each in list_instruments() if each.instrument.key == key), None)


def find_published_hashes(key: str, version: int) -> set[str]:
    """Return the hashes under which this version is known; more than one only where a shipped file was changed."""
    shipped = {s.content_hash for s in list_shipped() if (s.instrument.key, s.instrument.version) == (key, version)}
    stored = PublishedInstrument.objects.filter(consultancy=None, key=key, version=version)
    return shipped | set(stored.values_list("content_hash", flat=True))


def _list_imported() -> list[ShippedInstrument]:
    rows = PublishedInstrument.objects.filter(consultancy=None).defer("content")
    return [
        ShippedInstrument(_stored_instrument(row.id, row.translated), _stored_content(row.id), row.content_hash)
        for row in rows
        if find_shipped_by_hash(row.content_hash) is None
    ]


@lru_cache(maxsize=64)
def _stored_content(published_id: uuid.UUID) -> str:
    return PublishedInstrument.objects.get(pk=published_id).content


def get_section_or_404(assessment: Assessment, key: str) -> Section:
    """Return a section of the assessment's instrument; raise Http404 when it has none such."""
    for section in get_instrument(assessment).sections:
        if section.key == key:
            return section
    raise Http404


def get_item_or_404(assessment: Assessment, key: str) -> Item:
    """Return an item of the assessment's instrument; raise Http404 when it has none such."""
    for item in get_instrument(assessment).list_items():
        if item.key == key:
            return item
    raise Http404


def get_cell_or_404(assessment: Assessment, text: str) -> Cell:
    """Return the cell whose key `text` spells; raise Http404 when the assessment's instrument has none such."""
    key = parse_cell_key(text)
    cell = find_cell(get_instrument(assessment), key) if key else None
    if cell is None:
        raise Http404
    return cell


def find_scored_assessment(engagement: Engagement) -> Assessment | None:
    """Return the newest assessment whose instrument scores readiness, or None."""
    return next((each for each in list_assessments(engagement) if get_instrument(each).areas), None)


def get_common_sheet(assessment: Assessment) -> Sheet:
    """Return the sheet that everybody writes in together."""
    return Sheet.objects.get(assessment=assessment, participant=None)


def get_common_sheet_or_404(engagement: Engagement, assessment_id: uuid.UUID) -> Sheet:
    """Return the common sheet with its assessment in one query; raise Http404 when it is not `engagement`'s."""
    sheet = (
        Sheet.objects.filter(assessment=assessment_id, assessment__engagement=engagement, participant=None)
        .select_related("assessment")
        .first()
    )
    if sheet is None:
        raise Http404
    return sheet


def get_answer_sheet(sheet: Sheet) -> AnswerSheet:
    """Return every answer of `sheet`."""
    rows = Answer.objects.filter(sheet=sheet).select_related("written_by")
    written = (as_written(row, sheet) for row in rows)
    return AnswerSheet(sheet.id, {answer.key: answer for answer in written})


def get_item_answers(sheet: Sheet, items: Collection[str]) -> Answers:
    """Return the answers to some items of `sheet`, without who wrote them."""
    rows = Answer.objects.filter(sheet=sheet, item__in=items).values_list("item", "row", "column", "value")
    return Answers({CellKey(item, row, column): value for item, row, column, value in rows})


def list_cell_answers(sheet: AnswerSheet) -> list[WrittenAnswer]:
    """Return the answers of a sheet sorted by cell."""
    return [sheet.written[key] for key in sorted(sheet.written)]


def find_answer(sheet: Sheet, key: CellKey) -> WrittenAnswer | None:
    """Return the current answer of one cell, or None when nobody has written there."""
    row = (
        Answer.objects.filter(sheet=sheet, item=key.item, row=key.row, column=key.column)
        .select_related("written_by")
        .first()
    )
    return as_written(row, sheet) if row else None


def list_revisions(sheet: Sheet, item: str) -> list[WrittenAnswer]:
    """Return every writing of an item's cells, newest first."""
    revisions = AnswerRevision.objects.filter(answer__sheet=sheet, answer__item=item).select_related(
        "answer", "written_by"
    )
    return [as_written(revision.answer, sheet, revision) for revision in revisions.order_by("-written_at", "-id")]


def as_written(answer: Answer, sheet: Sheet, content: Answer | AnswerRevision | None = None) -> WrittenAnswer:
    """Return a row of `sheet` as a record; what nobody with an account wrote is its participant's."""
    content = content or answer
    return WrittenAnswer(
        key=CellKey(answer.item, answer.row, answer.column),
        value=content.value,
        version=content.version,
        written_by=str(content.written_by or sheet.participant or ""),
        written_at=content.written_at,
    )
