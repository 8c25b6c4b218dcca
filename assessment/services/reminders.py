"""Remind those who have not finished: in the background, at most once a day each."""

import uuid

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.access import record_event
from accounts.models import User
from assessment.models import Assessment, Participant, Reminder
from assessment.services.participants import create_link, write_to
from jobs.services import enqueue


@transaction.atomic
def request_reminders(*, assessment: Assessment, participants: list[uuid.UUID], actor: User) -> int:
    """Ask for a reminder to each of `participants` who has an address; return to how many.

    Asking again the same day changes nothing.
    """
    today = timezone.localdate()
    found = Participant.objects.filter(assessment=assessment, pk__in=participants).exclude(email="")
    for participant in found:
        enqueue(
            kind="assessment.remind",
            key=f"{participant.id}:{today}",
            engagement=assessment.engagement,
            requested_by=actor,
            arguments={"participant_id": str(participant.id)},
        )
    record_event(actor=actor, engagement=assessment.engagement, what="assessment.reminded", object_id=assessment.id)
    return len(found)


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
