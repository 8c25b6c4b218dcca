"""Who could buy what next by twin customers' baskets: read it, list it out."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from accounts.access import Action, engagement_view
from accounts.models import Engagement
from portfolio.pages.twins import parse_offer_query, twins_file, twins_page
from portfolio.selectors.analyses import get_published_analysis_or_404
from portfolio.views.studies import download_table
from profitability.views.answers import show


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def twins(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show what is offered to whom, and why."""
    page = twins_page(get_published_analysis_or_404(engagement, analysis_id), parse_offer_query(request.GET.dict()))
    return show(request, "portfolio/twins.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def twins_export(
    request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID, file_format: str
) -> HttpResponseBase:
    """Download every offer that matches."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    return download_table(twins_file(analysis, parse_offer_query(request.GET.dict()), file_format))
