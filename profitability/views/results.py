"""What came of a run: the firm, its customers, its tiers."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import Action, engagement_view
from accounts.models import Engagement
from profitability.pages.capacity import capacity_page
from profitability.pages.comparison import comparison_page
from profitability.pages.costing import costing_page
from profitability.pages.costs import costs_page, pool_page
from profitability.pages.customer import customer_page
from profitability.pages.customers import customers_file, customers_page, parse_query, query_string
from profitability.pages.overview import overview_page
from profitability.pages.tiers import tiers_page
from profitability.pages.trace import trace_page
from profitability.selectors.runs import find_latest_run, get_published_run_or_404
from profitability.views.answers import download, show
from ui.table_files import TooManyRowsError


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def overview(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Go to the newest result, or say how to get the first one."""
    run = find_latest_run(engagement)
    if run is not None:
        return redirect("profitability:run_overview", engagement.id, run.id)
    return show(request, "profitability/start.html", engagement)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def run_overview(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Show what the firm earned on its customers."""
    page = overview_page(get_published_run_or_404(engagement, run_id))
    return show(request, "profitability/overview.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def customers(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """List the customers: search, filter, sort, turn pages."""
    run = get_published_run_or_404(engagement, run_id)
    page = customers_page(run, parse_query(request.GET.dict()))
    template = "profitability/customers.html#list" if request.htmx else "profitability/customers.html"  # type: ignore[attr-defined]  # set by django_htmx's middleware
    return show(request, template, engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def customers_export(
    request: HttpRequest, engagement: Engagement, run_id: uuid.UUID, file_format: str
) -> HttpResponseBase:
    """Download every customer that matches."""
    run = get_published_run_or_404(engagement, run_id)
    query = parse_query(request.GET.dict())
    try:
        return download(customers_file(run, query, file_format))
    except TooManyRowsError:
        messages.error(request, _("En Excel-fil rymmer inte så många kunder. Hämta CSV, eller filtrera först."))
        return redirect(reverse("profitability:customers", args=[engagement.id, run.id]) + "?" + query_string(query))


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def customer(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID, customer_id: str) -> HttpResponse:
    """Show one customer's income statement and what it is made of."""
    page = customer_page(get_published_run_or_404(engagement, run_id), customer_id)
    if page is None:
        raise Http404
    return show(request, "profitability/customer.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def tiers(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Show the tiers, the rule and what each clause decided."""
    page = tiers_page(get_published_run_or_404(engagement, run_id))
    return show(request, "profitability/tiers.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def comparison(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Set two runs side by side."""
    page = comparison_page(engagement, request.GET.get("a", ""), request.GET.get("b", ""))
    return show(request, "profitability/comparison.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def costs(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Show where the cost pools' money went."""
    page = costs_page(get_published_run_or_404(engagement, run_id))
    return show(request, "profitability/costs.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def pool(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID, position: int) -> HttpResponse:
    """Show one cost pool and its customers."""
    page = pool_page(get_published_run_or_404(engagement, run_id), position)
    if page is None:
        raise Http404
    return show(request, "profitability/pool.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def trace(
    request: HttpRequest, engagement: Engagement, run_id: uuid.UUID, position: int, customer_id: str
) -> HttpResponse:
    """Take apart what one pool put on one customer."""
    page = trace_page(get_published_run_or_404(engagement, run_id), position, customer_id)
    if page is None:
        raise Http404
    return show(request, "profitability/trace.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def costing(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Set direct and full costing side by side."""
    page = costing_page(get_published_run_or_404(engagement, run_id), request.GET.get("base", ""))
    return show(request, "profitability/costing.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def capacity(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Show how the pools' capacity was used, period by period."""
    page = capacity_page(get_published_run_or_404(engagement, run_id))
    return show(request, "profitability/capacity.html", engagement, page=page)
