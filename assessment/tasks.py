"""Background work: reminders by e-mail, asked for and by themselves."""

import uuid
from datetime import datetime

from django.utils import timezone

from accounts.access import Action
from assessment.pages.reminding import is_office_time, list_due, list_waited_for
from assessment.selectors.reminders import find_running_plan, list_running_plans
from assessment.services.reminders import enqueue_due_reminders, send_reminder
from jobs.chores import chore
from jobs.registry import JobContext, Outcome, job_handler


@job_handler("assessment.remind", max_attempts=3, lease_seconds=60, action=Action.MANAGE_ASSESSMENT)
def remind(context: JobContext, *, participant_id: str, is_automatic: bool = False) -> Outcome:
    """Remind one participant, unless that has been done today, or goes by itself and is no longer called for."""
    context.progress("assessment.remind", 0.1)
    participant = uuid.UUID(participant_id)
    if is_automatic and not _is_still_due(participant):
        return Outcome(result={"sent": False})
    return Outcome(result={"sent": send_reminder(participant)})


def _is_still_due(participant: uuid.UUID) -> bool:
    """Say whether the plan is still on and the participant has not finished since the letter was asked for."""
    plan = find_running_plan(participant)
    return plan is not None and participant in {line.id for line in list_waited_for(plan)}


@chore("assessment.reminders", every_minutes=15)
def look_for_reminders(now: datetime) -> None:
    """Ask for the reminders that are due, in office hours."""
    if is_office_time(now):
        for plan in list_running_plans():
            enqueue_due_reminders(plan=plan, participants=list_due(plan, now), today=timezone.localdate(now))
