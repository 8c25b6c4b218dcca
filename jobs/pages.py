"""What pages show of jobs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from jobs.models import Job
from jobs.texts import describe_error, describe_kind, describe_stage


@dataclass(frozen=True)
class JobCard:
    """One job; `share` is 0–1, addresses are empty where there is nothing to do. `job` feeds ui/progress.html."""

    job: Job
    label: str
    stage: str
    error: str
    poll_url: str
    cancel_url: str
    state: str
    requested_by: str
    created_at: datetime
    seconds: float | None


def job_card(job: Job) -> JobCard:
    """Describe a job of an engagement for people."""
    where = [job.engagement_id, job.id]
    took = (job.finished_at - job.started_at).total_seconds() if job.finished_at and job.started_at else None
    return JobCard(
        job=job,
        label=describe_kind(job),
        stage="" if job.is_finished else describe_stage(job),
        error=describe_error(job),
        poll_url=reverse("jobs:progress", args=where),
        cancel_url="" if job.is_finished else reverse("jobs:cancel", args=where),
        state=job.get_state_display(),
        requested_by=str(job.requested_by or ""),
        created_at=job.created_at,
        seconds=took,
    )


def job_cards(jobs: Iterable[Job]) -> tuple[JobCard, ...]:
    """Describe several jobs."""
    return tuple(job_card(job) for job in jobs)
