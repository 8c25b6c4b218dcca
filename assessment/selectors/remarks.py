"""Evidence and comments, as far as the one who asks may see them."""

import uuid
from collections import Counter

from django.db.models import Q, QuerySet
from django.http import Http404

from assessment.models import Assessment, Comment, Evidence, Participant


def list_evidence(assessment: Assessment) -> QuerySet[Evidence]:
    """Return all evidence of an assessment, oldest first."""
    return Evidence.objects.filter(sheet__assessment=assessment).select_related("sheet__participant", "added_by")


def list_comments(assessment: Assessment) -> QuerySet[Comment]:
    """Return all comments of an assessment, oldest first."""
    return Comment.objects.filter(assessment=assessment).select_related("participant", "author", "resolved_by")


def list_seen_evidence(participant: Participant, *, is_open: bool) -> QuerySet[Evidence]:
    """Return the evidence that a participant sees in a section: own, and everybody's once it `is_open`."""
    found = list_evidence(participant.assessment)
    return found if is_open else found.filter(sheet__participant=participant)


def list_seen_comments(participant: Participant, *, is_open: bool) -> QuerySet[Comment]:
    """Return the comments that a participant sees in a section: own thread, and everybody's once it `is_open`."""
    found = list_comments(participant.assessment)
    return found if is_open else found.filter(Q(participant=participant))


def get_evidence_or_404(assessment: Assessment, evidence_id: uuid.UUID) -> Evidence:
    """Return evidence of `assessment`; raise Http404 otherwise."""
    found = list_evidence(assessment).filter(pk=evidence_id).first()
    if found is None:
        raise Http404
    return found


def get_comment_or_404(assessment: Assessment, comment_id: uuid.UUID) -> Comment:
    """Return a comment of `assessment`; raise Http404 otherwise."""
    found = list_comments(assessment).filter(pk=comment_id).first()
    if found is None:
        raise Http404
    return found


def count_own_remarks(participant: Participant) -> Counter[str]:
    """Return how much evidence and how many comments of the participant's own stand by each item."""
    counted = Counter(Evidence.objects.filter(sheet__participant=participant).values_list("item", flat=True))
    counted.update(Comment.objects.filter(participant=participant).values_list("item", flat=True))
    return counted


def list_backed_items(assessment: Assessment) -> frozenset[str]:
    """Return the items that somebody has given evidence for."""
    return frozenset(Evidence.objects.filter(sheet__assessment=assessment).values_list("item", flat=True))
