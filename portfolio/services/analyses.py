"""Start analyses, publish what came of them, stop them."""

import uuid
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.access import record_event
from accounts.models import Engagement, User
from jobs.registry import Json
from jobs.services import enqueue
from portfolio.models import Analysis, AnalysisState, DefinitionVersion
from portfolio.services.definitions import choose_definition, default_definition


def start_analysis(
    *, engagement: Engagement, upload_id: uuid.UUID, as_of: date, key: str, started_by: User
) -> Analysis:
    """Ask for an analysis by the definition in force; the same `key` twice is one analysis.

    An engagement without a definition gets the default one as its first version.
    """
    with transaction.atomic():
        Engagement.objects.select_for_update().get(pk=engagement.pk)
        found = Analysis.objects.filter(engagement=engagement, key=key).first()
        if found is not None:
            return found
        definition = DefinitionVersion.objects.filter(engagement=engagement).first() or choose_definition(
            engagement=engagement, choice=default_definition(engagement), chosen_by=started_by
        )
        last = Analysis.objects.filter(engagement=engagement).aggregate(last=Max("number"))["last"]
        analysis = Analysis.objects.create(
            engagement=engagement,
            upload_id=upload_id,
            definition=definition,
            number=int(last or 0) + 1,
            key=key,
            as_of=as_of,
            started_by=started_by,
        )
        analysis.job = enqueue(
            kind="portfolio.analyse",
            key=str(analysis.id),
            engagement=engagement,
            requested_by=started_by,
            arguments={"analysis_id": str(analysis.id)},
        )
        analysis.save(update_fields=["job"])
        record_event(actor=started_by, engagement=engagement, what="analysis.started", object_id=analysis.id)
    return analysis


def publish_analysis(analysis_id: uuid.UUID, result_key: str, summary: dict[str, Json]) -> None:
    """Show the result. Called in the transaction that ends the job; a published analysis is never touched again."""
    Analysis.objects.filter(pk=analysis_id, state=AnalysisState.STARTED).update(
        state=AnalysisState.PUBLISHED, published_at=timezone.now(), result_key=result_key, summary=summary
    )


def save_acquisition_costs(*, analysis: Analysis, unit: str, minors: Mapping[str, int], saved_by: User) -> None:
    """Keep what new customers cost, by cohort of a unit; no costs at all takes those kept before away."""
    with transaction.atomic():
        found = Analysis.objects.select_for_update().get(pk=analysis.pk)
        others = {name: costs for name, costs in found.acquisition_costs.items() if name != unit}
        found.acquisition_costs = others | ({unit: dict(minors)} if minors else {})
        found.save(update_fields=["acquisition_costs"])
        record_event(actor=saved_by, engagement=analysis.engagement, what="analysis.costs", object_id=analysis.id)
