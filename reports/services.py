"""Issue reports and keep what was printed."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.access import record_event
from accounts.models import Engagement, User
from filestore.store import StoredFile
from jobs.models import JobState
from jobs.services import enqueue, request_cancel
from reports.models import Report, ReportKind, ReportLanguage


@dataclass(frozen=True)
class Subject:
    """What a report is about: an assessment, an analysis, or a run and perhaps one customer of it."""

    assessment_id: uuid.UUID | None = None
    run_id: uuid.UUID | None = None
    analysis_id: uuid.UUID | None = None
    customer_id: str = ""


@transaction.atomic
def issue_report(
    *, engagement: Engagement, kind: ReportKind, language: ReportLanguage, subject: Subject, key: str, issued_by: User
) -> Report:
    """Ask for a report to be printed; the same key twice is one report. The subject is the engagement's own."""
    report, is_new = Report.objects.get_or_create(
        engagement=engagement,
        key=key,
        defaults={
            "kind": kind,
            "language": language,
            "assessment_id": subject.assessment_id,
            "run_id": subject.run_id,
            "analysis_id": subject.analysis_id,
            "customer_id": subject.customer_id,
            "issued_by": issued_by,
        },
    )
    if is_new:
        report.job = enqueue(
            kind="reports.issue_report",
            key=str(report.id),
            engagement=engagement,
            requested_by=issued_by,
            arguments={"report_id": str(report.id)},
        )
        report.save(update_fields=["job"])
        record_event(actor=issued_by, engagement=engagement, what="report.issued", object_id=report.id)
    return report


def keep_file(report_id: uuid.UUID, stored: StoredFile, page_count: int) -> None:
    """Tie the printed file to its report, once: a finished report is left as it is."""
    Report.objects.filter(pk=report_id, file_key="").update(
        file_key=stored.key,
        file_sha256=stored.sha256,
        file_size=stored.size,
        page_count=page_count,
        finished_at=timezone.now(),
    )


def cancel_report(*, report: Report, cancelled_by: User) -> bool:
    """Stop a report that is not finished; return False when it already is."""
    if report.is_finished or report.job is None or report.job.state not in {JobState.QUEUED, JobState.RUNNING}:
        return False
    request_cancel(report.job)
    record_event(actor=cancelled_by, engagement=report.engagement, what="report.cancelled", object_id=report.id)
    return True
