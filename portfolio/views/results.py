"""What an analysis says: flows, migration, portfolio, cohorts, holdings, customers."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from portfolio.pages.acquisition import read_acquisition
from portfolio.pages.cohorts import cohorts_page
from portfolio.pages.customers import customers_file, customers_page, parse_query, query_string
from portfolio.pages.flows import flows_page
from portfolio.pages.holdings import holdings_page
from portfolio.pages.migration import migration_page
from portfolio.pages.portfolio import portfolio_page
from portfolio.pages.wallet import wallet_page
from portfolio.selectors.analyses import find_latest_analysis, get_published_analysis_or_404, get_summary
from portfolio.services.analyses import save_acquisition_costs
from profitability.views.answers import download, show
from ui.table_files import TooManyRowsError


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def latest(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Go to the newest analysis, or say how to get the first one."""
    analysis = find_latest_analysis(engagement)
    if analysis is not None:
        return redirect("portfolio:flows", engagement.id, analysis.id)
    return show(request, "portfolio/start.html", engagement)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def flows(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show who stayed, came, came back and left."""
    page = flows_page(get_published_analysis_or_404(engagement, analysis_id))
    return show(request, "portfolio/flows.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def migration(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show how customers moved between tiers."""
    page = migration_page(get_published_analysis_or_404(engagement, analysis_id), request.GET.get("by", ""))
    return show(request, "portfolio/migration.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def value(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show what the base is worth."""
    page = portfolio_page(get_published_analysis_or_404(engagement, analysis_id))
    return show(request, "portfolio/value.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def cohorts(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show the new customers by when or where they came."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    asked = request.GET.dict()
    typed = read_acquisition(asked, get_summary(analysis).decimals) if "cost" in asked else None
    page = cohorts_page(analysis, asked.get("unit", ""), typed)
    return show(request, "portfolio/cohorts.html", engagement, page=page)


@require_POST
@engagement_view(Action.ANALYSE_CUSTOMER_BASE)
def cohort_costs(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Keep what new customers cost, for all of them or cohort by cohort."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    typed = read_acquisition(request.POST.dict(), get_summary(analysis).decimals)
    page = cohorts_page(analysis, request.POST.get("unit", ""), typed)
    if page.has_errors:
        return show(request, "portfolio/cohorts.html", engagement, page=page, status=422)
    save_acquisition_costs(analysis=analysis, unit=page.unit, minors=typed.minors, saved_by=signed_in(request))
    messages.success(request, _("Kostnaderna är sparade."))
    return redirect(
        reverse("portfolio:cohorts", args=[engagement.id, analysis.id]) + "?" + urlencode({"unit": page.unit})
    )


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def holdings(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show what customers hold and could buy next."""
    page = holdings_page(get_published_analysis_or_404(engagement, analysis_id))
    return show(request, "portfolio/holdings.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def wallet(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show the share of wallet for a rank among so many brands."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    page = wallet_page(analysis, request.GET.get("brands", ""), request.GET.get("rank", ""))
    return show(request, "portfolio/wallet.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def customers(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """List customers: search, filter by move, sort, turn pages."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    page = customers_page(analysis, parse_query(request.GET.dict()))
    return show(request, "portfolio/customers.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def customers_export(
    request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID, file_format: str
) -> HttpResponseBase:
    """Download every customer that matches."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    query = parse_query(request.GET.dict())
    try:
        file = customers_file(analysis, query, file_format)
    except TooManyRowsError:
        messages.error(request, _("En Excel-fil rymmer inte så många kunder. Hämta CSV, eller filtrera först."))
        return redirect(reverse("portfolio:customers", args=[engagement.id, analysis.id]) + "?" + query_string(query))
    return download(file)
