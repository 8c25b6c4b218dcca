"""Assessments, their answers, and the people who take part: one module per noun."""

from assessment.models.actions import ActionStatus, Effort, PlannedAction
from assessment.models.assessments import (
    Answer,
    AnswerContent,
    AnswerRevision,
    Assessment,
    PublishedInstrument,
    Sheet,
)
from assessment.models.authoring import InstrumentDraft, InstrumentUpgrade
from assessment.models.decisions import Decision, Dissent
from assessment.models.participants import (
    AccessLink,
    Department,
    Handout,
    OpenedSection,
    Participant,
    Reminder,
)
from assessment.models.remarks import Comment, Evidence, EvidenceKind
from assessment.models.reminding import ReminderPlan
from assessment.models.targets import ChannelTarget

__all__ = [
    "AccessLink",
    "ActionStatus",
    "Answer",
    "AnswerContent",
    "AnswerRevision",
    "Assessment",
    "ChannelTarget",
    "Comment",
    "Decision",
    "Department",
    "Dissent",
    "Effort",
    "Evidence",
    "EvidenceKind",
    "Handout",
    "InstrumentDraft",
    "InstrumentUpgrade",
    "OpenedSection",
    "Participant",
    "PlannedAction",
    "PublishedInstrument",
    "Reminder",
    "ReminderPlan",
    "Sheet",
]
