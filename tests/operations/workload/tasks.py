"""Jobs that take their time, leave a line for each start of their body, and have an effect that can be counted."""

import os
import time

from django.conf import settings

from accounts.access import record_event
from jobs.registry import JobContext, Outcome, job_handler


def work(context: JobContext, steps: int, long_step_seconds: float) -> Outcome:
    with (settings.DATA_DIR / "bodies").open("a") as bodies:
        bodies.write(f"{context.job_id} {context.attempt} {os.getpid()}\n")
    for step in range(steps):
        context.progress("working", step / steps)
        time.sleep(0.1)
    time.sleep(long_step_seconds)
    return Outcome({"attempt": context.attempt}, apply=lambda: have_effect(context.job_id))


def have_effect(job_id: str) -> None:
    record_event(actor=None, engagement=None, what="test.effect", object_id=job_id)


@job_handler("test.slow", lease_seconds=60)
def slow(context: JobContext, *, steps: int) -> Outcome:
    """Work in steps under a long lease: only the supervisor's knowledge of a death brings it back in time."""
    return work(context, steps, 0)


@job_handler("test.short_lease", lease_seconds=2)
def short_lease(context: JobContext, *, steps: int, long_step_seconds: float = 0) -> Outcome:
    """Work under a short lease, perhaps with one step that outlasts it by far."""
    return work(context, steps, long_step_seconds)
