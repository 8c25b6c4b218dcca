"""Kinds of jobs that exist in tests only."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

from accounts.access import Action
from jobs import registry
from jobs.registry import Handler, JobKind


@contextmanager
def registered(name: str, handler: Handler, *, max_attempts: int = 3, lease_seconds: float = 30) -> Generator[None]:
    """Register a kind for the length of a test."""
    lease = timedelta(seconds=lease_seconds)
    registry._KINDS[name] = JobKind(name, handler, max_attempts, lease, Action.RUN_ALLOCATION)
    try:
        yield
    finally:
        del registry._KINDS[name]
