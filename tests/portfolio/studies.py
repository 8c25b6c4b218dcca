"""Published studies of an analysis, made by hand."""

import uuid

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils import timezone

from filestore import store
from jobs.registry import Json
from portfolio.domain.definition import TIERS
from portfolio.domain.leaving import FEATURES, CalibrationLine, LeavingSummary, ModelScore, RiskTier, SignWeight
from portfolio.domain.twins import ProductOffer, TwinsSummary, TwinTest
from portfolio.domain.value_ahead.summary import AheadSummary, ClassLine, Holdout, ModelFit, TierAhead, Total
from portfolio.models import Analysis, AnalysisState, Study, StudyKind
from portfolio.selectors.ahead import AHEAD_FILE
from portfolio.selectors.leaving import LEAVING_FILE
from portfolio.selectors.studies import ahead_as_json, leaving_as_json, twins_as_json
from portfolio.selectors.twins import OFFERS_FILE
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
    return _publish(analysis, StudyKind.AHEAD, key, ahead_as_json(AHEAD))


LEAVING = LeavingSummary(
    train_date=AS_OF.replace(year=AS_OF.year - 2),
    test_date=AS_OF.replace(year=AS_OF.year - 1),
    months=12,
    train_customers=50,
    test_customers=48,
    test_left=12,
    scores=(
        ModelScore("boosting", 0.7, 0.2, 0.5),
        ModelScore("logistic", 0.69, 0.2, 0.5),
        ModelScore("recency", 0.7, 0.19, 0.5),
    ),
    challenger="boosting",
    used="recency",
    difference=0.001,
    difference_low=-0.02,
    difference_high=0.02,
    calibration=tuple(CalibrationLine(5, 0.1 * number, 0.09 * number) for number in range(10)),
    weights=(SignWeight("recency_days", 1.0),),
    tiers=tuple(RiskTier(tier, 10, 2.5, 100_000) for tier in TIERS),
)


def make_leaving(analysis: Analysis) -> Study:
    """Make a published study of who is about to leave with one customer."""
    signs = {name: [0.0] for name in FEATURES} | {"recency_days": [212.0], "purchases": [1.0]}
    rows = {"customer_id": ["K01"], "risk": [0.42], "reasons": ["recency_days purchases"], **signs}
    with store.new_folder(f"studies/{analysis.engagement_id}") as (key, folder):
        pq.write_table(pa.table(rows), folder / LEAVING_FILE)
    return _publish(analysis, StudyKind.LEAVING, key, leaving_as_json(LEAVING))


TWINS = TwinsSummary(
    customers=61,
    offered=2,
    product_count=4,
    baskets=7,
    reference=7,
    test=TwinTest(50, 20, 5, 5),
    products=(ProductOffer("Spik", 30, 2, 12_300, 19_700),),
)


def make_twins(analysis: Analysis) -> Study:
    """Make a published study of twin customers' baskets with two customers, one of whom is not in the analysis."""
    rows = {
        "customer_id": ["K01", "K99"],
        "rank": [1, 1],
        "product": ["Spik", "Spik"],
        "with_product": [18, 2],
        "twins": [25, 3],
        "mean_minor": [12_300, 12_300],
    }
    with store.new_folder(f"studies/{analysis.engagement_id}") as (key, folder):
        pq.write_table(pa.table(rows), folder / OFFERS_FILE)
    return _publish(analysis, StudyKind.TWINS, key, twins_as_json(TWINS))


def _publish(analysis: Analysis, kind: StudyKind, key: str, summary: dict[str, Json]) -> Study:
    return Study.objects.create(
        analysis=analysis,
        kind=kind,
        key=uuid.uuid4().hex,
        state=AnalysisState.PUBLISHED,
        summary=summary,
        result_key=key,
        published_at=timezone.now(),
    )
