"""Plan actions, change them, and follow them up."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.access import record_event
from accounts.models import User
from assessment.models import ActionStatus, Assessment, PlannedAction


@dataclass(frozen=True)
class ActionContent:
    """What an action says. `item` may be empty; `effort` is 1–3; `status` a value of models.ActionStatus."""

    title: str
    item: str = ""
    advice: str = ""
    effort: int = 2
    owner: str = ""
    due_date: datetime.date | None = None
    goal: str = ""
    follow_up: str = ""
    status: str = ActionStatus.PLANNED


@transaction.atomic
def plan_actions(
    *, assessment: Assessment, contents: Sequence[ActionContent], actor: User
) -> tuple[PlannedAction, ...]:
    """Add actions to the plan; a gap that has an action already gets no second one."""
    taken = set(assessment.actions.exclude(item="").values_list("item", flat=True))
    planned = []
    for content in contents:
        if not content.item or content.item not in taken:
            action = PlannedAction(assessment=assessment, created_by=actor)
            _fill(action, content)
            action.save(force_insert=True)
            planned.append(action)
            taken.add(content.item)
    if planned:
        _record(assessment, actor, "assessment.actions_planned")
    return tuple(planned)


@transaction.atomic
def change_action(*, action: PlannedAction, content: ActionContent, actor: User) -> None:
    """Change an action; becoming done notes when."""
    _fill(action, content)
    action.save()
    _record(action.assessment, actor, "assessment.action_changed")


@transaction.atomic
def remove_action(*, action: PlannedAction, actor: User) -> None:
    """Take an action out of the plan."""
    _record(action.assessment, actor, "assessment.action_removed")
    action.delete()


def _fill(action: PlannedAction, content: ActionContent) -> None:
    was_done = action.status == ActionStatus.DONE
    action.title, action.item, action.advice = content.title, content.item, content.advice
    action.effort, action.owner, action.due_date = content.effort, content.owner, content.due_date
    action.goal, action.follow_up, action.status = content.goal, content.follow_up, content.status
    if content.status != ActionStatus.DONE:
        action.done_at = None
    elif not was_done or action.done_at is None:
        action.done_at = timezone.now()


def _record(assessment: Assessment, actor: User, what: str) -> None:
    record_event(actor=actor, engagement=assessment.engagement, what=what, object_id=assessment.id)
