"""Pages of assessments."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, allowed_actions, engagement_view, signed_in
from accounts.models import Engagement
from assessment.forms import CellForm, NewAssessmentForm, read_section
from assessment.pages.answers import answers_page, history_page
from assessment.pages.form import section_page
from assessment.pages.overview import list_page, overview_page
from assessment.pages.readiness import readiness_page
from assessment.pages.saving import saved_state
from assessment.selectors import (
    find_scored_assessment,
    get_assessment_or_404,
    get_common_sheet,
    get_common_sheet_or_404,
    get_instrument,
    get_item_or_404,
    get_section_or_404,
)
from assessment.selectors.participants import find_by_account
from assessment.services import create_assessment, save_answer, save_form


@require_GET
@engagement_view(Action.VIEW_ASSESSMENT)
def index(request: HttpRequest, engagement: Engagement) -> HttpResponseBase:
    """List the engagement's assessments; whoever may, begins a new one here."""
    may_begin = Action.MANAGE_ASSESSMENT in allowed_actions(signed_in(request), engagement)
    return render(request, "assessment/list.html", {"page": list_page(engagement), "may_begin": may_begin})


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def begin(request: HttpRequest, engagement: Engagement) -> HttpResponseBase:
    """Begin an assessment and open it."""
    form = NewAssessmentForm(request.POST, consultancy=engagement.client.consultancy)
    if not form.is_valid():
        context = {"page": list_page(engagement), "may_begin": True, "form": form}
        return render(request, "assessment/list.html", context, status=422)
    assessment = create_assessment(
        engagement=engagement,
        shipped=form.cleaned_data["instrument"],
        title=form.cleaned_data["title"],
        author=signed_in(request),
    )
    return redirect("assessment:overview", engagement.id, assessment.id)


@require_GET
@engagement_view(Action.VIEW_ASSESSMENT)
def overview(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Show the sections of an assessment and how far each has come."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    user = signed_in(request)
    actions = allowed_actions(user, engagement)
    context = {
        "page": overview_page(assessment),
        "may_see_score": Action.VIEW_READINESS in actions or assessment.readiness_opened_at is not None,
        "may_manage": Action.MANAGE_ASSESSMENT in actions,
        "takes_part": find_by_account(assessment.id, user) is not None,
    }
    return render(request, "assessment/overview.html", context)


@require_http_methods(["GET", "POST"])
@engagement_view(Action.ANSWER_ASSESSMENT)
def section(
    request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, section_key: str
) -> HttpResponseBase:
    """Show a section to answer; take it whole from a browser without JavaScript."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    part = get_section_or_404(assessment, section_key)
    if request.method == "GET":
        return render(request, "assessment/section.html", {"page": section_page(assessment, section_key)})
    results = save_form(
        sheet=get_common_sheet(assessment),
        writings=read_section(get_instrument(assessment), part, request.POST),
        author=signed_in(request),
    )
    page = section_page(assessment, section_key, results)
    return render(
        request, "assessment/section.html", {"page": page, "saved": True}, status=409 if page.problems else 200
    )


@require_POST
@engagement_view(Action.ANSWER_ASSESSMENT)
def cell(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponse:
    """Save one answer and say how it went: 200 saved, 409 somebody else wrote meanwhile, 422 not possible."""
    sheet = get_common_sheet_or_404(engagement, assessment_id)
    instrument = get_instrument(sheet.assessment)
    writing = CellForm(request.POST).read(instrument)
    if writing is None:
        return JsonResponse({"status": "refused", "message": _("Svaret går inte att spara.")}, status=422)
    result = save_answer(
        sheet=sheet,
        cell=writing.cell,
        value=writing.value,
        base_version=writing.base_version,
        author=signed_in(request),
    )
    state = saved_state(instrument, sheet, result)
    return JsonResponse(state.as_json(), status=state.http_status)


@require_GET
@engagement_view(Action.VIEW_ASSESSMENT)
def answers(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Show every answer in words, and who wrote it last."""
    page = answers_page(get_assessment_or_404(engagement, assessment_id))
    return render(request, "assessment/answers.html", {"page": page})


@require_GET
@engagement_view(Action.VIEW_ASSESSMENT)
def history(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, item_key: str) -> HttpResponseBase:
    """Show every writing of one item."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    page = history_page(assessment, get_item_or_404(assessment, item_key).key)
    return render(request, "assessment/history.html", {"page": page})


@require_GET
@engagement_view(Action.VIEW_ENGAGEMENT)
def readiness(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Show the score of each area down to its inputs, and the maps of channels and IT support.

    Respondents see it once the consultant has opened it to them.
    """
    actions = allowed_actions(signed_in(request), engagement)
    if not actions & {Action.VIEW_READINESS, Action.ANSWER_ASSESSMENT}:
        raise PermissionDenied
    assessment = get_assessment_or_404(engagement, assessment_id)
    if Action.VIEW_READINESS not in actions and assessment.readiness_opened_at is None:
        raise PermissionDenied
    context = {
        "page": readiness_page(assessment),
        "may_answer": Action.ANSWER_ASSESSMENT in actions,
        "may_manage": Action.MANAGE_ASSESSMENT in actions,
        "may_see_plan": Action.VIEW_READINESS in actions,
        "is_opened": assessment.readiness_opened_at is not None,
    }
    return render(request, "assessment/readiness.html", context)


@require_GET
@engagement_view(Action.VIEW_READINESS)
def latest_readiness(request: HttpRequest, engagement: Engagement) -> HttpResponseBase:
    """Open the readiness of the newest assessment that scores; say what to do where there is none."""
    assessment = find_scored_assessment(engagement)
    if assessment is None:
        return render(request, "assessment/no_readiness.html")
    return redirect("assessment:readiness", engagement.id, assessment.id)
