"""Find segment rules, segmentations and the choice of classes, and what they say. Scoped: foreign is never existed."""

import uuid
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet
from django.http import Http404
from pydantic import TypeAdapter

from accounts.models import Engagement
from filestore import store
from jobs.registry import Json
from portfolio.domain.latent_classes import ClassesSummary
from portfolio.domain.segment_rules import Rules, RulesSummary
from portfolio.models import Analysis, AnalysisState
from portfolio.segment_models import ClassChoice, Segmentation, SegmentationKind, SegmentRules
from profitability.domain.problem import Problem

PLACES_FILE = "places.parquet"
_RULES = TypeAdapter(Rules)
_RULES_SUMMARY = TypeAdapter(RulesSummary)
_CLASSES = TypeAdapter(ClassesSummary)
_PROBLEMS = TypeAdapter(tuple[Problem, ...])


def list_rules(engagement: Engagement) -> QuerySet[SegmentRules]:
    """Return every version of the engagement's rules, newest first."""
    return SegmentRules.objects.filter(engagement=engagement).select_related("created_by")


def find_rules(engagement: Engagement) -> SegmentRules | None:
    """Return the version in force; None before anyone has written any."""
    return list_rules(engagement).first()


def read_rules(version: SegmentRules) -> Rules:
    """Return what a version says."""
    return _RULES.validate_python(version.rules, strict=False)


def rules_as_json(rules: Rules) -> Json:
    """Return rules as they are stored."""
    stored: Json = _RULES.dump_python(rules, mode="json")
    return stored


def list_segmentations(analysis: Analysis, kind: SegmentationKind) -> QuerySet[Segmentation]:
    """Return the segmentations of that kind, the one started last first."""
    related = ("job", "rules", "analysis", "analysis__upload", "started_by")
    return Segmentation.objects.filter(analysis=analysis, kind=kind).select_related(*related)


def find_newest(analysis: Analysis, kind: SegmentationKind) -> Segmentation | None:
    """Return the segmentation of that kind that was started last, whatever became of it."""
    return list_segmentations(analysis, kind).first()


def find_published(analysis: Analysis, kind: SegmentationKind) -> Segmentation | None:
    """Return the newest segmentation of that kind that has a result."""
    return list_segmentations(analysis, kind).filter(state=AnalysisState.PUBLISHED).first()


def get_segmentation_or_404(engagement: Engagement, segmentation_id: uuid.UUID, kind: SegmentationKind) -> Segmentation:
    """Return a published segmentation of the engagement; raise Http404 for any other."""
    found = (
        Segmentation.objects.filter(pk=segmentation_id, kind=kind, analysis__engagement=engagement)
        .filter(state=AnalysisState.PUBLISHED)
        .select_related("analysis", "rules")
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_segmentation_for_job(segmentation_id: uuid.UUID) -> Segmentation:
    """Return the segmentation with what its job needs."""
    related = ("analysis__upload", "analysis__definition", "analysis__engagement", "rules")
    return Segmentation.objects.select_related(*related).get(pk=segmentation_id)


def get_rules_summary(segmentation: Segmentation) -> RulesSummary:
    """Return what a published segmentation by rules says."""
    return _RULES_SUMMARY.validate_python(segmentation.summary, strict=False)


def get_classes_summary(segmentation: Segmentation) -> ClassesSummary:
    """Return what a published segmentation into classes says."""
    return _CLASSES.validate_python(segmentation.summary, strict=False)


def summary_as_json(summary: RulesSummary | ClassesSummary) -> dict[str, Json]:
    """Return a summary as it is stored."""
    adapter = _RULES_SUMMARY if isinstance(summary, RulesSummary) else _CLASSES
    stored: dict[str, Json] = adapter.dump_python(summary, mode="json")  # type: ignore[arg-type]  # the one that fits
    return stored


def read_problems(segmentation: Segmentation) -> tuple[Problem, ...]:
    """Return what was found in the survey."""
    return _PROBLEMS.validate_python(segmentation.problems, strict=False)


def problems_as_json(problems: tuple[Problem, ...]) -> list[Json]:
    """Return problems as they are stored."""
    stored: list[Json] = _PROBLEMS.dump_python(problems, mode="json")
    return stored


def find_choice(segmentation: Segmentation) -> ClassChoice | None:
    """Return the choice of classes in force; None before anyone has chosen."""
    return ClassChoice.objects.filter(segmentation=segmentation).select_related("created_by").first()


@dataclass(frozen=True)
class Division:
    """A published division of the customers: its file, its columns of place and certainty, and the names by place."""

    segmentation: Segmentation
    path: Path
    place_column: str
    certainty_column: str
    names: tuple[str, ...]


def find_rule_division(analysis: Analysis) -> Division | None:
    """Return the newest segments by rules; None before there are any."""
    found = find_published(analysis, SegmentationKind.RULES)
    if found is None:
        return None
    names = get_rules_summary(found).rules.names
    return Division(found, places_path(found), "place", "certainty", names)


def find_class_division(analysis: Analysis) -> Division | None:
    """Return the newest classes that a person has chosen and named; None before anyone has."""
    choices = ClassChoice.objects.filter(
        segmentation__analysis=analysis, segmentation__state=AnalysisState.PUBLISHED
    ).select_related("segmentation")
    choice = choices.order_by("-created_at").first()
    if choice is None:
        return None
    count = choice.class_count
    path = places_path(choice.segmentation)
    return Division(choice.segmentation, path, f"class_{count}", f"certainty_{count}", tuple(choice.names))


def places_path(segmentation: Segmentation) -> Path:
    """Return the path of a published segmentation's row per customer."""
    return store.local_path(f"{segmentation.result_key}/{PLACES_FILE}")
