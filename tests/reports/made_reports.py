"""Reports made by hand, issued and printed inline."""

import uuid

from accounts.models import Engagement, User
from jobs.services import execute
from profitability.models import Run
from reports.models import Report, ReportKind, ReportLanguage
from reports.services import Subject, issue_report
from tests.assessment.conftest import begin_assessment
from tests.portfolio.analyses import make_analysis
from tests.profitability.web.made_runs import make_run


def issue(
    engagement: Engagement,
    user: User,
    kind: ReportKind = ReportKind.PROFITABILITY,
    *,
    language: ReportLanguage = ReportLanguage.SWEDISH,
    run: Run | None = None,
    customer_id: str = "1001",
    key: str = "",
) -> Report:
    """Issue a report of a made run or analysis, or of an assessment without answers, and leave its job waiting."""
    if kind == ReportKind.READINESS:
        subject = Subject(assessment_id=begin_assessment(engagement, user).id)
    elif kind == ReportKind.CUSTOMER_BASE:
        subject = Subject(analysis_id=make_analysis(engagement).id)
    else:
        run = run or make_run(engagement)
        subject = Subject(run_id=run.id, customer_id=customer_id if kind == ReportKind.CUSTOMER else "")
    return issue_report(
        engagement=engagement,
        kind=kind,
        language=language,
        subject=subject,
        key=key or uuid.uuid4().hex,
        issued_by=user,
    )


def print_now(report: Report) -> Report:
    """Do the report's job here and now."""
    assert report.job is not None
    execute(report.job.id)
    report.refresh_from_db()
    report.job.refresh_from_db()
    return report
