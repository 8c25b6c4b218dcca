"""Background work: analyse the customer base of an upload."""

import uuid
from functools import partial

from accounts.access import Action
from filestore import store
from jobs.registry import JobContext, JobError, Outcome, job_handler
from portfolio.selectors.analyses import get_analysis_for_job, summary_as_json
from portfolio.services.analyses import publish_analysis
from portfolio.services.analysis_building import AmountsTooLargeError, build_analysis
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
    stored = summary_as_json(summary)
    return Outcome(result={"published": True}, apply=partial(publish_analysis, analysis.id, key, stored))
