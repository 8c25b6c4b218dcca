"""Remind those who have not finished: in the background, at most once a day each, by hand or by themselves.

Whoever has said no to reminders gets none, whoever asks for them.
"""

import datetime
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.access import record_event
from accounts.models import User
from assessment.models import Assessment, Participant, Reminder, ReminderPlan
from assessment.services.participants import create_link, write_to
from jobs.services import enqueue

STOP_SALT = "stop-reminders"
STOP_LIFETIME = datetime.timedelta(days=365)


@transaction.atomic
def request_reminders(*, assessment: Assessment, participants: list[uuid.UUID], actor: User) -> int:
    """Ask for a reminder to each of `participants` who has an address and wants reminders; return to how many.

    Asking again the same day changes nothing.
    """
    wanting = Participant.objects.filter(assessment=assessment, reminders_declined_at__isnull=True)
    found = wanting.filter(pk__in=participants).exclude(email="")
    for participant in found:
        _enqueue(assessment, participant.id, actor, timezone.localdate(), is_automatic=False)
    record_event(actor=actor, engagement=assessment.engagement, what="assessment.reminded", object_id=assessment.id)
    return len(found)


@transaction.atomic
def enqueue_due_reminders(*, plan: ReminderPlan, participants: Sequence[uuid.UUID], today: datetime.date) -> None:
    """Ask for today's reminders of an assessment that reminds by itself; looking twice a day asks once."""
    for participant in participants:
        _enqueue(plan.assessment, participant, plan.changed_by, today, is_automatic=True)


def _enqueue(
    assessment: Assessment, participant: uuid.UUID, actor: User | None, today: datetime.date, *, is_automatic: bool
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
    """Send today's reminder; False when it has been sent, or the participant is gone or wants none.

    The day is noted before the letter leaves: a worker killed in between costs a reminder, never sends two. A mail
    server that refuses takes the note back, so that the next attempt sends it.
    """
    participant = Participant.objects.select_related("assessment__engagement").filter(pk=participant_id).first()
    if participant is None or not participant.email or participant.reminders_declined_at:
        return False
    reminder, is_new = Reminder.objects.get_or_create(participant=participant, day=timezone.localdate())
    if not is_new:
        return False
    try:
        write_to(participant, "reminder", _way_in(participant), stop_address=make_stop_address(participant))
    except Exception:
        reminder.delete()
        raise
    return True


def _way_in(participant: Participant) -> str:
    """Return where the participant answers: with an account by logging in, else by a fresh link."""
    if participant.user_id is None:
        return create_link(participant=participant, actor=None)
    return str(settings.BASE_URL) + reverse("respond:home", args=[participant.assessment_id])


def make_stop_address(participant: Participant) -> str:
    """Return where the participant declines reminders without coming in; it opens nothing else and is not stored."""
    token = signing.dumps(str(participant.id), salt=STOP_SALT)
    return str(settings.BASE_URL) + reverse("respond:stop_reminders", args=[token])


def find_by_stop_token(token: str) -> Participant | None:
    """Return who was sent this address within the last year, or None."""
    try:
        participant_id = signing.loads(token, salt=STOP_SALT, max_age=STOP_LIFETIME)
    except signing.BadSignature:
        return None
    return Participant.objects.select_related("assessment__engagement").filter(pk=participant_id).first()


@transaction.atomic
def decline_reminders(*, participant: Participant, is_declined: bool, actor: User | None) -> None:
    """Let a participant say no to every reminder of the assessment, or take that back; saying it twice is once."""
    if is_declined == (participant.reminders_declined_at is not None):
        return
    participant.reminders_declined_at = timezone.now() if is_declined else None
    participant.save(update_fields=["reminders_declined_at"])
    what = "participant.reminders_declined" if is_declined else "participant.reminders_accepted"
    record_event(actor=actor, engagement=participant.assessment.engagement, what=what, object_id=participant.id)
