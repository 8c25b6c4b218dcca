"""What the pages of an engagement's administration show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.event_texts import describe_event
from accounts.models import AuditEvent


@dataclass(frozen=True)
class EventLine:
    """One line of the audit trail; `who` is empty where nobody was logged in."""

    at: datetime
    who: str
    what: str


def event_lines(events: Iterable[AuditEvent]) -> tuple[EventLine, ...]:
    """Say each event in words."""
    return tuple(EventLine(event.at, str(event.actor or ""), describe_event(event.what)) for event in events)
