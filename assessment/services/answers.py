"""Begin assessments and write answers, so that nothing written is ever lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Engagement, User
from assessment.domain.cells import Cell, CellKey
from assessment.domain.exporting import to_yaml
from assessment.domain.instrument import Instrument
from assessment.domain.reading import hash_content
from assessment.models import Answer, AnswerRevision, Assessment, Participant, PublishedInstrument, Sheet
from assessment.readers import ShippedInstrument
from assessment.selectors.answers import (
    WrittenAnswer,
    find_answer,
    find_published_hashes,
    forget_instruments,
    get_common_sheet,
)


@dataclass(frozen=True)
class Writing:
    """What a person wants to write in a cell, and the version the person had seen there (0: empty)."""

    cell: Cell
    value: str
    base_version: int


@dataclass(frozen=True)
class Saved:
    """The answer stands as written; `answer` is what the database has now."""

    answer: WrittenAnswer


@dataclass(frozen=True)
class Conflict:
    """Somebody else wrote in between. Nothing was changed: `mine` is what was sent, `theirs` what stands."""

    key: CellKey
    mine: str
    theirs: WrittenAnswer


@dataclass(frozen=True)
class TooLong:
    """The text is longer than the cell takes. Nothing was changed."""

    key: CellKey
    mine: str
    limit: int


type SaveResult = Saved | Conflict | TooLong

type Author = User | Participant
"""Whoever writes: somebody with an account, or a participant who came by a link."""


@transaction.atomic
def create_assessment(*, engagement: Engagement, shipped: ShippedInstrument, title: str, author: User) -> Assessment:
    """Begin an assessment with the instrument as it reads today, and its common sheet."""
    instrument = publish_shipped(shipped)
    assessment = Assessment.objects.create(engagement=engagement, instrument=instrument, title=title, created_by=author)
    Sheet.objects.create(assessment=assessment)
    return assessment


def publish_shipped(shipped: ShippedInstrument) -> PublishedInstrument:
    """Return the row of an instrument in its very words; one that comes with the product gets it when first used."""
    published, _created = PublishedInstrument.objects.get_or_create(
        consultancy_id=shipped.consultancy_id,  # type: ignore[misc]  # None asks for IS NULL
        key=shipped.instrument.key,
        version=shipped.instrument.version,
        content_hash=shipped.content_hash,
        defaults={"content": shipped.content},
    )
    return published


class ImmutableInstrumentError(Exception):
    """This version is published with other content; a change needs a new version."""


@transaction.atomic
def import_instrument(*, instrument: Instrument) -> bool:
    """Publish an instrument for everybody; False when it is published already, whose words are then mended.

    Raises ImmutableInstrumentError.
    """
    content_hash = hash_content(instrument)
    known = find_published_hashes(instrument.key, instrument.version)
    if content_hash in known:
        for stored in PublishedInstrument.objects.filter(consultancy=None, content_hash=content_hash):
            mend_words(stored, instrument)
        return False
    if known:
        raise ImmutableInstrumentError
    PublishedInstrument.objects.create(
        key=instrument.key, version=instrument.version, content_hash=content_hash, content=to_yaml(instrument)
    )
    return True


def mend_words(published: PublishedInstrument, instrument: Instrument) -> None:
    """Let a published instrument speak as `instrument`, which asks the same: the hash stays, every process sees it."""
    content = to_yaml(instrument)
    if content != published.content:
        newer = published.translated + 1
        PublishedInstrument.objects.filter(pk=published.pk).update(content=content, translated=newer)
        transaction.on_commit(forget_instruments)


def save_answer(*, sheet: Sheet, cell: Cell, value: str, base_version: int, author: Author) -> SaveResult:
    """Write `value` into `cell` if nobody has written there since `base_version` (0: nobody ever had).

    The same text as the one that stands is saved already, whoever wrote it: a repeated request does no harm.
    """
    value = value.replace("\r\n", "\n")
    if len(value) > cell.limit:
        return TooLong(cell.key, value, cell.limit)
    with transaction.atomic():
        written = _insert(sheet, cell.key, value, author) if base_version == 0 else None
        written = written or _replace(sheet, cell.key, value, base_version, author)
    if written:
        return Saved(written)
    theirs = find_answer(sheet, cell.key)
    if theirs is None:
        return save_answer(sheet=sheet, cell=cell, value=value, base_version=0, author=author)
    return Saved(theirs) if theirs.value == value else Conflict(cell.key, value, theirs)


def _insert(sheet: Sheet, key: CellKey, value: str, author: Author) -> WrittenAnswer | None:
    """Write the first answer of a cell; None when somebody has been there first."""
    now = timezone.now()
    try:
        with transaction.atomic():
            answer = Answer.objects.create(
                sheet=sheet,
                item=key.item,
                row=key.row,
                column=key.column,
                value=value,
                version=1,
                written_by=_account(author),
                written_at=now,
            )
    except IntegrityError:
        return None
    return _remember(answer, author)


def _replace(sheet: Sheet, key: CellKey, value: str, base_version: int, author: Author) -> WrittenAnswer | None:
    """Write over the version the author has seen; None when it is no longer the current one."""
    answer = Answer.objects.filter(sheet=sheet, item=key.item, row=key.row, column=key.column).first()
    if answer is None or answer.value == value:
        return None
    answer.value, answer.version, answer.written_by, answer.written_at = (
        value,
        base_version + 1,
        _account(author),
        timezone.now(),
    )
    changed = _unchanged_since(answer, base_version).update(
        value=value, version=answer.version, written_by=answer.written_by, written_at=answer.written_at
    )
    return _remember(answer, author) if changed else None


def _unchanged_since(answer: Answer, base_version: int) -> QuerySet[Answer]:
    """Return the answer's row while it is still the version that the author has seen."""
    return Answer.objects.filter(pk=answer.pk, version=base_version)


