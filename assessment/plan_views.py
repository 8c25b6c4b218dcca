"""Pages of the action plan."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, allowed_actions, engagement_view, signed_in
from accounts.models import Engagement
from assessment.action_forms import ActionForm, TargetForm
from assessment.models import PlannedAction
from assessment.pages.action_file import plan_file, propose
from assessment.pages.action_plan import plan_page
from assessment.selectors import get_assessment_or_404
from assessment.selectors.actions import get_action_or_404
from assessment.services.actions import change_action, plan_actions, remove_action


@require_GET
@engagement_view(Action.VIEW_READINESS)
def plan(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Show the gaps, the set that reaches a level, and the actions."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    asked = TargetForm(request.GET)
    asked.is_valid()
    page = plan_page(assessment, asked.cleaned_data.get("target"), by_effort=asked.cleaned_data.get("by") == "effort")
    may_manage = Action.MANAGE_ASSESSMENT in allowed_actions(signed_in(request), engagement)
    return render(request, "assessment/plan/plan.html", {"page": page, "may_manage": may_manage})


@require_GET
@engagement_view(Action.VIEW_READINESS)
def download(
    request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, file_format: str
) -> HttpResponseBase:
    """Send the actions as CSV or XLSX."""
    if file_format not in {"csv", "xlsx"}:
        raise Http404
    file = plan_file(get_assessment_or_404(engagement, assessment_id), file_format)
    response = HttpResponse(b"".join(file.chunks), content_type=file.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def add(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Turn chosen gaps into actions."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    contents = propose(assessment, request.POST.getlist("item"))
    planned = plan_actions(assessment=assessment, contents=contents, actor=signed_in(request))
    messages.success(request, _("%(count)s åtgärder är inlagda i planen.") % {"count": len(planned)})
    return redirect("assessment:plan", engagement.id, assessment.id)


@require_http_methods(["GET", "POST"])
@engagement_view(Action.MANAGE_ASSESSMENT)
def new(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Plan an action of another origin than a gap."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    form = ActionForm(request.POST or None, instance=PlannedAction(assessment=assessment))
    if request.method == "POST" and form.is_valid():
        plan_actions(assessment=assessment, contents=[form.content], actor=signed_in(request))
        return redirect("assessment:plan", engagement.id, assessment.id)
    context = {"assessment": assessment, "form": form}
    return render(request, "assessment/plan/action.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@engagement_view(Action.MANAGE_ASSESSMENT)
def action(
    request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, action_id: uuid.UUID
) -> HttpResponseBase:
    """Change an action."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    found = get_action_or_404(assessment, action_id)
    form = ActionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        stored = get_action_or_404(assessment, action_id)
        change_action(action=stored, content=form.content, actor=signed_in(request))
        return redirect("assessment:plan", engagement.id, assessment.id)
    context = {"assessment": assessment, "form": form, "action": found}
    return render(request, "assessment/plan/action.html", context, status=422 if form.errors else 200)


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def remove(
    request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, action_id: uuid.UUID
) -> HttpResponseBase:
    """Take an action out of the plan."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    remove_action(action=get_action_or_404(assessment, action_id), actor=signed_in(request))
    return redirect("assessment:plan", engagement.id, assessment.id)
