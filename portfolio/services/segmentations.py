"""Keep rules for segments, start segmentations, publish what came of them, choose classes."""

import uuid
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.access import record_event
from accounts.models import Engagement, User
from filestore import store
from jobs.registry import Json
from jobs.services import enqueue
from portfolio.domain.segment_rules import FaultPlace, Rules, check_rules
from portfolio.models import Analysis, AnalysisState
from portfolio.segment_models import ClassChoice, Segmentation, SegmentationKind, SegmentRules
from portfolio.selectors.segmentations import find_rules, read_rules, rules_as_json

MOST_NAME_LENGTH = 60


class UnusableRulesError(Exception):
    """The rules cannot be used; `faults` says all that is wrong with them."""

    def __init__(self, faults: tuple[FaultPlace, ...]) -> None:
        super().__init__(", ".join(place.fault for place in faults))
        self.faults = faults


def keep_rules(*, engagement: Engagement, rules: Rules, kept_by: User) -> SegmentRules:
    """Keep `rules` as the next version, unless they say the same as those in force; raise UnusableRulesError."""
    faults = check_rules(rules)
    if faults:
        raise UnusableRulesError(faults)
    with transaction.atomic():
        Engagement.objects.select_for_update().get(pk=engagement.pk)
        current = find_rules(engagement)
        if current is not None and read_rules(current) == rules:
            return current
        last = SegmentRules.objects.filter(engagement=engagement).aggregate(last=Max("number"))["last"]
        kept = SegmentRules.objects.create(
            engagement=engagement, number=int(last or 0) + 1, rules=rules_as_json(rules), created_by=kept_by
        )
        record_event(actor=kept_by, engagement=engagement, what="segment_rules.kept", object_id=kept.id)
    return kept


def start_rules_segmentation(*, analysis: Analysis, rules: SegmentRules, key: str, started_by: User) -> Segmentation:
    """Ask for the customers of an analysis to be placed by `rules`; the same `key` twice is one segmentation."""
    return _start(analysis, key, started_by, {"kind": SegmentationKind.RULES, "rules": rules})


def start_classes_segmentation(
    *, analysis: Analysis, survey: UploadedFile[bytes] | None, limit_bytes: int, key: str, started_by: User
) -> Segmentation:
    """Ask for latent classes of a survey's answers, or of what customers hold when there is no survey.

    Raise store.TooLargeError for a survey beyond `limit_bytes`; then nothing is written.
    """
    values: dict[str, object] = {"kind": SegmentationKind.CLASSES}
    if survey is not None:
        area = f"surveys/{analysis.engagement_id}"
        stored = store.save_stream(area, survey.chunks(), limit_bytes=limit_bytes)
        values |= {"survey_key": stored.key, "survey_name": (survey.name or "")[:200]}
    return _start(analysis, key, started_by, values)


@transaction.atomic
def _start(analysis: Analysis, key: str, started_by: User, values: dict[str, object]) -> Segmentation:
    found, is_new = Segmentation.objects.get_or_create(
        analysis=analysis, key=key, defaults={**values, "started_by": started_by}
    )
    if is_new:
        found.job = enqueue(
            kind="portfolio.segment",
            key=str(found.id),
            engagement=analysis.engagement,
            requested_by=started_by,
            arguments={"segmentation_id": str(found.id)},
        )
        found.save(update_fields=["job"])
        record_event(actor=started_by, engagement=analysis.engagement, what="segmentation.started", object_id=found.id)
    return found


def publish_segmentation(
    segmentation_id: uuid.UUID, result_key: str, summary: dict[str, Json], problems: list[Json]
) -> None:
    """Show the result. Called in the transaction that ends the job; a published one is never touched again."""
    Segmentation.objects.filter(pk=segmentation_id, state=AnalysisState.STARTED).update(
        state=AnalysisState.PUBLISHED,
        published_at=timezone.now(),
        result_key=result_key,
        summary=summary,
        problems=problems,
    )


def stop_segmentation(segmentation_id: uuid.UUID, problems: list[Json]) -> None:
    """Say what in the survey stopped it. Called in the transaction that ends the job."""
    Segmentation.objects.filter(pk=segmentation_id, state=AnalysisState.STARTED).update(
        state=AnalysisState.STOPPED, problems=problems
    )


@transaction.atomic
def choose_classes(
    *, segmentation: Segmentation, class_count: int, names: Sequence[str], chosen_by: User
) -> ClassChoice:
    """Keep how many classes were chosen and what they are called; earlier choices stay."""
    Segmentation.objects.select_for_update().get(pk=segmentation.pk)
    last = ClassChoice.objects.filter(segmentation=segmentation).aggregate(last=Max("number"))["last"]
    choice = ClassChoice.objects.create(
        segmentation=segmentation,
        number=int(last or 0) + 1,
        class_count=class_count,
        names=[name.strip()[:MOST_NAME_LENGTH] for name in names],
        created_by=chosen_by,
    )
    engagement = segmentation.analysis.engagement
    record_event(actor=chosen_by, engagement=engagement, what="classes.chosen", object_id=choice.id)
    return choice
