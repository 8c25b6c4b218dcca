"""Background work: print a report and keep its file."""

import uuid
from functools import partial

from django.utils import translation

from accounts.access import Action
from filestore import store
from jobs.registry import JobContext, JobError, Outcome, job_handler
from reports.compose import compose_report
from reports.pdf import PdfError
from reports.printing import print_report
from reports.receipt_report import compose_receipt
from reports.receipt_services import keep_receipt
from reports.selectors import get_receipt_for_printing, get_report_for_printing
from reports.services import keep_file


@job_handler("reports.issue_report", max_attempts=3, lease_seconds=300, action=Action.VIEW_PROFITABILITY)
def issue_report(context: JobContext, *, report_id: str) -> Outcome:
    """Print the report in its own language and keep the file; the lease covers the longest layout."""
    report = get_report_for_printing(uuid.UUID(report_id))
    context.progress("report.collect", 0.1)
    with translation.override(report.language):
        try:
            composed = compose_report(report)
            context.progress("report.print", 0.3)
            pdf = print_report(composed)
        except PdfError as fault:
            raise JobError("pdf_refused", str(fault)) from fault
        except FileNotFoundError as fault:
            raise JobError("subject_gone") from fault
    context.progress("report.keep", 0.95)
    stored = store.save_stream(f"reports/{report.engagement_id}", [pdf.content])
    return Outcome(result={"pages": pdf.pages}, apply=partial(keep_file, report.id, stored, pdf.pages))


@job_handler("reports.print_receipt", max_attempts=3, lease_seconds=300, action=Action.MANAGE_ASSESSMENT)
def print_receipt(context: JobContext, *, receipt_id: str) -> Outcome:
    """Print a respondent's receipt in the respondent's own language and keep the file."""
    receipt = get_receipt_for_printing(uuid.UUID(receipt_id))
    context.progress("report.print", 0.2)
    with translation.override(receipt.participant.language):
        try:
            pdf = print_report(compose_receipt(receipt))
        except PdfError as fault:
            raise JobError("pdf_refused", str(fault)) from fault
    stored = store.save_stream(f"receipts/{receipt.participant.assessment_id}", [pdf.content])
    return Outcome(result={"pages": pdf.pages}, apply=partial(keep_receipt, receipt.id, stored))
