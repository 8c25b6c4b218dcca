"""What if: try changes, save and drop scenarios. Nothing here starts or publishes a run."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from profitability.forms import ScenarioForm, WhatIfForm
from profitability.models import Run
from profitability.pages.what_if import (
    Question,
    WhatIfPage,
    question_of,
    read_question,
    tier_initial,
    what_if_page,
)
from profitability.selectors.benches import Bench, find_bench
from profitability.selectors.runs import get_published_run_or_404
from profitability.selectors.scenarios import find_scenario, get_scenario_or_404
from profitability.services.scenarios import (
    ScenarioNameTakenError,
    TooManyScenariosError,
    remove_scenario,
    save_scenario,
)
from profitability.views.answers import show


@require_http_methods(["GET", "POST"])
@engagement_view(Action.VIEW_PROFITABILITY)
def what_if(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Show what the changes come to; sending the form answers and keeps nothing."""
    run = get_published_run_or_404(engagement, run_id)
    bench = find_bench(run)
    if bench is None:
        return show(request, "profitability/what_if.html", engagement, page=what_if_page(run, None, None))
    if request.method == "POST":
        question, tiers = _read(request, run, bench)
    else:
        question = question_of(run, bench, find_scenario(run, request.GET.get("scenario", "")))
        tiers = WhatIfForm(initial=tier_initial(bench, question.settings))
    page = what_if_page(run, bench, question)
    template = "profitability/what_if.html#result" if request.htmx else "profitability/what_if.html"  # type: ignore[attr-defined]  # set by django_htmx's middleware
    return show(request, template, engagement, page=page, tiers=tiers, form=ScenarioForm())


def _read(request: HttpRequest, run: Run, bench: Bench) -> tuple[Question, WhatIfForm]:
    tiers = WhatIfForm(request.POST, initial=tier_initial(bench, {}))
    settings = tiers.overrides() if tiers.is_valid() else {}
    faults = [f"{tiers[name].label}: {' '.join(map(str, errors))}" for name, errors in tiers.errors.items()]
    return read_question(run, bench, request.POST.dict(), settings, faults), tiers


@require_POST
@engagement_view(Action.RUN_ALLOCATION)
def scenario_new(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Save what was tried under a name."""
    run = get_published_run_or_404(engagement, run_id)
    bench = find_bench(run)
    if bench is None:
        return redirect("profitability:what_if", engagement.id, run.id)
    question, tiers = _read(request, run, bench)
    page, form = what_if_page(run, bench, question), ScenarioForm(request.POST)
    if form.is_valid() and not question.faults and _save(request, page, question, form):
        return redirect(reverse("profitability:what_if", args=[engagement.id, run.id]) + "#scenarios")
    return show(request, "profitability/what_if.html", engagement, page=page, tiers=tiers, form=form, status=422)


def _save(request: HttpRequest, page: WhatIfPage, question: Question, form: ScenarioForm) -> bool:
    assert page.answer is not None
    try:
        save_scenario(
            run=page.run,
            name=form.cleaned_data["name"],
            changes=question.pools.changes,
            settings=page.answer.changed_settings,
            figures=page.answer.figures,
            saved_by=signed_in(request),
        )
    except ScenarioNameTakenError:
        form.add_error("name", _("Det finns redan ett scenario med den benämningen."))
        return False
    except TooManyScenariosError:
        form.add_error(None, _("Körningen har redan så många scenarier som kan jämföras. Ta bort ett först."))
        return False
    messages.success(request, _("Scenariot är sparat. Körningen är oförändrad."))
    return True


@require_POST
@engagement_view(Action.RUN_ALLOCATION)
def scenario_remove(request: HttpRequest, engagement: Engagement, scenario_id: uuid.UUID) -> HttpResponse:
    """Take a saved scenario away."""
    scenario = get_scenario_or_404(engagement, scenario_id)
    run_id = scenario.run_id
    remove_scenario(scenario=scenario, removed_by=signed_in(request))
    messages.success(request, _("Scenariot är borttaget."))
    return redirect("profitability:what_if", engagement.id, run_id)
