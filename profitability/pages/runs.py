"""The pages of runs: the list, and one run on its way."""

from dataclasses import dataclass

from accounts.models import Engagement
from jobs.models import JobState
from jobs.pages import JobCard, job_card
from profitability.models import Run, RunState
from profitability.pages.problems import ProblemGroup, group_problems
from profitability.selectors.problems import list_problems
from profitability.selectors.runs import get_summary, list_runs
from ui import formats


@dataclass(frozen=True)
class RunLine:
    """One run of the list; the figures are None until it is published."""

    run: Run
    status: str
    net_sales_minor: int | None
    contribution_minor: int | None
    customers: int | None
    decimals: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class RunsPage:
    """Every run, newest first."""

    runs: tuple[RunLine, ...]

    @property
    def can_compare(self) -> bool:
        return sum(line.status == RunState.PUBLISHED for line in self.runs) > 1


@dataclass(frozen=True)
class RunPage:
    """One run without a result yet: on its way, stopped, cancelled or failed."""

    run: Run
    status: str
    is_running: bool
    is_stopped: bool
    is_cancelled: bool
    card: JobCard | None
    groups: tuple[ProblemGroup, ...]


def status_of(run: Run) -> str:
    """Return where the run stands: waiting, running, published, stopped, cancelled or failed."""
    if run.state != RunState.STARTED:
        return run.state
    if run.job is None:
        return "failed"
    return {JobState.QUEUED: "waiting", JobState.DONE: "running"}.get(JobState(run.job.state), run.job.state)


def runs_page(engagement: Engagement) -> RunsPage:
    """Return the list of runs."""
    return RunsPage(tuple(_line(run) for run in list_runs(engagement)))


def _line(run: Run) -> RunLine:
    if run.state != RunState.PUBLISHED:
        return RunLine(run, status_of(run), None, None, None)
    summary = get_summary(run)
    totals = summary.totals
    return RunLine(
        run,
        status_of(run),
        totals.minor("net_sales"),
        totals.minor("contribution"),
        summary.ranked_customers,
        summary.decimals,
        formats.unit(summary.currency),
    )


def run_page(run: Run) -> RunPage:
    """Return one run that has no result (yet)."""
    status = status_of(run)
    return RunPage(
        run=run,
        status=status,
        is_running=status in {"waiting", "running"},
        is_stopped=status == "stopped",
        is_cancelled=status == "cancelled",
        card=job_card(run.job) if run.job else None,
        groups=group_problems(list_problems(run.problems_key)),
    )
