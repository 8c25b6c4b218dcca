"""The actions of an assessment, and the assessment that follows it."""

import uuid

from django.db.models import QuerySet
from django.http import Http404

from assessment.models import Assessment, PlannedAction
from assessment.selectors.answers import list_assessments


def list_actions(assessment: Assessment) -> QuerySet[PlannedAction]:
    """Return the actions of an assessment in the order they were planned."""
    return PlannedAction.objects.filter(assessment=assessment)


def get_action_or_404(assessment: Assessment, action_id: uuid.UUID) -> PlannedAction:
    """Return an action of `assessment`; raise Http404 otherwise."""
    found = list_actions(assessment).filter(pk=action_id).first()
    if found is None:
        raise Http404
    return found


def find_next_assessment(assessment: Assessment) -> Assessment | None:
    """Return the first later assessment of the same engagement with the same instrument, in whatever version."""
    later = list_assessments(assessment.engagement).filter(
        instrument__key=assessment.instrument.key, created_at__gt=assessment.created_at
    )
    return later.order_by("created_at").first()
