"""What stands around one item: evidence and comments, for a participant or for the consultant."""

import uuid
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from assessment.models import Assessment, Comment, Evidence, Participant
from assessment.pages.wording import in_words
from assessment.selectors import get_instrument
from assessment.selectors.participants import OwnSection
from assessment.selectors.remarks import list_comments, list_evidence, list_seen_comments, list_seen_evidence


@dataclass(frozen=True)
class EvidenceView:
    """One piece of evidence; `kind` is quote, link or file, `is_own` whether the reader may take it away."""

    id: uuid.UUID
    kind: str
    text: str
    speaker: str
    url: str
    file_name: str
    file_size: int
    given_by: str
    created_at: datetime
    is_own: bool


@dataclass(frozen=True)
class CommentView:
    """One comment; `thread` names the participant in whose thread it stands, empty for everybody's."""

    id: uuid.UUID
    text: str
    author: str
    thread: str
    created_at: datetime
    resolved_at: datetime | None
    resolved_by: str


@dataclass(frozen=True)
class RemarksPage:
    """One item with its evidence and comments. `name` is the participant's, empty for the consultant."""

    assessment_id: uuid.UUID
    title: str
    name: str
    section_key: str
    section: str
    item_key: str
    item: str
    hint: str
    is_open: bool
    evidence: tuple[EvidenceView, ...]
    comments: tuple[CommentView, ...]


def own_remarks_page(participant: Participant, own: OwnSection, item: str) -> RemarksPage:
    """Return what a participant sees around an item: only what is its own, until the section is opened."""
    return _page(
        participant.assessment,
        item,
        participant,
        own.is_open,
        list_seen_evidence(participant, is_open=own.is_open).filter(item=item),
        list_seen_comments(participant, is_open=own.is_open).filter(item=item),
    )


def remarks_page(assessment: Assessment, item: str, *, opened: Container[str]) -> RemarksPage:
    """Return everything around an item, for the consultant; `opened` holds the sections opened together."""
    evidence, comments = list_evidence(assessment).filter(item=item), list_comments(assessment).filter(item=item)
    page = _page(assessment, item, None, False, evidence, comments)
    return replace(page, is_open=page.section_key in opened)


def _page(
    assessment: Assessment,
    item_key: str,
    reader: Participant | None,
    is_open: bool,
    evidence: Iterable[Evidence],
    comments: Iterable[Comment],
) -> RemarksPage:
    instrument = get_instrument(assessment)
    item = instrument.get_item(item_key)
    section = next(part for part in instrument.sections if item in part.list_items())
    return RemarksPage(
        assessment_id=assessment.id,
        title=assessment.title,
        name=reader.name if reader else "",
        section_key=section.key,
        section=in_words(section.title),
        item_key=item.key,
        item=in_words(item.label),
        hint=in_words(item.hint),
        is_open=is_open,
        evidence=tuple(_evidence(one, reader) for one in evidence),
        comments=tuple(_comment(one) for one in comments),
    )


def _evidence(evidence: Evidence, reader: Participant | None) -> EvidenceView:
    giver = evidence.sheet.participant
    return EvidenceView(
        id=evidence.id,
        kind=evidence.kind,
        text=evidence.text,
        speaker=evidence.speaker,
        url=evidence.url,
        file_name=evidence.file_name,
        file_size=evidence.file_size,
        given_by=str(giver or evidence.added_by or ""),
        created_at=evidence.created_at,
        is_own=giver == reader,
    )


def _comment(comment: Comment) -> CommentView:
    return CommentView(
        id=comment.id,
        text=comment.text,
        author=str(comment.author or comment.participant or _("Borttagen person")),
        thread=str(comment.participant or ""),
        created_at=comment.created_at,
        resolved_at=comment.resolved_at,
        resolved_by=str(comment.resolved_by or ""),
    )