def _remember(answer: Answer, author: Author) -> WrittenAnswer:
    AnswerRevision.objects.create(
        answer=answer,
        value=answer.value,
        version=answer.version,
        written_by=answer.written_by,
        written_at=answer.written_at,
    )
    return _as_written(answer, author)


def _account(author: Author) -> User | None:
    return author if isinstance(author, User) else None


def _as_written(answer: Answer, author: Author) -> WrittenAnswer:
    key = CellKey(answer.item, answer.row, answer.column)
    return WrittenAnswer(key, answer.value, answer.version, str(author), answer.written_at)


def save_form(*, sheet: Sheet, writings: Iterable[Writing], author: Author) -> tuple[SaveResult, ...]:
    """Write what a person changed in a form; fields that still say what the person was shown are left alone."""
    return tuple(
        save_answer(
            sheet=sheet, cell=writing.cell, value=writing.value, base_version=writing.base_version, author=author
        )
        for writing in writings
        if writing.value.replace("\r\n", "\n") != _seen(sheet, writing)
    )


def _seen(sheet: Sheet, writing: Writing) -> str:
    key = writing.cell.key
    seen = AnswerRevision.objects.filter(
        answer__sheet=sheet,
        answer__item=key.item,
        answer__row=key.row,
        answer__column=key.column,
        version=writing.base_version,
    ).first()
    return seen.value if seen else ""


def fill_assessment(*, assessment: Assessment, answers: Mapping[CellKey, str], author: User) -> None:
    """Write many first answers at once into the common sheet, as `author`; cells that are answered are left alone."""
    fill_sheet(sheet=get_common_sheet(assessment), answers=answers, author=author)


@transaction.atomic
def fill_sheet(*, sheet: Sheet, answers: Mapping[CellKey, str], author: Author) -> None:
    """Write many first answers at once into a sheet, as `author`; cells that are answered are left alone."""
    taken = {CellKey(*cell) for cell in Answer.objects.filter(sheet=sheet).values_list("item", "row", "column")}
    now, account = timezone.now(), _account(author)
    rows = Answer.objects.bulk_create(
        Answer(
            sheet=sheet,
            item=key.item,
            row=key.row,
            column=key.column,
            value=value,
            version=1,
            written_by=account,
            written_at=now,
        )
        for key, value in answers.items()
        if key not in taken
    )
    AnswerRevision.objects.bulk_create(
        AnswerRevision(answer=row, value=row.value, version=1, written_by=account, written_at=now) for row in rows
    )
