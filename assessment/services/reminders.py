"""Remind those who have not finished: in the background, at most once a day each, by hand or by themselves."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.access import record_event
from accounts.models import User
from assessment.models import Assessment, Participant, Reminder, ReminderPlan
from assessment.services.participants import create_link, write_to
from jobs.services import enqueue


@transaction.atomic
def request_reminders(*, assessment: Assessment, participants: list[uuid.UUID], actor: User) -> int:
    """Ask for a reminder to each of `participants` who has an address; return to how many.

    Asking again the same day changes nothing.
    """
    found = Participant.objects.filter(assessment=assessment, pk__in=participants).exclude(email="")
    for participant in found:
        _enqueue(assessment, participant.id, actor, timezone.localdate(), is_automatic=False)
    record_event(actor=actor, engagement=assessment.engagement, what="assessment.reminded", object_id=assessment.id)
    return len(found)


@transaction.atomic
def enqueue_due_reminders(*, plan: ReminderPlan, participants: Sequence[uuid.UUID], today: date) -> None:
    """Ask for today's reminders of an assessment that reminds by itself; looking twice a day asks once."""
    for participant in participants:
        _enqueue(plan.assessment, participant, plan.changed_by, today, is_automatic=True)


def _enqueue(
    assessment: Assessment, participant: uuid.UUID, actor: User | None, today: date, *, is_automatic: bool
) -> None:
    enqueue(
        kind="assessment.remind",
        key=f"{participant}:{today}",
        engagement=assessment.engagement,
        requested_by=actor,
        arguments={"participant_id": str(participant), "is_automatic": is_automatic},
    )


@transaction.atomic
def set_reminder_plan(*, assessment: Assessment, is_on: bool, every_days: int, at_most: int, actor: User) -> None:
    """Let an assessment remind by itself from now on, or stop it at once."""
    said = {"is_on": is_on, "every_days": every_days, "at_most": at_most}
    ReminderPlan.objects.update_or_create(
        assessment=assessment, defaults=said | {"changed_by": actor, "changed_at": timezone.now()}
    )
    what = "assessment.reminding_started" if is_on else "assessment.reminding_stopped"
    record_event(actor=actor, engagement=assessment.engagement, what=what, object_id=assessment.id)


def send_reminder(participant_id: uuid.UUID) -> bool:
    """Send today's reminder; False when it has been sent, or the participant is gone.

    The day is noted before the letter leaves: a worker killed in between costs a reminder, never sends two. A mail
    server that refuses takes the note back, so that the next attempt sends it.
    """
    participant = Participant.objects.select_related("assessment__engagement").filter(pk=participant_id).first()
    if participant is None or not participant.email:
        return False
    reminder, is_new = Reminder.objects.get_or_create(participant=participant, day=timezone.localdate())
    if not is_new:
        return False
    try:
        write_to(participant, "reminder", _way_in(participant))
    except Exception:
        reminder.delete()
        raise
    return True


def _way_in(participant: Participant) -> str:
    """Return where the participant answers: with an account by logging in, else by a fresh link."""
    if participant.user_id is None:
        return create_link(participant=participant, actor=None)
    return str(settings.BASE_URL) + reverse("respond:home", args=[participant.assessment_id])
