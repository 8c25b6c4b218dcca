"""The development budget: try levers, save and drop scenarios."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from portfolio.forms import ScenarioForm
from portfolio.models import Analysis
from portfolio.pages.budget import budget_page
from portfolio.pages.typed_levers import Typed, read_typed
from portfolio.selectors.analyses import get_published_analysis_or_404, get_scenario_or_404, get_summary
from portfolio.services.scenarios import (
    ScenarioNameTakenError,
    TooManyScenariosError,
    remove_scenario,
    save_scenario,
)
from profitability.views.answers import show


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def budget(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show outcome, the same again, and the levers as typed."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    typed = read_typed(request.GET.dict(), get_summary(analysis).decimals)
    template = "portfolio/budget.html#result" if request.htmx else "portfolio/budget.html"  # type: ignore[attr-defined]  # set by django_htmx's middleware
    return show(request, template, engagement, page=budget_page(analysis, typed), form=ScenarioForm())


@require_POST
@engagement_view(Action.ANALYSE_CUSTOMER_BASE)
def scenario_new(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Save the levers as typed under a name."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    typed = read_typed(request.POST.dict(), get_summary(analysis).decimals)
    form = ScenarioForm(request.POST)
    if form.is_valid() and not typed.has_errors and _save(request, analysis, typed, form):
        return redirect(reverse("portfolio:budget", args=[engagement.id, analysis.id]) + "#scenarios")
    page = budget_page(analysis, typed)
    return show(request, "portfolio/budget.html", engagement, page=page, form=form, status=422)


def _save(request: HttpRequest, analysis: Analysis, typed: Typed, form: ScenarioForm) -> bool:
    try:
        save_scenario(
            analysis=analysis,
            name=form.cleaned_data["name"],
            development=typed.development.kept(),
            levers=typed.levers.kept(),
            costs=typed.costs.kept(get_summary(analysis).decimals),
            target_minor=typed.target_minor,
            saved_by=signed_in(request),
        )
    except ScenarioNameTakenError:
        form.add_error("name", _("Det finns redan ett scenario med den benämningen."))
        return False
    except TooManyScenariosError:
        form.add_error(None, _("Analysen har redan så många scenarier som kan jämföras. Ta bort ett först."))
        return False
    messages.success(request, _("Scenariot är sparat."))
    return True


@require_POST
@engagement_view(Action.ANALYSE_CUSTOMER_BASE)
def scenario_remove(request: HttpRequest, engagement: Engagement, scenario_id: uuid.UUID) -> HttpResponse:
    """Take a saved scenario away."""
    scenario = get_scenario_or_404(engagement, scenario_id)
    analysis_id = scenario.analysis_id
    remove_scenario(scenario=scenario, removed_by=signed_in(request))
    messages.success(request, _("Scenariot är borttaget."))
    return redirect("portfolio:budget", engagement.id, analysis_id)
