"""Issue reports, follow them, download them."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, engagement_view, record_event, signed_in
from accounts.models import Engagement
from reports.files import file_response
from reports.forms import FORMS, IssueForm
from reports.models import Report, ReportKind, ReportLanguage
from reports.pages import ReportPage, issue_choices, report_page, reports_page
from reports.selectors import get_report_or_404, list_issuable_kinds
from reports.services import cancel_report, issue_report


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def reports(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """List the reports; every role that may read any kind of report may read this list."""
    page = reports_page(engagement, signed_in(request))
    return render(request, "reports/reports.html", {"engagement": engagement, "page": page})


@require_http_methods(["GET", "POST"])
@engagement_view(Action.ISSUE_PROFITABILITY_REPORT)
def report_new(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Choose a kind of report, say what it is about, and issue it."""
    asked = request.POST.get("kind") or request.GET.get("kind") or ""
    if asked not in ReportKind.values:
        choices = issue_choices(engagement, signed_in(request))
        return render(request, "reports/choose.html", {"engagement": engagement, "choices": choices})
    kind = ReportKind(asked)
    if kind not in list_issuable_kinds(signed_in(request), engagement):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = FORMS[kind](data, engagement=engagement, initial=dict(request.GET.items()))
    if form.is_valid():
        report = _issue(request, engagement, kind, form)
        return redirect("reports:report", engagement.id, report.id)
    context = {"engagement": engagement, "kind": kind, "form": form}
    return render(request, "reports/issue.html", context, status=422 if form.errors else 200)


def _issue(request: HttpRequest, engagement: Engagement, kind: ReportKind, form: IssueForm) -> Report:
    return issue_report(
        engagement=engagement,
        kind=kind,
        language=ReportLanguage(form.cleaned_data["language"]),
        subject=form.subject(),
        key=form.cleaned_data["key"],
        issued_by=signed_in(request),
    )


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def report(request: HttpRequest, engagement: Engagement, report_id: uuid.UUID) -> HttpResponse:
    """Show one report: how far it is, or its file."""
    page = _page(request, engagement, report_id)
    return render(request, "reports/report.html", {"engagement": engagement, "page": page})


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def report_progress(request: HttpRequest, engagement: Engagement, report_id: uuid.UUID) -> HttpResponse:
    """Answer how far the report is; when it is over, have the page shown anew."""
    page = _page(request, engagement, report_id)
    response = render(request, "reports/report.html#progress", {"engagement": engagement, "page": page})
    if not page.is_running:
        response["HX-Refresh"] = "true"
        response.status_code = 286
    return response


def _page(request: HttpRequest, engagement: Engagement, report_id: uuid.UUID) -> ReportPage:
    user = signed_in(request)
    found = get_report_or_404(user, engagement, report_id)
    may_cancel = ReportKind(found.kind) in list_issuable_kinds(user, engagement)
    return report_page(found, may_cancel=may_cancel)


@require_POST
@engagement_view(Action.ISSUE_PROFITABILITY_REPORT)
def report_cancel(request: HttpRequest, engagement: Engagement, report_id: uuid.UUID) -> HttpResponse:
    """Stop a report that is not finished."""
    user = signed_in(request)
    found = get_report_or_404(user, engagement, report_id)
    if not cancel_report(report=found, cancelled_by=user):
        messages.info(request, _("Rapporten var redan klar."))
    return redirect("reports:report", engagement.id, found.id)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def report_download(request: HttpRequest, engagement: Engagement, report_id: uuid.UUID) -> HttpResponseBase:
    """Hand over the file, to whoever may read what it shows; who fetched it is noted."""
    user = signed_in(request)
    found = get_report_or_404(user, engagement, report_id)
    if not found.is_finished:
        raise Http404
    record_event(actor=user, engagement=engagement, what="report.downloaded", object_id=found.id)
    return file_response(found)
