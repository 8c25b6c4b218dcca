"""Start runs, follow them, stop them."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from profitability.forms import RunForm
from profitability.models import RunState
from profitability.pages.frozen_rates import FreezableRates, freezable_rates
from profitability.pages.problem_files import problem_file
from profitability.pages.runs import run_page, runs_page
from profitability.pages.tier_settings import typed_parameters
from profitability.selectors.runs import find_published_run, get_run_or_404, list_published_runs
from profitability.selectors.uploads import list_ready_uploads
from profitability.services.runs import UploadNotReadyError, start_run
from profitability.views.answers import download, show


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def runs(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """List every run."""
    return show(request, "profitability/runs.html", engagement, page=runs_page(engagement))


@require_http_methods(["GET", "POST"])
@engagement_view(Action.RUN_ALLOCATION)
def run_new(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Say how a run is to be made, and start it."""
    ready = list_ready_uploads(engagement)
    initial = {
        **typed_parameters(request.GET.dict()),
        "tier_rule": request.GET.get("rule", request.GET.get("tier_rule", "")),
        "rank_by": request.GET.get("rank_by", ""),
        "rates_from": request.GET.get("rates_from", ""),
        "tiers_from": request.GET.get("tiers_from", ""),
        "key": uuid.uuid4().hex,
        "upload": request.GET.get("upload") or ready.first(),
    }
    data = request.POST if request.method == "POST" else None
    form = RunForm(
        data,
        uploads=ready,
        runs=list_published_runs(engagement),
        rates=_find_rates(engagement, (data or request.GET).get("rates_from", "")),
        initial=initial,
    )
    if form.is_valid():
        return _start(request, engagement, form)
    status = 422 if form.errors else 200
    template = "profitability/run_new.html#frozen" if request.htmx else "profitability/run_new.html"  # type: ignore[attr-defined]  # set by django_htmx's middleware
    return show(request, template, engagement, form=form, has_uploads=ready.exists(), status=status)


def _find_rates(engagement: Engagement, run_id: str) -> FreezableRates | None:
    run = find_published_run(engagement, run_id)
    return freezable_rates(run) if run else None


def _start(request: HttpRequest, engagement: Engagement, form: RunForm) -> HttpResponse:
    try:
        run = start_run(
            engagement=engagement,
            upload=form.cleaned_data["upload"],
            label=form.cleaned_data["label"],
            overrides=form.overrides(),
            key=form.cleaned_data["key"],
            started_by=signed_in(request),
            rates_from=form.cleaned_data["rates_from"],
            frozen_pools=form.chosen_pools(),
            tiers_from=form.cleaned_data["tiers_from"],
        )
    except UploadNotReadyError:
        messages.error(request, _("Underlaget är inte inläst. Välj ett annat."))
        return redirect("profitability:run_new", engagement.id)
    return redirect("profitability:run", engagement.id, run.id)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def run(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Show a run: its result when it has one, else how far it is or what stopped it."""
    found = get_run_or_404(engagement, run_id)
    if found.state == RunState.PUBLISHED:
        return redirect("profitability:run_overview", engagement.id, found.id)
    return show(request, "profitability/run.html", engagement, page=run_page(found))


@require_GET
@engagement_view(Action.VIEW_LEDGER)
def run_problems(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID, file_format: str) -> HttpResponseBase:
    """Download every problem that stopped a run, or that it noted."""
    found = get_run_or_404(engagement, run_id)
    return download(problem_file(found.problems_key, file_format))
