"""Pages of clients and engagements."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Action, engagement_view, managed_consultancies, signed_in
from accounts.forms import ClientForm, EngagementForm
from accounts.models import Engagement
from accounts.pages import event_lines
from accounts.panels import list_panels
from accounts.selectors import get_managed_client_or_404, is_consultant, list_client_groups, list_events
from accounts.services import create_client, create_engagement
from ui.lists import model_pager

EVENTS_PER_PAGE = 100


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """List the clients and engagements that the person can open; a single engagement opens at once."""
    user = signed_in(request)
    groups = list_client_groups(user)
    return render(request, "accounts/home.html", {"groups": groups, "is_consultant": is_consultant(user)})


@require_http_methods(["GET", "POST"])
def client_new(request: HttpRequest) -> HttpResponse:
    """Add a client to one of the person's consultancies."""
    consultancies = managed_consultancies(signed_in(request))
    form = ClientForm(request.POST or None, consultancies=consultancies)
    if request.method == "POST" and form.is_valid():
        client = create_client(consultancy=form.cleaned_data["consultancy"], name=form.cleaned_data["name"])
        return redirect("accounts:engagement_new", client.id)
    return render(request, "accounts/client_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def engagement_new(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """Add an engagement to a client."""
    user = signed_in(request)
    client = get_managed_client_or_404(user, client_id)
    form = EngagementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        engagement = create_engagement(client=client, actor=user, **form.cleaned_data)
        return redirect("accounts:engagement", engagement.id)
    return render(request, "accounts/engagement_form.html", {"form": form, "client": client})


@require_GET
@engagement_view(Action.VIEW_ENGAGEMENT)
def engagement(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Show where the engagement stands and what to do next."""
    panels = list_panels(engagement, signed_in(request))
    return render(request, "accounts/engagement.html", {"engagement": engagement, "panels": panels})


@require_http_methods(["GET", "POST"])
@engagement_view(Action.MANAGE_ENGAGEMENT)
def engagement_edit(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Change name, period and scope."""
    form = EngagementForm(request.POST or None, instance=engagement)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Uppdraget är ändrat."))
        return redirect("accounts:engagement", engagement.id)
    context = {"form": form, "client": engagement.client, "engagement": engagement}
    return render(request, "accounts/engagement_form.html", context)


@require_GET
@engagement_view(Action.MANAGE_ENGAGEMENT)
def events(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Show who did what in the engagement, the newest first."""
    page = Paginator(list_events(engagement), EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"engagement": engagement, "events": event_lines(page.object_list), "pager": model_pager(page)}
    return render(request, "accounts/events.html", context)
