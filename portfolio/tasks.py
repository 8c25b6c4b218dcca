"""Background work: analyse the customer base of an upload, and make estimates on top of it."""

import uuid
from functools import partial

from accounts.access import Action
from filestore import store
from jobs.registry import JobContext, JobError, Outcome, job_handler
from portfolio.models import StudyKind
from portfolio.selectors.analyses import get_analysis_for_job, get_summary, summary_as_json
from portfolio.selectors.customers import CUSTOMERS_FILE
from portfolio.selectors.joined_sheets import joined_sheets
from portfolio.selectors.segmentations import (
    get_segmentation_for_job,
    problems_as_json,
)
from portfolio.selectors.segmentations import summary_as_json as segmentation_as_json
from portfolio.selectors.studies import get_study_for_job
from portfolio.services.analyses import publish_analysis
from portfolio.services.analysis_building import AmountsTooLargeError, NoIdentityColumnError, build_analysis
from portfolio.services.segment_building import Sources, build_segmentation
from portfolio.services.segmentations import publish_segmentation, stop_segmentation
from portfolio.services.studies import publish_study
from portfolio.services.study_building import STUDIES, ColumnUnreadableError, TooLittleHistoryError
from profitability.domain.ledger import Ledger


@job_handler("portfolio.analyse", max_attempts=3, lease_seconds=60, action=Action.ANALYSE_CUSTOMER_BASE)
def analyse(context: JobContext, *, analysis_id: str) -> Outcome:
    """Compare the windows, follow cohorts and holdings, and publish the result."""
    analysis = get_analysis_for_job(uuid.UUID(analysis_id))
    if analysis.upload is None or not analysis.upload.canonical_key:
        raise JobError("upload_gone")
    ledger = Ledger(store.local_folder(analysis.upload.canonical_key))
    if not ledger.has("transactions"):
        raise JobError("no_transactions")
    with store.new_folder(f"analyses/{context.engagement_id}") as (key, folder):
        try:
            summary = build_analysis(ledger, analysis.definition.as_domain(), analysis.as_of, folder, context.progress)
        except (AmountsTooLargeError, OverflowError) as fault:
            raise JobError("base_amounts_too_large") from fault
        except NoIdentityColumnError as fault:
            raise JobError("no_identity_column") from fault
    stored = summary_as_json(summary)
    return Outcome(result={"published": True}, apply=partial(publish_analysis, analysis.id, key, stored))


@job_handler("portfolio.study", max_attempts=3, lease_seconds=300, action=Action.ANALYSE_CUSTOMER_BASE)
def study(context: JobContext, *, study_id: str) -> Outcome:
    """Make an estimate on top of an analysis and publish it."""
    wanted = get_study_for_job(uuid.UUID(study_id))
    analysis = wanted.analysis
    if analysis.upload is None or not analysis.upload.canonical_key:
        raise JobError("upload_gone")
    ledger = Ledger(store.local_folder(analysis.upload.canonical_key))
    customers = store.local_path(f"{analysis.result_key}/{CUSTOMERS_FILE}")
    new_folder = store.new_folder(f"studies/{context.engagement_id}")
    with joined_sheets(analysis, ledger) as sheets, new_folder as (key, folder):
        try:
            stored = STUDIES[StudyKind(wanted.kind)](
                sheets, customers, get_summary(analysis), folder, context.progress, wanted.choices
            )
        except ColumnUnreadableError as fault:
            raise JobError("left_column_unreadable") from fault
        except TooLittleHistoryError as fault:
            raise JobError("too_little_history") from fault
    return Outcome(result={"published": True}, apply=partial(publish_study, wanted.id, key, stored))


@job_handler("portfolio.segment", max_attempts=3, lease_seconds=300, action=Action.ANALYSE_CUSTOMER_BASE)
def segment(context: JobContext, *, segmentation_id: str) -> Outcome:
    """Divide the customers of an analysis by rules or into classes, and publish what came of it."""
    wanted = get_segmentation_for_job(uuid.UUID(segmentation_id))
    analysis = wanted.analysis
    if analysis.upload is None or not analysis.upload.canonical_key:
        raise JobError("upload_gone")
    ledger = Ledger(store.local_folder(analysis.upload.canonical_key))
    customers = store.local_path(f"{analysis.result_key}/{CUSTOMERS_FILE}")
    new_folder = store.new_folder(f"segments/{context.engagement_id}")
    with joined_sheets(analysis, ledger) as sheets, new_folder as (key, folder):
        sources = Sources(sheets.transactions, sheets.customers, customers)
        built = build_segmentation(wanted, sources, get_summary(analysis), folder, context.progress)
    problems = problems_as_json(built.problems)
    if built.summary is None:
        return Outcome(result={"published": False}, apply=partial(stop_segmentation, wanted.id, problems))
    stored = segmentation_as_json(built.summary)
    publish = partial(publish_segmentation, wanted.id, key, stored, problems)
    return Outcome(result={"published": True}, apply=publish)
