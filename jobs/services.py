"""Ask for work, run it, take it back, and find what was left lying."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Engagement, User
from jobs.models import Job, JobState
from jobs.registry import JobCancelledError, JobError, JobKind, Json, LostLeaseError, get_kind

logger = logging.getLogger(__name__)

REPUBLISH_AFTER = timedelta(seconds=30)


def enqueue(
    *,
    kind: str,
    key: str,
    engagement: Engagement | None,
    requested_by: User | None,
    arguments: dict[str, Json] | None = None,
) -> Job:
    """Ask for work within the caller's transaction; the same kind and key twice is one job."""
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
    from jobs.tasks import run_job

    run_job.apply_async(args=[str(job_id)], retry=False)
    Job.objects.filter(pk=job_id).update(published_at=timezone.now())


def request_cancel(job: Job) -> None:
    """Stop a waiting job at once and ask a running one to stop at its next sign of life."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
    if not waiting.update(state=JobState.CANCELLED, cancel_requested_at=now, finished_at=now):
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested_at=now)


def claim(job_id: uuid.UUID, now: datetime) -> Job | None:
    """Take the job for one attempt; return None when someone else has it or it is finished."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return None
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    won = Job.objects.filter(free, pk=job_id, attempt=job.attempt, attempt__lt=F("max_attempts")).update(
        state=JobState.RUNNING,
        attempt=F("attempt") + 1,
        lease_until=now + get_kind(job.kind).lease,
        started_at=now,
    )
    if not won:
        return None
    job.refresh_from_db()
    return job


@dataclass
class Attempt:
    """One claimed attempt; satisfies registry.JobContext."""

    job: Job
    kind: JobKind
    beat_interval: timedelta = timedelta(seconds=1)
    last_beat: datetime | None = None

    @property
    def job_id(self) -> str:
        return str(self.job.id)

    @property
    def attempt(self) -> int:
        return self.job.attempt

    @property
    def engagement_id(self) -> str | None:
        return str(self.job.engagement_id) if self.job.engagement_id else None

    def progress(self, stage: str, share: float) -> None:
        """Write progress and renew the lease, at most once a second within a stage."""
        now = timezone.now()
        if self.last_beat and stage == self.job.stage and now - self.last_beat < self.beat_interval:
            return
        self.last_beat, self.job.stage = now, stage
        mine = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempt=self.job.attempt)
        if not mine.update(stage=stage, progress=min(max(share, 0.0), 1.0), lease_until=now + self.kind.lease):
            raise LostLeaseError
        if mine.filter(cancel_requested_at__isnull=False).exists():
            raise JobCancelledError

    def close(self, state: JobState, **fields: object) -> None:
        """Leave `running`, only while the attempt is still ours."""
        changed = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempt=self.job.attempt).update(
            state=state, finished_at=timezone.now(), lease_until=None, **fields
        )
        if not changed:
            raise LostLeaseError


def execute(job_id: uuid.UUID) -> None:
    """Do the job once, if it can be claimed. Never raises: the row tells what happened."""
    job = claim(job_id, timezone.now())
    if job is None:
        return
    attempt = Attempt(job, get_kind(job.kind))
    try:
        outcome = attempt.kind.handler(attempt, **job.arguments)
        with transaction.atomic():
            attempt.close(JobState.DONE, result=outcome.result, progress=1.0, error="", error_detail="")
            outcome.apply()
    except LostLeaseError:
        logger.warning("job %s attempt %s lost its lease", job.id, job.attempt)
    except JobCancelledError:
        attempt.close(JobState.CANCELLED)
    except JobError as fault:
        attempt.close(JobState.FAILED, error=fault.code, error_detail=fault.detail)
    except Exception:
        logger.exception("job %s (%s) attempt %s broke", job.id, job.kind, job.attempt)
        _give_back(attempt)


def _give_back(attempt: Attempt) -> None:
    if attempt.job.attempt >= attempt.job.max_attempts:
        attempt.close(JobState.FAILED, error="broken")
    else:
        Job.objects.filter(pk=attempt.job.pk, state=JobState.RUNNING, attempt=attempt.job.attempt).update(
            state=JobState.QUEUED, lease_until=None, published_at=None
        )


def sweep(now: datetime | None = None) -> int:
    """Publish what no worker was told of, free expired leases, fail what broke too often; return how many woke."""
    now = now or timezone.now()
    expired = Q(state=JobState.RUNNING, lease_until__lt=now)
    Job.objects.filter(expired, attempt__gte=F("max_attempts")).update(
        state=JobState.FAILED, error="killed", finished_at=now, lease_until=None
    )
    untold = Q(state=JobState.QUEUED) & (Q(published_at__isnull=True) | Q(published_at__lt=now - REPUBLISH_AFTER))
    waiting = list(Job.objects.filter(expired | untold).values_list("id", flat=True)[:200])
    for job_id in waiting:
        publish(job_id)
    return len(waiting)
