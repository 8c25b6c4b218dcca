"""Add evidence and comments to items, take evidence away, resolve comments."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessment.models import Assessment, Comment, Evidence, EvidenceKind, Participant, Sheet
from filestore.store import save_stream

FILE_LIMIT_BYTES = 10_000_000
EVIDENCE_LIMIT = 200
"""How much evidence one sheet takes."""


class TooMuchEvidenceError(Exception):
    """The sheet has as much evidence as it takes."""


def add_quote(*, sheet: Sheet, item: str, text: str, speaker: str, author: User | None) -> Evidence:
    """Keep what somebody has said, and who; raise TooMuchEvidenceError when the sheet is full."""
    return _add(Evidence(sheet=sheet, item=item, kind=EvidenceKind.QUOTE, text=text, speaker=speaker, added_by=author))


def add_link(*, sheet: Sheet, item: str, url: str, text: str, author: User | None) -> Evidence:
    """Keep an address; raise TooMuchEvidenceError when the sheet is full."""
    return _add(Evidence(sheet=sheet, item=item, kind=EvidenceKind.LINK, url=url, text=text, added_by=author))


def add_file(
    *, sheet: Sheet, item: str, name: str, chunks: Iterable[bytes], text: str, author: User | None
) -> Evidence:
    """Keep a file as sent; raise filestore's TooLargeError beyond FILE_LIMIT_BYTES, TooMuchEvidenceError when full."""
    if Evidence.objects.filter(sheet=sheet).count() >= EVIDENCE_LIMIT:
        raise TooMuchEvidenceError
    stored = save_stream(f"evidence/{sheet.assessment_id}", chunks, limit_bytes=FILE_LIMIT_BYTES)
    return _add(
        Evidence(
            sheet=sheet,
            item=item,
            kind=EvidenceKind.FILE,
            text=text,
            file_key=stored.key,
            file_name=name[-150:],
            file_size=stored.size,
            added_by=author,
        )
    )


def _add(evidence: Evidence) -> Evidence:
    if Evidence.objects.filter(sheet=evidence.sheet).count() >= EVIDENCE_LIMIT:
        raise TooMuchEvidenceError
    evidence.save(force_insert=True)
    return evidence


def remove_evidence(*, evidence: Evidence) -> None:
    """Take evidence away; a file stays in the store, where the same content may stand for something else."""
    evidence.delete()


@transaction.atomic
def add_comment(
    *, assessment: Assessment, item: str, text: str, participant: Participant | None, author: User | None
) -> Comment:
    """Add a remark to the thread of `participant` (None: of everybody)."""
    return Comment.objects.create(assessment=assessment, item=item, text=text, participant=participant, author=author)


def resolve_comment(*, comment: Comment, is_resolved: bool, actor: User) -> None:
    """Mark a comment as dealt with, or take that back."""
    comment.resolved_at = timezone.now() if is_resolved else None
    comment.resolved_by = actor if is_resolved else None
    comment.save(update_fields=["resolved_at", "resolved_by"])
