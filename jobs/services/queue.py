"""The queue is the table of jobs; a message to a worker is a wake-up call that may be lost or come twice."""

import logging
import uuid
from datetime import datetime, timedelta

from celery import current_app
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Engagement, User
from jobs.models import Job, JobState
from jobs.registry import Json, get_kind

logger = logging.getLogger(__name__)

REPUBLISH_AFTER = timedelta(seconds=30)
SWEEP_LIMIT = 200


def enqueue(
    *,
    kind: str,
    key: str,
    engagement: Engagement | None,
    requested_by: User | None,
    arguments: dict[str, Json] | None = None,
) -> Job:
    """Ask for work within the caller's transaction; the same kind and key twice is one job.

    `arguments` hold ids only. Raise KeyError for a kind that no app registered.
    """
    job, created = Job.objects.get_or_create(
        kind=kind,
        key=key,
        defaults={
            "engagement": engagement,
            "requested_by": requested_by,
            "arguments": arguments or {},
            "max_attempts": get_kind(kind).max_attempts,
        },
    )
    if created:
        transaction.on_commit(lambda: publish(job.id), robust=True)
    return job


def publish(job_id: uuid.UUID) -> None:
    """Wake a worker up. A failure is harmless: the sweeper publishes again."""
    current_app.send_task("jobs.run", args=[str(job_id)], retry=False)
    Job.objects.filter(pk=job_id).update(published_at=timezone.now())


def request_cancel(job: Job) -> None:
    """Stop a waiting job at once and ask a running one to stop at its next sign of life."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
    if not waiting.update(state=JobState.CANCELLED, cancel_requested_at=now, finished_at=now):
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested_at=now)


def sweep(now: datetime | None = None) -> int:
    """Publish what no worker was told of, free expired leases, fail what broke too often; return how many woke."""
    now = now or timezone.now()
    _end_expired(now)
    expired = Q(state=JobState.RUNNING, lease_until__lt=now)
    told_too_early = Q(published_at__isnull=True) | Q(published_at__lt=F("lease_until"))
    told_long_ago = Q(published_at__isnull=True) | Q(published_at__lt=now - REPUBLISH_AFTER)
    untold = (expired & told_too_early) | ((expired | Q(state=JobState.QUEUED)) & told_long_ago)
    waiting = list(Job.objects.filter(untold).order_by("created_at").values_list("id", flat=True)[:SWEEP_LIMIT])
    for woken, job_id in enumerate(waiting):
        try:
            publish(job_id)
        except Exception as fault:  # whatever the broker's library raises
            logger.warning("no worker can be told of waiting jobs: %s", type(fault).__name__)
            return woken
    return len(waiting)


def _end_expired(now: datetime) -> None:
    """End the jobs whose worker is gone and that will not be tried again: cancelled ones and those killed too often."""
    expired = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    ended = {"finished_at": now, "lease_until": None}
    expired.filter(cancel_requested_at__isnull=False).update(state=JobState.CANCELLED, **ended)
    expired.filter(attempt__gte=F("max_attempts")).update(state=JobState.FAILED, error="killed", **ended)


def free_all_leases(*, is_orderly: bool = False) -> int:
    """Let every running job be taken over at once; return how many there were.

    To be called only where no worker can be alive: by the supervisor of a single machine, at its start, at its end and
    after the death of its worker. Messages that the worker had taken are lost, so waiting jobs are told of again. An
    orderly end is no fault of the job: it gets one more attempt.
    """
    running = Job.objects.filter(state=JobState.RUNNING)
    freed = running.update(lease_until=timezone.now() - timedelta(seconds=1))
    if is_orderly:
        running.update(max_attempts=F("max_attempts") + 1)
    Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).update(published_at=None)
    return freed
