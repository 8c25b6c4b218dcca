"""Tiers: the rules tried before they are used, and the moves between two runs."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import Action, engagement_view
from accounts.models import Engagement
from profitability.forms import TierRuleForm
from profitability.pages.tier_moves import tier_moves_file, tier_moves_page
from profitability.pages.tier_rules import tier_rules_page
from profitability.pages.what_if import tier_initial
from profitability.selectors.benches import find_bench
from profitability.selectors.runs import find_previous_run, find_published_run, get_published_run_or_404
from profitability.views.answers import download, show
from ui.table_files import TooManyRowsError


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def tier_rules(request: HttpRequest, engagement: Engagement, run_id: uuid.UUID) -> HttpResponse:
    """Try the rules with the parameters as typed; nothing is kept."""
    run = get_published_run_or_404(engagement, run_id)
    bench = find_bench(run)
    initial = tier_initial(bench, {}) if bench else {}
    form = TierRuleForm({**initial, **request.GET.dict()}, initial=initial)
    faults = () if form.is_valid() else tuple(" ".join(map(str, errors)) for errors in form.errors.values())
    page = tier_rules_page(run, bench, form.every_override(), faults)
    template = "profitability/tier_rules.html#result" if request.htmx else "profitability/tier_rules.html"  # type: ignore[attr-defined]  # set by django_htmx's middleware
    return show(request, template, engagement, page=page, form=form)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def tier_moves(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Show who went from tier to tier between two runs, and why."""
    page = tier_moves_page(engagement, request.GET.get("a", ""), request.GET.get("b", ""))
    return show(request, "profitability/tier_moves.html", engagement, page=page)


@require_GET
@engagement_view(Action.VIEW_PROFITABILITY)
def tier_moves_export(
    request: HttpRequest, engagement: Engagement, run_id: uuid.UUID, file_format: str
) -> HttpResponseBase:
    """Download every customer that rose or fell since the run `before`, or since the one before."""
    run = get_published_run_or_404(engagement, run_id)
    asked = request.GET.get("before", "")
    before = find_published_run(engagement, asked) if asked else find_previous_run(run)
    if before is None:
        return redirect("profitability:tier_moves", engagement.id)
    try:
        return download(tier_moves_file(before, run, file_format))
    except TooManyRowsError:
        messages.error(request, _("En Excel-fil rymmer inte så många kunder. Hämta CSV."))
        return redirect("profitability:tier_moves", engagement.id)
