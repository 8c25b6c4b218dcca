"""What Celery may call: both tasks look the work up in the job rows."""

import uuid

from celery import shared_task

from jobs import services
from jobs.chores import do_chores


@shared_task(name="jobs.run")
def run_job(job_id: str) -> None:
    """Do one job."""
    services.execute(uuid.UUID(job_id))


@shared_task(name="jobs.sweep")
def sweep() -> None:
    """Find work that was left lying and work that is due (production: called by Celery's beat)."""
    services.sweep()
    do_chores()
