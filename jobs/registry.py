"""Which function does which kind of job."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from django.utils.module_loading import autodiscover_modules

from accounts.access import Action

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None


class JobError(Exception):
    """The work cannot be done, for a reason that a person can act on; it is not tried again.

    `code` names the reason (see jobs/texts.py), `detail` may add one plain sentence without personal data.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class LostLeaseError(Exception):
    """Another worker has taken the job over: stop without writing anything."""


class JobCancelledError(Exception):
    """A person asked for the job to stop."""


@dataclass(frozen=True)
class Outcome:
    """What a handler hands back: `apply` writes its effects in the transaction that marks the job done.

    Files are written before under a name of the attempt; `apply` only makes the database point at them.
    """

    result: dict[str, Json] = field(default_factory=dict)
    apply: Callable[[], None] = lambda: None


class JobContext(Protocol):
    """What a handler is given besides its arguments."""

    job_id: str
    attempt: int
    engagement_id: str | None

    def progress(self, stage: str, share: float) -> None:
        """Tell how far the work is (0–1) and renew the lease.

        Raise LostLeaseError or JobCancelledError when the work must stop.
        """


type Handler = Callable[..., Outcome]


@dataclass(frozen=True)
class JobKind:
    """How jobs of one kind are done; `action` is what a person needs to be allowed in order to follow and stop one."""

    name: str
    handler: Handler
    max_attempts: int
    lease: timedelta
    action: Action


_KINDS: dict[str, JobKind] = {}


def job_handler(
    name: str, *, max_attempts: int = 3, lease_seconds: int = 30, action: Action = Action.MANAGE_ENGAGEMENT
) -> Callable[[Handler], Handler]:
    """Register `handler(context, **arguments) -> Outcome` for jobs of kind `name` (in an app's tasks.py).

    Whoever may do `action` sees the progress and may cancel; so may the person who asked for the job.
    """

    def register(handler: Handler) -> Handler:
        _KINDS[name] = JobKind(name, handler, max_attempts, timedelta(seconds=lease_seconds), action)
        return handler

    return register


def get_kind(name: str) -> JobKind:
    """Return the registered kind; raise KeyError for one that no app registers in its tasks.py."""
    if name not in _KINDS:
        autodiscover_modules("tasks")
    return _KINDS[name]


def list_kinds() -> list[str]:
    """Return the names of all registered kinds, sorted."""
    autodiscover_modules("tasks")
    return sorted(_KINDS)
