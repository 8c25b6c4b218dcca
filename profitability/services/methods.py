"""Have the three methods for services between pools compared, in the background."""

from django.db import transaction

from accounts.models import User
from jobs.models import Job
from jobs.services import enqueue
from profitability.models import Run


@transaction.atomic
def ask_for_methods(*, run: Run, requested_by: User) -> Job:
    """Ask for the comparison of a run's ledger; the same run is compared once."""
    return enqueue(
        kind="profitability.compare_methods",
        key=str(run.id),
        engagement=run.engagement,
        requested_by=requested_by,
        arguments={"run_id": str(run.id)},
    )
