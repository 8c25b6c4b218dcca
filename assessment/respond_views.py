"""Pages of those who answer for themselves, with an account or by a link without one."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import fence
from assessment.access import address_view, enter_by_link, respondent_view
from assessment.forms import CellForm, read_own_section
from assessment.models import AccessLink, Participant
from assessment.pages.own import own_page, own_section_page
from assessment.pages.saving import refused_state, saved_state
from assessment.selectors import get_instrument
from assessment.selectors.participants import (
    find_by_token,
    get_own_item_or_404,
    get_own_section_or_404,
    list_colleague_ids,
)
from assessment.selectors.remarks import count_own_remarks
from assessment.services import save_answer, save_form
from assessment.services.participants import mark_done


@address_view(find_by_token)
def link(request: HttpRequest, found: AccessLink) -> HttpResponse:
    """Say what the link is for; a POST goes in by it (mail scanners follow links, they do not post)."""
    fence.enter(found.participant.assessment.engagement)
    if request.method == "POST":
        enter_by_link(request, found)
        return redirect("respond:home", found.participant.assessment_id)
    return render(request, "assessment/respond/link.html", {"link": found})


@require_GET
@respondent_view
def home(request: HttpRequest, participant: Participant) -> HttpResponseBase:
    """List what the participant has been handed and asked about."""
    return render(request, "assessment/respond/home.html", {"page": own_page(participant)})


@require_http_methods(["GET", "POST"])
@respondent_view
def section(request: HttpRequest, participant: Participant, section_key: str) -> HttpResponseBase:
    """Show a section to answer; take it whole without JavaScript, or with the word that it is finished."""
    own = get_own_section_or_404(participant, section_key)
    if request.method == "GET":
        page = own_section_page(participant, section_key, count_own_remarks(participant))
        return render(request, "assessment/respond/section.html", {"page": page})
    if own.is_open:
        return redirect("respond:section", participant.assessment_id, section_key)
    instrument = get_instrument(participant.assessment)
    colleagues = list_colleague_ids(participant)
    results = save_form(
        sheet=participant.sheet,
        writings=read_own_section(instrument, own, colleagues, request.POST),
        author=participant,
    )
    page = own_section_page(participant, section_key, count_own_remarks(participant), results)
    if "done" in request.POST and not page.problems:
        mark_done(participant=participant, section=own.section.key, is_done=request.POST["done"] == "yes")
        return redirect("respond:home", participant.assessment_id)
    status = 409 if page.problems else 200
    return render(request, "assessment/respond/section.html", {"page": page, "saved": True}, status=status)


@require_POST
@respondent_view
def cell(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Save one own answer and say how it went: 200 saved, 409 written elsewhere meanwhile, 422 not possible."""
    instrument = get_instrument(participant.assessment)
    writing = CellForm(request.POST).read_own(instrument, lambda: list_colleague_ids(participant))
    if writing is None:
        return _refuse("", _("Svaret går inte att spara."))
    item = writing.cell.key.item
    own = get_own_item_or_404(participant, item)
    if own.is_open:
        return _refuse(item, _("Avsnittet är öppnat för alla, så ditt svar står fast och ändras inte."))
    result = save_answer(
        sheet=participant.sheet,
        cell=writing.cell,
        value=writing.value,
        base_version=writing.base_version,
        author=participant,
    )
    state = saved_state(instrument, participant.sheet, result, own)
    return JsonResponse(state.as_json(), status=state.http_status)


def _refuse(item: str, message: str) -> JsonResponse:
    return JsonResponse(refused_state(item, message).as_json(), status=422)
