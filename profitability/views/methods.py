"""The three methods for services between pools, side by side."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from profitability.pages.methods import methods_page
from profitability.selectors.runs import get_published_run_or_404
from profitability.services.methods import ask_for_methods
from profitability.views.answers import show


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def methods(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Show what the choice of method changes."""
    page = methods_page(get_published_run_or_404(engagement, run_id), request.GET.get("customer", "").strip()[:100])
    return show(request, "profitability/methods.html", engagement, page=page)


@require_POST
@engagement_view(Action.RUN_ALLOCATION)
def methods_compare(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Ask for the comparison."""
    run = get_published_run_or_404(engagement, run_id)
    ask_for_methods(run=run, requested_by=signed_in(request))
    return redirect("profitability:methods", engagement.id, run.id)
