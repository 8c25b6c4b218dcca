"""Pages on which a consultant leads several respondents to one answer."""

import uuid

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, allowed_actions, engagement_view, signed_in
from accounts.models import Engagement
from assessment.access import respondent_view
from assessment.decision_forms import DecisionForm
from assessment.forms import read_item
from assessment.models import Assessment, Participant
from assessment.pages.decision import common_item, decide_together
from assessment.pages.given import list_given_answers
from assessment.pages.perception import perception_page
from assessment.pages.remarks import remarks_page
from assessment.pages.workshop import workshop_item, workshop_page
from assessment.remark_forms import RemarkForm
from assessment.remark_views import keep_remark
from assessment.selectors import (
    get_assessment_or_404,
    get_common_sheet,
    get_instrument,
    get_item_or_404,
    get_section_or_404,
)
from assessment.selectors.decisions import list_decisions
from assessment.selectors.participants import (
    find_participant,
    get_own_section_or_404,
    list_open_sections,
    list_participants,
)
from assessment.services import SaveResult
from assessment.services.decisions import write_common_answer


@require_GET
@engagement_view(Action.MANAGE_ASSESSMENT)
def together(
    request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, section_key: str
) -> HttpResponseBase:
    """Show how everybody answered a section, the most contested question first."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    section = get_section_or_404(assessment, section_key)
    page = workshop_page(assessment, section.key, with_names=True)
    return render(request, "assessment/workshop/section.html", {"page": page})


@require_GET
@respondent_view
def own_together(request: HttpRequest, participant: Participant, section_key: str) -> HttpResponseBase:
    """Show a participant a section that is opened, without names; the own form while it is not."""
    own = get_own_section_or_404(participant, section_key)
    if not own.is_open or not own.is_handed:
        return redirect("respond:section", participant.assessment_id, section_key)
    page = workshop_page(participant.assessment, section_key, reader=participant.name, with_names=False)
    return render(request, "assessment/respond/together.html", {"page": page})


@require_GET
@engagement_view(Action.VIEW_READINESS)
def perception(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Show where the departments see the company differently."""
    page = perception_page(get_assessment_or_404(engagement, assessment_id))
    may_manage = Action.MANAGE_ASSESSMENT in allowed_actions(signed_in(request), engagement)
    return render(request, "assessment/workshop/perception.html", {"page": page, "may_manage": may_manage})


@require_http_methods(["GET", "POST"])
@engagement_view(Action.MANAGE_ASSESSMENT)
def item(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, item_key: str) -> HttpResponseBase:
    """Show what everybody answered to one item, with evidence and comments; take one more remark."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    get_item_or_404(assessment, item_key)
    form = RemarkForm(request.POST, request.FILES) if request.method == "POST" else None
    if form and form.is_valid():
        thread = find_participant(assessment, request.POST.get("thread", ""))
        author = signed_in(request)
        if keep_remark(form, sheet=get_common_sheet(assessment), item=item_key, participant=thread, author=author):
            return redirect("assessment:item", engagement.id, assessment.id, item_key)
    context = {**_item_context(assessment, item_key, ()), "form": form}
    return render(request, "assessment/item.html", context, status=422 if form else 200)


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def decide(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, item_key: str) -> HttpResponseBase:
    """Set the common answer to one item, with why and with those who do not agree."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    get_item_or_404(assessment, item_key)
    form = DecisionForm(request.POST, participants=list_participants(assessment))
    refused: tuple[SaveResult, ...] = ()
    if form.is_valid():
        writings = tuple(read_item(get_instrument(assessment), item_key, request.POST))
        refused = write_common_answer(assessment=assessment, writings=writings, author=signed_in(request))
        if not refused:
            decide_together(assessment, item_key, form.cleaned_data["reason"], form.dissenters, signed_in(request))
            return redirect("assessment:item", engagement.id, assessment.id, item_key)
    context = {**_item_context(assessment, item_key, refused), "decision_form": form}
    return render(request, "assessment/item.html", context, status=409 if refused else 422)


def _item_context(assessment: Assessment, item_key: str, refused: tuple[SaveResult, ...]) -> dict[str, object]:
    return {
        "page": remarks_page(assessment, item_key, opened=list_open_sections(assessment)),
        "spread": workshop_item(assessment, item_key),
        "common": common_item(assessment, item_key, refused),
        "given": list_given_answers(assessment, item_key),
        "threads": list_participants(assessment),
        "decisions": list_decisions(assessment).filter(item=item_key),
    }
