"""Start runs and publish what came of them."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.access import record_event
from accounts.models import Engagement, User
from jobs.registry import Json
from jobs.services import enqueue
from profitability.models import Run, RunState, Upload, UploadState


class UploadNotReadyError(Exception):
    """A run can only be made of an upload that was read without errors."""


@dataclass(frozen=True)
class Publication:
    """What a finished run points at. `summary` is a RunSummary as JSON, `result_key` the folder of its Parquet."""

    result_key: str
    problems_key: str
    engine_version: str
    input_hash: str
    model_hash: str
    summary: dict[str, Json]


def start_run(
    *,
    engagement: Engagement,
    upload: Upload,
    label: str,
    overrides: dict[str, str],
    key: str,
    started_by: User,
    rates_from: Run | None = None,
    frozen_pools: list[str] | None = None,
    tiers_from: Run | None = None,
) -> Run:
    """Ask for a run; the same `key` twice is one run. Raise UploadNotReadyError when there is nothing to run on.

    The rates of the published run `rates_from` are frozen, only those of `frozen_pools` where it is not None; the tiers
    of `tiers_from` are what the margin may hold.
    """
    if upload.state != UploadState.READY or upload.engagement_id != engagement.id:
        raise UploadNotReadyError
    with transaction.atomic():
        Engagement.objects.select_for_update().get(pk=engagement.pk)
        run, is_new = Run.objects.get_or_create(
            engagement=engagement,
            key=key,
            defaults={
                "upload": upload,
                "label": label,
                "overrides": overrides,
                "number": _next_number(engagement),
                "started_by": started_by,
                "rates_from": rates_from,
                "frozen_pools": frozen_pools if rates_from else None,
                "tiers_from": tiers_from,
            },
        )
        if is_new:
            run.job = enqueue(
                kind="profitability.run_allocation",
                key=str(run.id),
                engagement=engagement,
                requested_by=started_by,
                arguments={"run_id": str(run.id)},
            )
            run.save(update_fields=["job"])
            record_event(actor=started_by, engagement=engagement, what="run.started", object_id=run.id)
    return run


def _next_number(engagement: Engagement) -> int:
    last = Run.objects.filter(engagement=engagement).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def publish_run(run_id: uuid.UUID, publication: Publication) -> None:
    """Show the run's result. Called in the transaction that ends the job; a published run is never touched again."""
    Run.objects.filter(pk=run_id, state=RunState.STARTED).update(
        state=RunState.PUBLISHED,
        published_at=timezone.now(),
        result_key=publication.result_key,
        problems_key=publication.problems_key,
        engine_version=publication.engine_version,
        input_hash=publication.input_hash,
        model_hash=publication.model_hash,
        summary=publication.summary,
    )


def stop_run(run_id: uuid.UUID, problems_key: str) -> None:
    """Record that the run stopped because of faults in what was uploaded; nothing is published."""
    Run.objects.filter(pk=run_id, state=RunState.STARTED).update(state=RunState.STOPPED, problems_key=problems_key)
