"""Background work: reminders by e-mail."""

import uuid

from accounts.access import Action
from assessment.services.reminders import send_reminder
from jobs.registry import JobContext, Outcome, job_handler


@job_handler("assessment.remind", max_attempts=3, lease_seconds=60, action=Action.MANAGE_ASSESSMENT)
def remind(context: JobContext, *, participant_id: str) -> Outcome:
    """Remind one participant, unless that has been done today."""
    context.progress("assessment.remind", 0.1)
    return Outcome(result={"sent": send_reminder(uuid.UUID(participant_id))})
