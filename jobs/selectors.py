"""Find jobs: of an engagement, for a person."""

import uuid

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Engagement
from jobs.models import Job, JobState


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
