"""Choose the customer definition, start analyses, follow them."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from portfolio.forms import AnalysisForm, DefinitionForm
from portfolio.models import AnalysisState
from portfolio.pages.analyses import analyses_page, analysis_page, definition_lines
from portfolio.selectors.analyses import get_analysis_or_404
from portfolio.selectors.definitions import find_definition, list_identity_columns
from portfolio.services.analyses import start_analysis
from portfolio.services.definitions import UnusableDefinitionError, choose_definition, default_definition
from profitability.selectors.uploads import list_ready_uploads
from profitability.views.answers import show


@require_http_methods(["GET", "POST"])
@engagement_view(Action.ANALYSE_CUSTOMER_BASE)
def definition(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Show the customer definition and its versions; choose a new one."""
    current = find_definition(engagement) or default_definition(engagement)
    columns = list_identity_columns(engagement)
    form = DefinitionForm(request.POST if request.method == "POST" else None, instance=current, columns=columns)
    if form.is_valid() and _choose(request, engagement, form):
        return redirect("portfolio:definition", engagement.id)
    status = 422 if form.errors else 200
    lines = definition_lines(engagement)
    return show(request, "portfolio/definition.html", engagement, form=form, lines=lines, status=status)


def _choose(request: HttpRequest, engagement: Engagement, form: DefinitionForm) -> bool:
    choice = default_definition(engagement)
    for name in form.cleaned_data:
        setattr(choice, name, form.cleaned_data[name])
    try:
        chosen = choose_definition(engagement=engagement, choice=choice, chosen_by=signed_in(request))
    except UnusableDefinitionError as fault:
        form.add_faults(fault.faults)
        return False
    messages.success(request, _("Kunddefinition %(number)d gäller för nya analyser.") % {"number": chosen.number})
    return True


@require_http_methods(["GET", "POST"])
@engagement_view(Action.ANALYSE_CUSTOMER_BASE)
def analyses(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """List the analyses, and start a new one."""
    ready = list_ready_uploads(engagement)
    upload = request.GET.get("upload") or ready.first()
    initial = {"key": uuid.uuid4().hex, "upload": upload, "as_of": engagement.period_end}
    form = AnalysisForm(request.POST if request.method == "POST" else None, uploads=ready, initial=initial)
    if form.is_valid():
        analysis = start_analysis(
            engagement=engagement,
            upload_id=form.cleaned_data["upload"].id,
            as_of=form.cleaned_data["as_of"],
            key=form.cleaned_data["key"],
            started_by=signed_in(request),
        )
        return redirect("portfolio:analysis", engagement.id, analysis.id)
    status = 422 if form.errors else 200
    page = analyses_page(engagement)
    has_uploads = ready.exists()
    context = {"page": page, "form": form, "has_uploads": has_uploads}
    return show(request, "portfolio/analyses.html", engagement, status=status, **context)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def analysis(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show an analysis: its result when it has one, else how far it is or what stopped it."""
    found = get_analysis_or_404(engagement, analysis_id)
    if found.state == AnalysisState.PUBLISHED:
        return redirect("portfolio:flows", engagement.id, found.id)
    return show(request, "portfolio/analysis.html", engagement, page=analysis_page(found))
