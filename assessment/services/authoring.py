"""Publish what authors upload, take translations in, and move assessments between versions."""

from django.db import transaction
from django.utils import timezone

from accounts.access import record_event
from accounts.models import Consultancy, Engagement, User
from assessment.domain.exporting import to_yaml
from assessment.domain.instrument import Instrument
from assessment.domain.reading import hash_content, read_instrument
from assessment.domain.translating import TranslationResult, apply_translations
from assessment.domain.version_diff import find_successors
from assessment.models import (
    Answer,
    AnswerRevision,
    Assessment,
    InstrumentDraft,
    InstrumentUpgrade,
    PublishedInstrument,
)
from assessment.readers import ShippedInstrument
from assessment.selectors import get_instrument
from assessment.selectors.authoring import list_versions
from assessment.services.answers import ImmutableInstrumentError, mend_words, publish_shipped


def keep_draft(*, engagement: Engagement, instrument: Instrument, author: User) -> InstrumentDraft:
    """Keep an uploaded instrument to be looked at; it takes the place of the draft of the same version."""
    InstrumentDraft.objects.filter(engagement=engagement, key=instrument.key, version=instrument.version).delete()
    return InstrumentDraft.objects.create(
        engagement=engagement,
        key=instrument.key,
        version=instrument.version,
        content=to_yaml(instrument),
        uploaded_by=author,
    )


class OldVersionError(Exception):
    """There is a version that is as new or newer; `newest` is its number."""

    def __init__(self, newest: int) -> None:
        super().__init__(str(newest))
        self.newest = newest


@transaction.atomic
def publish_draft(*, draft: InstrumentDraft, author: User) -> PublishedInstrument:
    """Publish a draft for its consultancy, for ever.

    Raises ImmutableInstrumentError when that version is published with other content, OldVersionError when a newer
    one is. The same content twice is one publication; with other words about it (translations, contradictions,
    advice of options) it mends the one that stands.
    """
    consultancy = draft.engagement.client.consultancy
    instrument = read_instrument(draft.content)
    content_hash = hash_content(instrument)
    same = [each for each in list_versions(consultancy) if each.instrument.key == instrument.key]
    if any(each.instrument.version == instrument.version and each.content_hash != content_hash for each in same):
        raise ImmutableInstrumentError
    if same and same[0].instrument.version > instrument.version:
        raise OldVersionError(same[0].instrument.version)
    published, is_new = PublishedInstrument.objects.get_or_create(
        consultancy=consultancy,
        key=instrument.key,
        version=instrument.version,
        defaults={"content_hash": content_hash, "content": draft.content},
    )
    if is_new:
        record_event(actor=author, engagement=draft.engagement, what="instrument.published", object_id=published.id)
    else:
        mend_words(published, instrument)
    draft.delete()
    return published


def discard_draft(*, draft: InstrumentDraft) -> None:
    """Forget a draft."""
    draft.delete()


@transaction.atomic
def take_translations(
    *, consultancy: Consultancy, key: str, version: int, language: str, content: bytes
) -> TranslationResult | None:
    """Take a PO file's translations into the consultancy's own instrument; None when it has none such.

    Words in another language are no new question: the hash stays. Raises NotTranslationsError.
    """
    own = PublishedInstrument.objects.select_for_update().filter(consultancy=consultancy, key=key, version=version)
    published = own.first()
    if published is None:
        return None
    result = apply_translations(read_instrument(published.content), language, content)
    mend_words(published, result.instrument)
    return result


@transaction.atomic
def upgrade_assessment(*, assessment: Assessment, newer: ShippedInstrument, author: User) -> InstrumentUpgrade:
    """Move an assessment to a newer version. Answers to renamed items follow; those to removed ones stay in store."""
    heirs = find_successors(get_instrument(assessment), newer.instrument)
    after = publish_shipped(newer)
    upgrade = InstrumentUpgrade.objects.create(
        assessment=assessment, before=assessment.instrument, after=after, done_by=author
    )
    for old, new in heirs.items():
        if old != new:
            _copy_answers(assessment, old, new)
    Assessment.objects.filter(pk=assessment.pk).update(instrument=after)
    record_event(actor=author, engagement=assessment.engagement, what="assessment.upgraded", object_id=assessment.id)
    return upgrade


def _copy_answers(assessment: Assessment, old: str, new: str) -> None:
    """Copy the answers of an item, in every sheet, to the item that replaces it; what is answered there is left."""
    for answer in Answer.objects.filter(sheet__assessment=assessment, item=old):
        copy, is_new = Answer.objects.get_or_create(
            sheet_id=answer.sheet_id,
            item=new,
            row=answer.row,
            column=answer.column,
            defaults={
                "value": answer.value,
                "version": 1,
                "written_by": answer.written_by,
                "written_at": answer.written_at,
            },
        )
        if is_new:
            AnswerRevision.objects.create(
                answer=copy, value=copy.value, version=1, written_by=copy.written_by, written_at=copy.written_at
            )


@transaction.atomic
def undo_upgrade(*, upgrade: InstrumentUpgrade, author: User) -> None:
    """Move an assessment back to the version before. Everything answered since is kept where it was written."""
    undone = InstrumentUpgrade.objects.filter(pk=upgrade.pk, undone_at=None).update(undone_at=timezone.now())
    if undone:
        Assessment.objects.filter(pk=upgrade.assessment_id).update(instrument=upgrade.before)
        engagement = upgrade.assessment.engagement
        record_event(actor=author, engagement=engagement, what="assessment.downgraded", object_id=upgrade.assessment_id)
