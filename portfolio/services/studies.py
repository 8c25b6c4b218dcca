"""Start studies on an analysis, and publish what came of them."""

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.access import record_event
from accounts.models import User
from jobs.registry import Json
from jobs.services import enqueue
from portfolio.models import Analysis, AnalysisState, Study, StudyKind


@transaction.atomic
def start_study(
    *, analysis: Analysis, kind: StudyKind, key: str, started_by: User, choices: Mapping[str, str] | None = None
) -> Study:
    """Ask for a study of a published analysis, with its choices; the same `key` twice is one study."""
    study, is_new = Study.objects.get_or_create(
        analysis=analysis, key=key, defaults={"kind": kind, "started_by": started_by, "choices": dict(choices or {})}
    )
    if is_new:
        study.job = enqueue(
            kind="portfolio.study",
            key=str(study.id),
            engagement=analysis.engagement,
            requested_by=started_by,
            arguments={"study_id": str(study.id)},
        )
        study.save(update_fields=["job"])
        record_event(actor=started_by, engagement=analysis.engagement, what="study.started", object_id=study.id)
    return study


def publish_study(study_id: uuid.UUID, result_key: str, summary: dict[str, Json]) -> None:
    """Show the result. Called in the transaction that ends the job; a published study is never touched again."""
    Study.objects.filter(pk=study_id, state=AnalysisState.STARTED).update(
        state=AnalysisState.PUBLISHED, published_at=timezone.now(), result_key=result_key, summary=summary
    )
