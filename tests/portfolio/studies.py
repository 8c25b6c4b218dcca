"""Published studies of an analysis, made by hand."""

import uuid

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils import timezone

from filestore import store
from portfolio.domain.definition import TIERS
from portfolio.domain.value_ahead.forecast import AheadSummary, ClassLine, Holdout, ModelFit, TierAhead, Total
from portfolio.models import Analysis, AnalysisState, Study, StudyKind
from portfolio.selectors.ahead import AHEAD_FILE
from portfolio.selectors.studies import ahead_as_json
from tests.portfolio.analyses import AS_OF

AHEAD = AheadSummary(
    cut_date=AS_OF.replace(year=AS_OF.year - 1),
    customers=61,
    chosen="mbg_nbd",
    fits=(
        ModelFit("pareto_nbd", (0.5, 10.0, 0.6, 12.0), -100.0, False, 0.0, 0.0),
        ModelFit("mbg_nbd", (0.5, 6.0, 0.9, 1.6), -99.0, True, 44.0, 0.8),
        ModelFit("bg_nbd", (0.2, 4.4, 0.8, 2.4), -101.0, True, 60.0, 0.9),
    ),
    holdout=Holdout(60, 40, 44.0, 1_000_000, 1_100_000, 0.85, (ClassLine(0, 20, 0.1, 0.2), ClassLine(7, 5, 4.0, 4.5))),
    gamma_gamma=(6.2, 3.7, 15.4),
    total=Total(50.0, 48.0, 40.0, 56.0, 1_234_500, 1_000_000, 1_500_000),
    tiers=tuple(TierAhead(tier, 10, 500_000, 300_000, None if tier == "super" else 250_000, 9.0) for tier in TIERS),
)


def make_ahead(analysis: Analysis) -> Study:
    """Make a published study of the value ahead with two customers, one of whom is not in the analysis."""
    rows = {
        "customer_id": ["K01", "K99"],
        "tier": [0, -1],
        "alive": [0.93, 0.05],
        "expected": [3.25, 0.01],
        "low": [1.0, 0.0],
        "high": [5.0, 0.0],
        "expected_minor": [123_400, 5],
    }
    with store.new_folder(f"studies/{analysis.engagement_id}") as (key, folder):
        pq.write_table(pa.table(rows), folder / AHEAD_FILE)
    return Study.objects.create(
        analysis=analysis,
        kind=StudyKind.AHEAD,
        key=uuid.uuid4().hex,
        state=AnalysisState.PUBLISHED,
        summary=ahead_as_json(AHEAD),
        result_key=key,
        published_at=timezone.now(),
    )
