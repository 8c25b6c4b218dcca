"""Find runs and what they say in short. Everything is scoped to an engagement: foreign is never existed."""

import uuid
from threading import Lock

from django.db.models import QuerySet
from django.http import Http404
from pydantic import TypeAdapter

from accounts.models import Engagement
from jobs.registry import Json
from profitability.domain.run import RunSummary
from profitability.models import Run, RunState
from profitability.selectors.labels import RANK_BY, get_labels
from ui.formats import use_decimals
from ui.names import use_names

_SUMMARY = TypeAdapter(RunSummary)
_MOST_READ = 16
_READ: dict[uuid.UUID, tuple[Json, RunSummary]] = {}
"""What was read from the rows of the runs used last, beside what stood there: a process reads a whale curve once."""
_READING = Lock()


def list_runs(engagement: Engagement) -> QuerySet[Run]:
    """Return the runs of the engagement, newest first."""
    runs = Run.objects.filter(engagement=engagement).select_related(
        "upload", "job", "started_by", "engagement", "rates_from", "tiers_from"
    )
    return runs.defer("rates_from__summary", "tiers_from__summary")


def list_published_runs(engagement: Engagement) -> QuerySet[Run]:
    """Return the runs that have a result, newest first."""
    return list_runs(engagement).filter(state=RunState.PUBLISHED)


def find_latest_run(engagement: Engagement) -> Run | None:
    """Return the newest run that has a result; amounts are written with its decimals from here on."""
    return _in_its_decimals(list_published_runs(engagement).first())


def find_previous_run(run: Run) -> Run | None:
    """Return the published run to compare with: the newest earlier one, of another upload if any."""
    before = list_published_runs(run.engagement).filter(number__lt=run.number)
    return before.exclude(upload_id=run.upload_id).first() or before.first()


def get_run_or_404(engagement: Engagement, run_id: uuid.UUID) -> Run:
    """Return the run; raise Http404 when it is foreign or never existed."""
    run = list_runs(engagement).filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def get_published_run_or_404(engagement: Engagement, run_id: uuid.UUID) -> Run:
    """Return a run that has a result; raise Http404 otherwise. Amounts are written with its decimals from here on."""
    runs = Run.objects.filter(engagement=engagement, state=RunState.PUBLISHED, pk=run_id)
    run = runs.select_related("upload").defer("summary").first()
    if run is None:
        raise Http404
    run.engagement = engagement
    use_words_of(run)
    return run


def find_published_run(engagement: Engagement, run_id: str) -> Run | None:
    """Return the run of that id that has a result; None for foreign ids and for texts that are none."""
    try:
        return list_published_runs(engagement).filter(pk=uuid.UUID(run_id)).first()
    except ValueError:
        return None


def _in_its_decimals(run: Run | None) -> Run | None:
    if run is not None:
        use_words_of(run)
    return run


def use_words_of(run: Run) -> None:
    """Write amounts as the run does, call lines what its engagement does, say what it ranks by, from here on."""
    summary = get_summary(run)
    use_decimals(summary.decimals)
    use_names({**get_labels(run.engagement_id), RANK_BY: summary.rank_by})


def get_run_for_allocation(run_id: uuid.UUID) -> Run:
    """Return the run with its upload, for the job that does it."""
    return Run.objects.select_related("upload", "rates_from", "tiers_from").get(pk=run_id)


def get_summary(run: Run) -> RunSummary:
    """Return what a published run says in short; raise ValueError for a run without a result.

    A run that came without its summary is not asked for it again: what is published stays as it is.
    """
    with _READING:
        written, known = _READ.pop(run.id, (None, None))
        if "summary" in run.get_deferred_fields() and known is not None:
            _READ[run.id] = written, known
            return known
        if run.summary is None:
            raise ValueError(f"run {run.id} has no result")
        if known is None or (written is not run.summary and written != run.summary):
            known = _SUMMARY.validate_python(run.summary, strict=False)
        _READ[run.id] = run.summary, known
        if len(_READ) > _MOST_READ:
            del _READ[next(iter(_READ))]
    return known


def summary_as_json(summary: RunSummary) -> dict[str, Json]:
    """Return the summary as it is stored in the run's row."""
    stored: dict[str, Json] = _SUMMARY.dump_python(summary, mode="json")
    return stored
