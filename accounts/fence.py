"""The second fence between engagements: on PostgreSQL the database itself hides the rows of every other one.

Every table whose rows belong to an engagement has forced row-level security. What a connection may see and write is its
setting `kundverk.scope`: the id of one engagement, `*` for everything, nothing otherwise. A request begins with nothing
and is let into one engagement after it has been authorised (accounts.access); commands and the queue itself see
everything; a job sees its own engagement. On SQLite the first fence, the authorised queries, stands alone.
"""

import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.signals import request_finished
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse

from accounts.models import Engagement

EVERYTHING = "*"
NOTHING = ""
SETTING = "kundverk.scope"

_scope: ContextVar[str] = ContextVar("fence_scope", default=EVERYTHING)


class FenceMiddleware:
    """Let a request see nothing of any engagement until it is let into one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _enter(NOTHING)
        return self.get_response(request)


def enter(engagement: Engagement) -> None:
    """Let the rest of this request see `engagement`, which it has been authorised for, and nothing else."""
    enter_by_id(engagement.pk)


def enter_by_id(engagement_id: uuid.UUID) -> None:
    """As `enter`, for a request that needs nothing of the engagement itself."""
    _enter(str(engagement_id))


def leave(**_kwargs: object) -> None:
    """End a request: what runs in its thread between requests sees everything again."""
    _enter(EVERYTHING)


@contextmanager
def within(scope: str) -> Generator[None]:
    """See `scope` for a while: an engagement's id, EVERYTHING or NOTHING."""
    before = _scope.get()
    _enter(scope)
    try:
        yield
    finally:
        _enter(before)


def watch_connections() -> None:
    """Tell every new connection its scope, and forget the scope of a request that is over."""
    connection_created.connect(_tell_new, dispatch_uid="fence")
    request_finished.connect(leave, dispatch_uid="fence")


def _enter(scope: str) -> None:
    _scope.set(scope)
    if connection.connection is not None:
        _tell(connection, scope)


def _tell_new(connection: BaseDatabaseWrapper, **_kwargs: object) -> None:
    _tell(connection, _scope.get())


def _tell(connection: BaseDatabaseWrapper, scope: str) -> None:
    if connection.vendor != "postgresql":
        return
    wire = connection.connection
    if wire.closed or wire.info.transaction_status.name == "INERROR":  # the rollback to come takes the setting back too
        return
    wire.execute("SELECT set_config(%s, %s, false)", [SETTING, scope])
