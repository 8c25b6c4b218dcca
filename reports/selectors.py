"""Find reports. Everything is scoped to an engagement, and to the kinds that a person may read."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from accounts.access import Action, allowed_actions
from accounts.models import Engagement, User
from assessment.models import Participant
from reports.models import Receipt, Report, ReportKind, WordTemplate

READING = {
    ReportKind.READINESS: Action.VIEW_READINESS,
    ReportKind.PROFITABILITY: Action.VIEW_PROFITABILITY,
    ReportKind.CUSTOMER: Action.VIEW_PROFITABILITY,
    ReportKind.CUSTOMER_BASE: Action.VIEW_CUSTOMER_BASE,
}
ISSUING = {
    ReportKind.READINESS: Action.ISSUE_READINESS_REPORT,
    ReportKind.PROFITABILITY: Action.ISSUE_PROFITABILITY_REPORT,
    ReportKind.CUSTOMER: Action.ISSUE_PROFITABILITY_REPORT,
    ReportKind.CUSTOMER_BASE: Action.ISSUE_CUSTOMER_BASE_REPORT,
}


def list_readable_kinds(user: User, engagement: Engagement) -> list[ReportKind]:
    """Return the kinds whose content `user` may read."""
    actions = allowed_actions(user, engagement)
    return [kind for kind in ReportKind if READING[kind] in actions]


def list_issuable_kinds(user: User, engagement: Engagement) -> list[ReportKind]:
    """Return the kinds that `user` may issue."""
    actions = allowed_actions(user, engagement)
    return [kind for kind in ReportKind if ISSUING[kind] in actions]


def list_reports(user: User, engagement: Engagement) -> QuerySet[Report]:
    """Return the engagement's reports that `user` may read, newest first."""
    return _of(engagement).filter(kind__in=list_readable_kinds(user, engagement))


def get_report_or_404(user: User, engagement: Engagement, report_id: uuid.UUID) -> Report:
    """Return the report; raise Http404 when it is foreign, PermissionDenied when the role may not read its content."""
    report = _of(engagement).filter(pk=report_id).first()
    if report is None:
        raise Http404
    if ReportKind(report.kind) not in list_readable_kinds(user, engagement):
        raise PermissionDenied
    return report


def get_report_for_printing(report_id: uuid.UUID) -> Report:
    """Return the report with everything that its pages name, for the job that prints it."""
    related = ("engagement__client__consultancy", "issued_by", "run", "assessment", "analysis__definition")
    return Report.objects.select_related(*related).get(pk=report_id)


def _of(engagement: Engagement) -> QuerySet[Report]:
    return Report.objects.filter(engagement=engagement).select_related(
        "engagement__client", "issued_by", "job", "run", "analysis"
    )


def list_word_templates(engagement: Engagement) -> QuerySet[WordTemplate]:
    """Return the engagement's templates by name."""
    return WordTemplate.objects.filter(engagement=engagement).select_related("uploaded_by")


def get_word_template_or_404(engagement: Engagement, template_id: uuid.UUID) -> WordTemplate:
    """Return a template of the engagement; raise Http404 when it is foreign or never existed."""
    template = list_word_templates(engagement).filter(pk=template_id).first()
    if template is None:
        raise Http404
    return template


def find_receipt(participant: Participant) -> Receipt | None:
    """Return a participant's newest receipt, or None."""
    return Receipt.objects.filter(participant=participant).select_related("job").first()


def get_receipt_for_printing(receipt_id: uuid.UUID) -> Receipt:
    """Return a receipt with all that its printing needs."""
    return Receipt.objects.select_related(
        "participant__sheet", "participant__assessment__engagement__client__consultancy"
    ).get(pk=receipt_id)
