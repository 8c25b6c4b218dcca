"""Find studies and what they say."""

import uuid
from pathlib import Path

from django.db.models import QuerySet
from django.http import Http404
from pydantic import TypeAdapter

from accounts.models import Engagement
from filestore import store
from jobs.registry import Json
from portfolio.domain.leaving import LeavingSummary
from portfolio.domain.twins import TwinsSummary
from portfolio.domain.value_ahead.summary import AheadSummary
from portfolio.models import Analysis, AnalysisState, Study, StudyKind

_AHEAD = TypeAdapter(AheadSummary)
_LEAVING = TypeAdapter(LeavingSummary)
_TWINS = TypeAdapter(TwinsSummary)


def list_studies(analysis: Analysis) -> QuerySet[Study]:
    """Return the studies of an analysis, newest first."""
    return Study.objects.filter(analysis=analysis)


def get_study_or_404(engagement: Engagement, study_id: uuid.UUID) -> Study:
    """Return a study of the engagement; raise Http404 when it is foreign or never existed."""
    studies = Study.objects.select_related("analysis__definition", "analysis__engagement")
    study = studies.filter(pk=study_id, analysis__engagement=engagement).first()
    if study is None:
        raise Http404
    return study


def find_newest_study(analysis: Analysis, kind: StudyKind) -> Study | None:
    """Return the study of that kind that was started last, whatever became of it."""
    return Study.objects.filter(analysis=analysis, kind=kind).select_related("job").first()


def find_published_study(analysis: Analysis, kind: StudyKind) -> Study | None:
    """Return the newest study of that kind that has a result."""
    return Study.objects.filter(analysis=analysis, kind=kind, state=AnalysisState.PUBLISHED).first()


def get_study_for_job(study_id: uuid.UUID) -> Study:
    """Return the study with what its job needs."""
    return Study.objects.select_related("analysis__upload", "analysis__definition").get(pk=study_id)


def get_ahead_summary(study: Study) -> AheadSummary:
    """Return what a published study of the value ahead says."""
    return _AHEAD.validate_python(study.summary, strict=False)


def ahead_as_json(summary: AheadSummary) -> dict[str, Json]:
    """Return the summary as it is stored in the study's row."""
    stored: dict[str, Json] = _AHEAD.dump_python(summary, mode="json")
    return stored


def get_leaving_summary(study: Study) -> LeavingSummary:
    """Return what a published study of who is about to leave says."""
    return _LEAVING.validate_python(study.summary, strict=False)


def leaving_as_json(summary: LeavingSummary) -> dict[str, Json]:
    """Return the summary as it is stored in the study's row."""
    stored: dict[str, Json] = _LEAVING.dump_python(summary, mode="json")
    return stored


def get_twins_summary(study: Study) -> TwinsSummary:
    """Return what a published study of twin customers' baskets says."""
    return _TWINS.validate_python(study.summary, strict=False)


def twins_as_json(summary: TwinsSummary) -> dict[str, Json]:
    """Return the summary as it is stored in the study's row."""
    stored: dict[str, Json] = _TWINS.dump_python(summary, mode="json")
    return stored


def study_file(study: Study, name: str) -> Path:
    """Return the path of one of a published study's files."""
    return store.local_path(f"{study.result_key}/{name}")
