"""Find analyses and what they say. Everything is scoped to an engagement: foreign is never existed."""

import uuid

from django.db.models import QuerySet
from django.http import Http404
from pydantic import TypeAdapter

from accounts.models import Engagement
from jobs.registry import Json
from portfolio.domain.analysis import AnalysisSummary
from portfolio.models import Analysis, AnalysisState, Scenario
from ui.formats import use_decimals

_SUMMARY = TypeAdapter(AnalysisSummary)


def list_analyses(engagement: Engagement) -> QuerySet[Analysis]:
    """Return the analyses of the engagement, newest first."""
    related = ("definition", "job", "started_by", "engagement")
    return Analysis.objects.filter(engagement=engagement).select_related(*related)


def list_published_analyses(engagement: Engagement) -> QuerySet[Analysis]:
    """Return the analyses that have a result, newest first."""
    return list_analyses(engagement).filter(state=AnalysisState.PUBLISHED)


def find_latest_analysis(engagement: Engagement) -> Analysis | None:
    """Return the newest analysis that has a result; amounts are written with its decimals from here on."""
    return _in_its_decimals(list_published_analyses(engagement).first())


def get_analysis_or_404(engagement: Engagement, analysis_id: uuid.UUID) -> Analysis:
    """Return the analysis; raise Http404 when it is foreign or never existed."""
    analysis = list_analyses(engagement).filter(pk=analysis_id).first()
    if analysis is None:
        raise Http404
    return analysis


def _in_its_decimals(analysis: Analysis | None) -> Analysis | None:
    if analysis is not None:
        use_decimals(get_summary(analysis).decimals)
    return analysis


def get_published_analysis_or_404(engagement: Engagement, analysis_id: uuid.UUID) -> Analysis:
    """Return an analysis that has a result; raise Http404 otherwise. Amounts are written with its decimals."""
    analysis = _in_its_decimals(list_published_analyses(engagement).filter(pk=analysis_id).first())
    if analysis is None:
        raise Http404
    return analysis


def get_analysis_for_job(analysis_id: uuid.UUID) -> Analysis:
    """Return the analysis with what its job needs."""
    return Analysis.objects.select_related("upload", "definition").get(pk=analysis_id)


def list_scenarios(analysis: Analysis) -> QuerySet[Scenario]:
    """Return the saved scenarios of an analysis, oldest first."""
    return Scenario.objects.filter(analysis=analysis).select_related("created_by")


def get_scenario_or_404(engagement: Engagement, scenario_id: uuid.UUID) -> Scenario:
    """Return a scenario of the engagement; raise Http404 when it is foreign or never existed."""
    scenarios = Scenario.objects.select_related("analysis", "analysis__engagement")
    scenario = scenarios.filter(pk=scenario_id, analysis__engagement=engagement).first()
    if scenario is None:
        raise Http404
    return scenario


def get_summary(analysis: Analysis) -> AnalysisSummary:
    """Return what a published analysis says; raise ValueError for one without a result."""
    if analysis.summary is None:
        raise ValueError(f"analysis {analysis.id} has no result")
    return _SUMMARY.validate_python(analysis.summary, strict=False)


def summary_as_json(summary: AnalysisSummary) -> dict[str, Json]:
    """Return the summary as it is stored in the analysis' row."""
    stored: dict[str, Json] = _SUMMARY.dump_python(summary, mode="json")
    return stored
