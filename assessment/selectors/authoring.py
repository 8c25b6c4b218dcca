"""Instruments that a consultancy can begin assessments with, its drafts, and steps between versions."""

import uuid
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Consultancy, Engagement
from assessment.models import Assessment, InstrumentDraft, InstrumentUpgrade, PublishedInstrument
from assessment.readers import ShippedInstrument, read_content
from assessment.selectors.answers import list_every_instrument


def list_own(consultancy: Consultancy) -> tuple[ShippedInstrument, ...]:
    """Return every version that the consultancy has published itself."""
    return tuple(_own(consultancy))


def _own(consultancy: Consultancy) -> Iterator[ShippedInstrument]:
    for row in PublishedInstrument.objects.filter(consultancy=consultancy):
        instrument = read_content(f"{row.id}:{row.translated}", row.content)
        yield ShippedInstrument(instrument, row.content, row.content_hash, consultancy.id)


def list_versions(consultancy: Consultancy) -> list[ShippedInstrument]:
    """Return every version of every instrument the consultancy can use, by key, the newest first."""
    found = [*list_every_instrument(), *list_own(consultancy)]
    return sorted(found, key=lambda each: (each.instrument.key, -each.instrument.version, each.consultancy_id is None))


def find_usable(consultancy: Consultancy, key: str) -> ShippedInstrument | None:
    """Return the newest version of an instrument that the consultancy can use, or None."""
    return next((each for each in list_versions(consultancy) if each.instrument.key == key), None)


def list_usable(consultancy: Consultancy) -> tuple[ShippedInstrument, ...]:
    """Return the newest version of each instrument that the consultancy can use."""
    newest: dict[str, ShippedInstrument] = {}
    for each in list_versions(consultancy):
        newest.setdefault(each.instrument.key, each)
    return tuple(newest.values())


def get_version_or_404(consultancy: Consultancy, key: str, version: int) -> ShippedInstrument:
    """Return one version of an instrument that the consultancy can use; raise Http404 otherwise."""
    for each in list_versions(consultancy):
        if (each.instrument.key, each.instrument.version) == (key, version):
            return each
    raise Http404


def find_version_before(consultancy: Consultancy, key: str, version: int) -> ShippedInstrument | None:
    """Return the newest version older than `version`, or None."""
    older = (each for each in list_versions(consultancy) if each.instrument.key == key)
    return next((each for each in older if each.instrument.version < version), None)


def list_drafts(engagement: Engagement) -> QuerySet[InstrumentDraft]:
    """Return the engagement's drafts, newest first."""
    return InstrumentDraft.objects.filter(engagement=engagement).select_related("uploaded_by")


def get_draft_or_404(engagement: Engagement, draft_id: uuid.UUID) -> InstrumentDraft:
    """Return a draft of the engagement; raise Http404 otherwise."""
    draft = list_drafts(engagement).filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    return draft


def find_newer(assessment: Assessment) -> ShippedInstrument | None:
    """Return the newest version of the assessment's instrument when it is newer than the one it was begun with."""
    newest = find_usable(assessment.engagement.client.consultancy, assessment.instrument.key)
    return newest if newest and newest.instrument.version > assessment.instrument.version else None


def find_last_upgrade(assessment: Assessment) -> InstrumentUpgrade | None:
    """Return the step to the version that the assessment has now, while it can be undone; None otherwise."""
    upgrades = InstrumentUpgrade.objects.filter(assessment=assessment, undone_at=None).select_related("before", "after")
    last = upgrades.first()
    return last if last and last.after_id == assessment.instrument_id else None
