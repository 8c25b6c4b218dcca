"""The demo firm's customer base: an analysis, budget scenarios, estimates ahead and segments by rules."""

from datetime import date

from accounts.models import Engagement, User
from jobs.services import execute
from portfolio.domain.cohorts import CohortUnit
from portfolio.domain.segment_rules import Condition, Relation, Rule, Rules, Trait
from portfolio.models import Analysis, StudyKind
from portfolio.services.analyses import save_acquisition_costs, start_analysis
from portfolio.services.scenarios import save_scenario as save_budget
from portfolio.services.segmentations import keep_rules, start_classes_segmentation, start_rules_segmentation
from portfolio.services.studies import start_study
from profitability.models import Upload

NEW_CUSTOMER_MINOR = 18_500_00
SEGMENTS = Rules(
    rules=(
        Rule("Kedjor och storkunder", (Condition(Trait.REVENUE, Relation.AT_LEAST, "500000"),)),
        Rule("Tysta sedan ett halvår", (Condition(Trait.RECENCY_DAYS, Relation.AT_LEAST, "180"),)),
        Rule(
            "Breda restauranger",
            (Condition(Trait.SEGMENT, Relation.IS, "Restaurang"), Condition(Trait.PRODUCTS, Relation.AT_LEAST, "13")),
        ),
        Rule("Nya i år", (Condition(Trait.FLOW, Relation.IS, "new"),)),
    ),
    others="Övriga",
)


def analyse_base(engagement: Engagement, upload: Upload, finance: User) -> Analysis:
    """Analyse the base up to the last day of 2025, with all that the pages of it show."""
    analysis = start_analysis(
        engagement=engagement,
        upload_id=upload.id,
        as_of=date(2025, 12, 31),
        key="demo-customer-base",
        started_by=finance,
    )
    assert analysis.job_id
    execute(analysis.job_id)
    analysis.refresh_from_db()
    for name, levers in (
        (
            "Behåll och utveckla",
            {"retained.customers": "103", "won_back.customers": "120"},
        ),
        ("Fler nya kunder", {"new.customers": "125"}),
    ):
        save_budget(
            analysis=analysis,
            name=name,
            development={},
            levers=levers,
            costs={"c." + lever: "25000" for lever in levers},
            target_minor=None,
            saved_by=finance,
        )
    for kind in StudyKind:
        study = start_study(analysis=analysis, kind=kind, key=f"demo-{kind.value}", started_by=finance)
        assert study.job_id
        # The forecast takes longest: it is left to the worker, so that the first page need not wait for it.
        if kind != StudyKind.AHEAD:
            execute(study.job_id)
    rules = keep_rules(engagement=engagement, rules=SEGMENTS, kept_by=finance)
    segmentation = start_rules_segmentation(analysis=analysis, rules=rules, key="demo-segments", started_by=finance)
    assert segmentation.job_id
    execute(segmentation.job_id)
    # Classes of what customers hold take long too, and wait for a person to choose how many they are.
    start_classes_segmentation(analysis=analysis, survey=None, limit_bytes=0, key="demo-classes", started_by=finance)
    for unit in (CohortUnit.QUARTER, CohortUnit.YEAR):
        save_acquisition_costs(analysis=analysis, unit=unit, minors={"*": NEW_CUSTOMER_MINOR}, saved_by=finance)
    return analysis
