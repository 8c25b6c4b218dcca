"""How sure the tiers are."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from profitability.forms import SimulationForm
from profitability.pages.certainty import certainty_page
from profitability.selectors.runs import get_published_run_or_404
from profitability.services.certainty import ask_for_simulation
from profitability.views.answers import show


@require_http_methods(["GET"])
@engagement_view(Action.VIEW_PROFITABILITY)
def certainty(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Show how sure the tiers are."""
    page = certainty_page(get_published_run_or_404(engagement, run_id))
    return show(request, "profitability/certainty.html", engagement, page=page, form=SimulationForm())


@require_http_methods(["POST"])
@engagement_view(Action.RUN_ALLOCATION)
def certainty_ask(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Ask for a simulation."""
    run = get_published_run_or_404(engagement, run_id)
    form = SimulationForm(request.POST)
    if not form.is_valid():
        page = certainty_page(run)
        return show(request, "profitability/certainty.html", engagement, page=page, form=form, status=422)
    ask_for_simulation(run=run, requested_by=signed_in(request), **form.cleaned_data)
    return redirect("profitability:certainty", engagement.id, run.id)
