"""Find jobs: of an engagement, for a person."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from accounts.access import can
from accounts.models import Engagement, User
from jobs.models import Job, JobState
from jobs.registry import get_kind


def is_any_running() -> bool:
    """Say whether some worker is in the middle of a job."""
    return Job.objects.filter(state=JobState.RUNNING).exists()


def list_jobs(engagement: Engagement) -> QuerySet[Job]:
    """Return the jobs of the engagement, the newest first."""
    return Job.objects.filter(engagement=engagement).select_related("requested_by")


def get_job_or_404(engagement: Engagement, job_id: uuid.UUID) -> Job:
    """Return a job of the engagement; raise Http404 for any other."""
    job = list_jobs(engagement).filter(pk=job_id).first()
    if job is None:
        raise Http404
    return job


def get_followed_job_or_404(user: User, engagement: Engagement, job_id: uuid.UUID) -> Job:
    """Return a job that `user` may follow and stop: an own one, or one of a kind whose action the role allows.

    Raise Http404 when it is not of this engagement, PermissionDenied for a wrong role.
    """
    job = get_job_or_404(engagement, job_id)
    if job.requested_by_id != user.id and not can(user, get_kind(job.kind).action, engagement):
        raise PermissionDenied
    return job
