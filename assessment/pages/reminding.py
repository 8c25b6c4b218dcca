"""Whom an assessment that reminds by itself reminds now."""

import uuid
from datetime import datetime

from django.utils import timezone

from assessment.models import ReminderPlan
from assessment.pages.board import ParticipantLine, board_page
from assessment.selectors.participants import list_handouts, list_open_sections
from assessment.selectors.reminders import list_sent

WORKDAYS = 5
OFFICE_HOURS = range(8, 17)


def is_office_time(now: datetime) -> bool:
    """Say whether letters may leave: on a weekday between eight and five, where the product lives."""
    local = timezone.localtime(now)
    return local.weekday() < WORKDAYS and local.hour in OFFICE_HOURS


def list_due(plan: ReminderPlan, now: datetime) -> tuple[uuid.UUID, ...]:
    """Return the participants whose reminder is due: still waited for, quiet for so many days, not told too often."""
    today = timezone.localdate(now)
    sent = list_sent(plan.assessment)
    due = []
    for line in list_waited_for(plan):
        count, last_day = sent.get(line.id, (0, None))
        heard = [line.added_at, *([line.last_at] if line.last_at else [])]
        quiet_since = max([timezone.localdate(at) for at in heard] + ([last_day] if last_day else []))
        if count < plan.at_most and (today - quiet_since).days >= plan.every_days:
            due.append(line.id)
    return tuple(due)


def list_waited_for(plan: ReminderPlan) -> tuple[ParticipantLine, ...]:
    """Return the participants who can still answer something, have not finished, and want letters to their address."""
    opened = set(list_open_sections(plan.assessment))
    handouts = list_handouts(plan.assessment)
    return tuple(
        line
        for line in board_page(plan.assessment).lines
        if line.email
        and line.reminders_declined_at is None
        and not line.is_finished
        and any(each.done_at is None and key not in opened for key, each in handouts.get(line.id, {}).items())
    )
