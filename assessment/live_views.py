"""Tell every screen of a workshop that something has changed: server-sent events, bounded.

A screen that is followed holds one worker thread, so at most STREAMS of them are followed at a time and each for
STREAM_SECONDS; its browser then asks again. Every further screen gets the present pulse and is told to ask again
RETRY_MS later: the same address, the same script, no thread held. No stream holds a database connection between two
looks, and all streams of a process share one look a second.
"""

import threading
import time
import uuid
from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from accounts.access import Action, engagement_view
from accounts.models import Engagement
from assessment.access import respondent_view
from assessment.models import Participant
from assessment.selectors import get_assessment_or_404
from assessment.selectors.decisions import get_pulse

STREAMS = 3
STREAM_SECONDS = 25.0
LOOK_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0
RETRY_MS = 3000

_places = threading.BoundedSemaphore(STREAMS)
_looking = threading.Lock()
_seen: dict[uuid.UUID, tuple[float, str]] = {}


@require_GET
@engagement_view(Action.MANAGE_ASSESSMENT)
def live(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Follow an assessment's workshop from the consultant's screen."""
    return _follow(get_assessment_or_404(engagement, assessment_id).id)


@require_GET
@respondent_view
def own_live(request: HttpRequest, participant: Participant) -> HttpResponseBase:
    """Follow an assessment's workshop from a participant's screen."""
    return _follow(participant.assessment_id)


def _follow(assessment_id: uuid.UUID) -> StreamingHttpResponse:
    response = StreamingHttpResponse(list_events(assessment_id), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def list_events(assessment_id: uuid.UUID) -> Iterator[bytes]:
    """Return the events to come while there is a place; else the present pulse alone."""
    if _places.acquire(blocking=False):
        return Stream(assessment_id)
    return iter([_event(look(assessment_id))])


class Stream(Iterator[bytes]):
    """The events of one screen. Gives its place back when it ends, breaks off, or is thrown away unread."""

    def __init__(self, assessment_id: uuid.UUID) -> None:
        self._assessment_id = assessment_id
        self._ends_at = time.monotonic() + STREAM_SECONDS
        self._told = ""
        self._is_closed = False

    def __next__(self) -> bytes:
        quiet_until = time.monotonic() + HEARTBEAT_SECONDS
        while not self._is_closed and time.monotonic() < self._ends_at:
            pulse = look(self._assessment_id)
            if pulse != self._told:
                self._told = pulse
                return _event(pulse)
            if time.monotonic() >= quiet_until:
                return b": still here\n\n"
            time.sleep(LOOK_SECONDS / 2)
        self.close()
        raise StopIteration

    def close(self) -> None:
        """Give the place back, once."""
        if not self._is_closed:
            self._is_closed = True
            _places.release()


def look(assessment_id: uuid.UUID) -> str:
    """Return the pulse of an assessment, read at most once a second by this process; give the connection back."""
    with _looking:
        read_at, pulse = _seen.get(assessment_id, (0.0, ""))
        now = time.monotonic()
        if not pulse or now - read_at >= LOOK_SECONDS:
            pulse = get_pulse(assessment_id)
            for old in [key for key, (at, _pulse) in _seen.items() if now - at > STREAM_SECONDS]:
                del _seen[old]
            _seen[assessment_id] = (now, pulse)
        if not connection.in_atomic_block:
            connection.close()
    return pulse


def _event(pulse: str) -> bytes:
    return f"retry: {RETRY_MS}\ndata: {pulse}\n\n".encode()
