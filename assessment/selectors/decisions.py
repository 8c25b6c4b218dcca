"""Voices of the participants, decisions of the group, and whether anything has changed."""

import uuid
from collections import defaultdict

from django.db.models import Count, Max, QuerySet

from assessment.domain.consensus import Voice
from assessment.domain.relevance import find_own_relevance
from assessment.models import Answer, Assessment, Comment, Decision, OpenedSection
from assessment.selectors.answers import get_instrument
from assessment.selectors.participants import list_handouts, list_own_sheets, list_participants


def list_voices(assessment: Assessment) -> tuple[Voice, ...]:
    """Return every participant's own answers that count, by name."""
    instrument, sheets, handouts = get_instrument(assessment), list_own_sheets(assessment), list_handouts(assessment)
    voices = []
    for person in list_participants(assessment):
        answers = sheets[person.id].answers
        silent = find_own_relevance(instrument, answers, handouts.get(person.id, {})).silent
        voices.append(Voice(str(person.id), person.department, answers.without(silent) if silent else answers))
    return tuple(voices)


def list_decisions(assessment: Assessment) -> QuerySet[Decision]:
    """Return every decision of an assessment with its dissents, newest first."""
    found = Decision.objects.filter(assessment=assessment).select_related("decided_by")
    return found.prefetch_related("dissents__participant")


def list_newest_decisions(assessment: Assessment) -> dict[str, Decision]:
    """Return the decision that holds, by item."""
    newest: dict[str, list[Decision]] = defaultdict(list)
    for decision in list_decisions(assessment):
        newest[decision.item].append(decision)
    return {item: decisions[0] for item, decisions in newest.items()}


def get_pulse(assessment_id: uuid.UUID) -> str:
    """Return a word that changes when something of the workshop does: openings, decisions, comments, common answers."""
    opened = OpenedSection.objects.filter(assessment=assessment_id).aggregate(Count("id"), Max("id"))
    decided = Decision.objects.filter(assessment=assessment_id).aggregate(Max("decided_at"))
    remarked = Comment.objects.filter(assessment=assessment_id).aggregate(Count("id"), Max("resolved_at"))
    common = Answer.objects.filter(sheet__assessment=assessment_id, sheet__participant=None)
    parts = (opened, decided, remarked, common.aggregate(Count("id"), Max("written_at")))
    return "-".join(_word(value) for part in parts for value in part.values())


def _word(value: object) -> str:
    timestamp = getattr(value, "timestamp", None)
    return f"{timestamp():.6f}" if callable(timestamp) else str(value or 0)
