"""Published segmentations of the small firm, made by the code of the job; the survey's answers are drawn by lot."""

import random
import tempfile
import uuid
from functools import cache
from pathlib import Path

from django.utils import timezone

from filestore import store
from jobs.registry import Json
from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.periods import compare_months
from portfolio.domain.segment_rules import Condition, Relation, Rule, Rules, RulesSummary, Trait
from portfolio.models import Analysis, AnalysisState
from portfolio.readers.segment_customers import SegmentReader
from portfolio.segment_models import ClassChoice, Segmentation, SegmentationKind, SegmentRules
from portfolio.selectors.customer_files import CUSTOMERS_FILE
from portfolio.selectors.segmentations import PLACES_FILE, rules_as_json, summary_as_json
from portfolio.services.classes_building import build_classes
from tests.portfolio.analyses import AS_OF, built, write_firm

RULES = Rules(
    (
        Rule(
            "Byggare",
            (Condition(Trait.SEGMENT, Relation.IS, "bygg"), Condition(Trait.REVENUE, Relation.AT_LEAST, "100")),
        ),
        Rule("Borta", (Condition(Trait.FLOW, Relation.IS, "lost"),)),
    ),
    "Övriga",
)


def open_firm(folder: Path) -> SegmentReader:
    """Write the firm into `folder` and open its customers."""
    ledger, analysis = folder / "ledger", folder / "analysis"
    ledger.mkdir()
    analysis.mkdir()
    write_firm(ledger)
    (analysis / CUSTOMERS_FILE).write_bytes(built()[1])
    later = compare_months(AS_OF, CustomerDefinition().active_months).later
    return SegmentReader(
        ledger / "transactions.parquet", ledger / "customers.parquet", analysis / CUSTOMERS_FILE, later, 2
    )


def survey_text() -> str:
    """Return answers of the firm's customers: those with even numbers mostly say yes first, the others last."""
    lot = random.Random(3)
    lines = ["customer_id,Pris,Rabatt,Råd,Miljö"]
    for number in range(60):
        kind = number % 2
        answers = ["ja" if lot.random() < (0.9 if (item < 2) == (kind == 0) else 0.1) else "nej" for item in range(4)]
        lines.append(f"K{number:02d}," + ",".join(answers))
    return "\n".join(lines) + "\n"


@cache
def made(kind: SegmentationKind) -> tuple[dict[str, Json], bytes]:
    """Return the summary and the places of a segmentation of that kind; made once."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path = folder / PLACES_FILE
        with open_firm(folder) as reader:
            if kind == SegmentationKind.RULES:
                reader.place(RULES, path)
                return summary_as_json(RulesSummary(reader.sum_places(path, RULES.names), RULES)), path.read_bytes()
            survey = folder / "svar.csv"
            survey.write_text(survey_text(), encoding="utf-8")
            found = build_classes(reader, survey, "svar.csv", path, lambda _stage, _share: None)
            assert found.summary is not None
            return summary_as_json(found.summary), path.read_bytes()


def make_segments(analysis: Analysis) -> Segmentation:
    """Make published segments by rules."""
    rules = SegmentRules.objects.create(
        engagement=analysis.engagement,
        number=SegmentRules.objects.filter(engagement=analysis.engagement).count() + 1,
        rules=rules_as_json(RULES),
    )
    return _publish(analysis, SegmentationKind.RULES, rules)


def make_classes(analysis: Analysis) -> Segmentation:
    """Make published classes out of a survey."""
    return _publish(analysis, SegmentationKind.CLASSES, None)


def choose_made_classes(segmentation: Segmentation) -> ClassChoice:
    """Choose two classes and name them."""
    return ClassChoice.objects.create(segmentation=segmentation, number=1, class_count=2, names=["Pris", "Råd & miljö"])


def _publish(analysis: Analysis, kind: SegmentationKind, rules: SegmentRules | None) -> Segmentation:
    summary, places = made(kind)
    with store.new_folder(f"segments/{analysis.engagement_id}") as (key, folder):
        (folder / PLACES_FILE).write_bytes(places)
    return Segmentation.objects.create(
        analysis=analysis,
        kind=kind,
        rules=rules,
        key=uuid.uuid4().hex,
        state=AnalysisState.PUBLISHED,
        summary=summary,
        result_key=key,
        published_at=timezone.now(),
    )
