"""Studies on top of an analysis: start one, read it, list its customers out."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from portfolio.models import StudyKind
from portfolio.pages.ahead import ahead_file, ahead_page
from portfolio.pages.leaving import leaving_file, leaving_page
from portfolio.selectors.analyses import get_published_analysis_or_404, get_summary
from portfolio.services.studies import start_study
from portfolio.services.study_building import LEFT_COLUMN
from profitability.views.answers import download, show
from ui.table_files import TableFile


@require_POST
@engagement_view(Action.ANALYSE_CUSTOMER_BASE)
def study_new(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID, kind: str) -> HttpResponse:
    """Start a study of an analysis."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    if kind not in StudyKind.values:
        raise Http404
    key = request.POST.get("key", "")[:100] or uuid.uuid4().hex
    column = request.POST.get(LEFT_COLUMN, "")
    if column and column not in get_summary(analysis).attribute_names:
        raise Http404
    choices = {LEFT_COLUMN: column} if column else {}
    start_study(analysis=analysis, kind=StudyKind(kind), key=key, started_by=signed_in(request), choices=choices)
    return redirect(f"portfolio:{kind}", engagement.id, analysis.id)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def ahead(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show the value ahead, beside the simple value."""
    page = ahead_page(get_published_analysis_or_404(engagement, analysis_id))
    return show(request, "portfolio/ahead.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def ahead_export(
    request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID, file_format: str
) -> HttpResponseBase:
    """Download every customer's window ahead."""
    return download_table(ahead_file(get_published_analysis_or_404(engagement, analysis_id), file_format))


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def leaving(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show who is about to leave, and how far that can be trusted."""
    page = leaving_page(get_published_analysis_or_404(engagement, analysis_id))
    return show(request, "portfolio/leaving.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def leaving_export(
    request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID, file_format: str
) -> HttpResponseBase:
    """Download every active customer with its risk and reasons."""
    return download_table(leaving_file(get_published_analysis_or_404(engagement, analysis_id), file_format))


def download_table(file: TableFile | None) -> StreamingHttpResponse:
    """Answer with a file; raise Http404 when there is none yet."""
    if file is None:
        raise Http404
    return download(file)
