"""Find the comparison of the methods for services between pools."""

from pydantic import TypeAdapter

from filestore import store
from jobs.models import Job, JobState
from jobs.registry import Json
from jobs.selectors import list_jobs
from profitability.domain.service_methods import CustomerByMethod, MethodComparison
from profitability.models import Run
from profitability.selectors.parquet import ask

_COMPARISON = TypeAdapter(MethodComparison)
METHODS_KEY = "methods_key"
"""In the job's result: the folder of methods.parquet, which holds every customer."""


def find_methods_job(run: Run) -> Job | None:
    """Return the job that compares the methods for this run, if it was asked for."""
    return list_jobs(run.engagement).filter(kind="profitability.compare_methods", key=str(run.id)).first()


def find_methods(job: Job | None) -> MethodComparison | None:
    """Return the comparison that the job made; None until it is done."""
    if job is None or job.state != JobState.DONE:
        return None
    return _COMPARISON.validate_python(job.result, strict=False)


def find_customer_methods(job: Job | None, comparison: MethodComparison, customer_id: str) -> CustomerByMethod | None:
    """Return what all pools together put on one customer by each method; None for an unknown customer."""
    key = str((job.result or {}).get(METHODS_KEY, "")) if job is not None else ""
    if not key or not store.exists(f"{key}/methods.parquet"):
        return None
    columns = ", ".join(f"{method}_minor" for method in comparison.methods)
    sql = f"SELECT {columns} FROM read_parquet(?) WHERE customer_id = ?"  # noqa: S608 - names of methods
    rows = ask(sql, [str(store.local_path(f"{key}/methods.parquet")), customer_id])
    return CustomerByMethod(customer_id, tuple(int(str(minor)) for minor in rows[0])) if rows else None


def comparison_as_json(comparison: MethodComparison) -> dict[str, Json]:
    """Return the comparison as it is kept in the job's row."""
    stored: dict[str, Json] = _COMPARISON.dump_python(comparison, mode="json")
    return stored
