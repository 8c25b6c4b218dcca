"""Find the comparison of the methods for services between pools."""

from pydantic import TypeAdapter

from jobs.models import Job, JobState
from jobs.registry import Json
from jobs.selectors import list_jobs
from profitability.domain.service_methods import MethodComparison
from profitability.models import Run

_COMPARISON = TypeAdapter(MethodComparison)


def find_methods_job(run: Run) -> Job | None:
    """Return the job that compares the methods for this run, if it was asked for."""
    return list_jobs(run.engagement).filter(kind="profitability.compare_methods", key=str(run.id)).first()


def find_methods(job: Job | None) -> MethodComparison | None:
    """Return the comparison that the job made; None until it is done."""
    if job is None or job.state != JobState.DONE:
        return None
    return _COMPARISON.validate_python(job.result, strict=False)


def comparison_as_json(comparison: MethodComparison) -> dict[str, Json]:
    """Return the comparison as it is kept in the job's row."""
    stored: dict[str, Json] = _COMPARISON.dump_python(comparison, mode="json")
    return stored
