"""One attempt at a job: claimed by one worker, kept by a lease, fenced by the attempt's number."""

import logging
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts import fence
from jobs.models import Job, JobState
from jobs.registry import JobCancelledError, JobError, JobKind, LostLeaseError, get_kind

logger = logging.getLogger(__name__)


def claim(job_id: uuid.UUID, now: datetime) -> Job | None:
    """Take the job for one attempt; return None when someone else has it or it is finished."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return None
    attempt = job.attempt + 1
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    won = Job.objects.filter(free, pk=job_id, attempt=job.attempt, attempt__lt=F("max_attempts")).update(
        state=JobState.RUNNING,
        attempt=attempt,
        lease_until=now + get_kind(job.kind).lease,
        started_at=now,
        stage="",
        progress=0.0,
    )
    if not won:
        return None
    job.refresh_from_db()
    return job if job.attempt == attempt else None


@dataclass
class Attempt:
    """One claimed attempt; satisfies registry.JobContext."""

    job: Job
    kind: JobKind
    beat_interval: timedelta = timedelta(seconds=1)
    last_beat: datetime | None = None
    lost: threading.Event = field(default_factory=threading.Event)

    @property
    def job_id(self) -> str:
        return str(self.job.id)

    @property
    def attempt(self) -> int:
        return self.job.attempt

    @property
    def engagement_id(self) -> str | None:
        return str(self.job.engagement_id) if self.job.engagement_id else None

    @property
    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempt=self.job.attempt)

    def progress(self, stage: str, share: float) -> None:
        """Write progress and renew the lease, at most once a second within a stage."""
        if self.lost.is_set():
            raise LostLeaseError
        now = timezone.now()
        if self.last_beat and stage == self.job.stage and now - self.last_beat < self.beat_interval:
            return
        self.last_beat, self.job.stage = now, stage
        done = min(max(share, 0.0), 1.0)
        if not self._mine.update(stage=stage, progress=done, lease_until=now + self.kind.lease):
            raise LostLeaseError
        if self._mine.filter(cancel_requested_at__isnull=False).exists():
            raise JobCancelledError

    def renew(self) -> bool:
        """Renew the lease without a word on progress; return False when it is lost."""
        return self._mine.update(lease_until=timezone.now() + self.kind.lease) > 0

    def close(self, state: JobState, **fields: object) -> None:
        """Leave `running`; raise LostLeaseError when the attempt is no longer ours."""
        if not self._mine.update(state=state, finished_at=timezone.now(), lease_until=None, **fields):
            raise LostLeaseError

    def give_back(self) -> None:
        """Let the job be tried again, or fail it when it was tried often enough."""
        if self.job.attempt >= self.job.max_attempts:
            self.close(JobState.FAILED, error="broken")
        elif not self._mine.update(state=JobState.QUEUED, lease_until=None, published_at=None):
            raise LostLeaseError


class Heartbeat:
    """Renews an attempt's lease from a thread of its own, for steps that take longer than a lease.

    A job that a test runs inside its own transaction has no heartbeat: another connection could not see the row.
    """

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.ending = threading.Event()
        self.thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> None:
        if not connection.in_atomic_block:
            self.thread.start()

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.ending.set()
        if self.thread.is_alive():
            self.thread.join()

    def _beat(self) -> None:
        try:
            while not self.ending.wait(self.attempt.kind.lease.total_seconds() / 3):
                if not self._renew():
                    self.attempt.lost.set()
                    return
        finally:
            connection.close()

    def _renew(self) -> bool:
        try:
            return self.attempt.renew()
        except DatabaseError as fault:
            logger.warning("job %s: heartbeat failed: %s", self.attempt.job_id, type(fault).__name__)
            close_old_connections()
            return True


def execute(job_id: uuid.UUID) -> None:
    """Do the job once, if it can be claimed. Never raises: the row tells what happened."""
    job = claim(job_id, timezone.now())
    if job is None:
        return
    attempt, began = Attempt(job, get_kind(job.kind)), time.monotonic()
    try:
        ending = _work(attempt)
    except LostLeaseError:
        ending = "lost its lease"
    except DatabaseError:
        logger.exception("job %s could not be closed; it is taken up again when its lease has run out", job.id)
        ending = "left to its lease"
        close_old_connections()
    logger.info("job %s %s attempt %s: %s, %.1f s", job.id, job.kind, job.attempt, ending, time.monotonic() - began)


def _work(attempt: Attempt) -> str:
    """Run the handler and close the job accordingly; return how it ended. Raise LostLeaseError."""
    try:
        with fence.within(attempt.engagement_id or fence.EVERYTHING):
            with Heartbeat(attempt):
                outcome = attempt.kind.handler(attempt, **attempt.job.arguments)
            with transaction.atomic():
                attempt.close(JobState.DONE, result=outcome.result, progress=1.0, error="", error_detail="")
                outcome.apply()
    except LostLeaseError:
        raise
    except JobCancelledError:
        attempt.close(JobState.CANCELLED)
        return "cancelled"
    except JobError as fault:
        attempt.close(JobState.FAILED, error=fault.code, error_detail=fault.detail)
        return f"failed, {fault.code}"
    except Exception:
        logger.exception("job %s %s attempt %s broke", attempt.job.id, attempt.job.kind, attempt.job.attempt)
        attempt.give_back()
        return "broke"
    return "done"
