"""Reminders that were sent, and assessments in which they go by themselves."""

import uuid
from datetime import date

from django.db.models import Count, Max

from assessment.models import Assessment, Reminder, ReminderPlan


def find_reminder_plan(assessment: Assessment) -> ReminderPlan:
    """Return how an assessment reminds by itself; one that is off where nothing has been chosen."""
    return ReminderPlan.objects.filter(assessment=assessment).first() or ReminderPlan(assessment=assessment)


def list_running_plans() -> list[ReminderPlan]:
    """Return the plans that are on, with their assessments."""
    plans = ReminderPlan.objects.filter(is_on=True)
    return list(plans.select_related("assessment__engagement", "assessment__instrument", "changed_by"))


def find_running_plan(participant_id: uuid.UUID) -> ReminderPlan | None:
    """Return the plan of a participant's assessment while it is on, or None."""
    plans = ReminderPlan.objects.filter(is_on=True, assessment__participants=participant_id)
    return plans.select_related("assessment__engagement", "assessment__instrument").first()


def list_sent(assessment: Assessment) -> dict[uuid.UUID, tuple[int, date]]:
    """Return how many reminders each participant has had, and the day of the last, by participant."""
    sent = Reminder.objects.filter(participant__assessment=assessment).values("participant")
    rows = sent.annotate(count=Count("id"), last=Max("day")).values_list("participant", "count", "last")
    return {participant: (count, last) for participant, count, last in rows}
