"""The list of analyses, and one on its way."""

from dataclasses import dataclass

from accounts.models import Engagement
from jobs.models import JobState
from jobs.pages import JobCard, job_card
from portfolio.models import Analysis, AnalysisState, DefinitionVersion
from portfolio.pages.labels import definition_text
from portfolio.selectors.analyses import get_summary, list_analyses
from portfolio.selectors.definitions import count_analyses_by_version, find_definition, list_definitions


@dataclass(frozen=True)
class AnalysisLine:
    """One analysis of the list; `customers` and `revenue_minor` are None until it is published."""

    analysis: Analysis
    status: str
    customers: int | None
    revenue_minor: int | None


@dataclass(frozen=True)
class AnalysesPage:
    """Every analysis, newest first, and the definition in force (None: the defaults will be used)."""

    lines: tuple[AnalysisLine, ...]
    definition: DefinitionVersion | None
    definition_text: str


@dataclass(frozen=True)
class AnalysisPage:
    """One analysis without a result yet."""

    analysis: Analysis
    status: str
    is_running: bool
    card: JobCard | None


@dataclass(frozen=True)
class DefinitionLine:
    """One version of the definition."""

    version: DefinitionVersion
    text: str
    is_current: bool
    analysis_count: int


def analyses_page(engagement: Engagement) -> AnalysesPage:
    """Return the list of analyses."""
    definition = find_definition(engagement)
    return AnalysesPage(
        tuple(_line(analysis) for analysis in list_analyses(engagement)),
        definition,
        definition_text(definition.as_domain()) if definition else "",
    )


def _line(analysis: Analysis) -> AnalysisLine:
    if analysis.state != AnalysisState.PUBLISHED:
        return AnalysisLine(analysis, status_of(analysis), None, None)
    closing = get_summary(analysis).flows.closing
    return AnalysisLine(analysis, status_of(analysis), closing.customers, closing.revenue_minor)


def status_of(analysis: Analysis) -> str:
    """Return where the analysis stands: waiting, running, published, cancelled or failed."""
    if analysis.state == AnalysisState.PUBLISHED:
        return "published"
    if analysis.job is None:
        return "failed"
    states = {JobState.QUEUED: "waiting", JobState.RUNNING: "running", JobState.CANCELLED: "cancelled"}
    return states.get(JobState(analysis.job.state), "failed")


def analysis_page(analysis: Analysis) -> AnalysisPage:
    """Return one analysis that has no result (yet)."""
    status = status_of(analysis)
    card = job_card(analysis.job) if analysis.job else None
    return AnalysisPage(analysis, status, status in {"waiting", "running"}, card)


def definition_lines(engagement: Engagement) -> tuple[DefinitionLine, ...]:
    """Return the versions of the definition, newest first."""
    counts = count_analyses_by_version(engagement)
    return tuple(
        DefinitionLine(version, definition_text(version.as_domain()), position == 0, counts[version.id])
        for position, version in enumerate(list_definitions(engagement))
    )
