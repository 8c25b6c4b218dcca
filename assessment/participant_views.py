"""Pages of the consultant who leads several respondents: who takes part, links, and the progress board."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from assessment.pages.board import board_page
from assessment.participant_forms import ParticipantForm
from assessment.reminder_forms import reminder_form
from assessment.selectors import get_assessment_or_404, get_instrument, get_section_or_404
from assessment.selectors.participants import get_participant_or_404
from assessment.services.participants import (
    add_participant,
    change_participant,
    close_section,
    create_link,
    open_readiness,
    open_section,
    remove_participant,
    revoke_links,
    send_link,
)


@require_http_methods(["GET", "POST"])
@engagement_view(Action.MANAGE_ASSESSMENT)
def participants(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Show how far everybody has come; take somebody in."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    data = request.POST if request.method == "POST" else None
    form = ParticipantForm(data, assessment=assessment, instrument=get_instrument(assessment))
    if request.method == "POST" and form.is_valid():
        added = add_participant(
            assessment=assessment, person=form.person, sections=form.handed, actor=signed_in(request)
        )
        messages.success(request, _("%(name)s är med.") % {"name": added.name})
        return redirect("assessment:participants", engagement.id, assessment.id)
    context = {"page": board_page(assessment), "form": form, "reminding": reminder_form(assessment)}
    return render(request, "assessment/participants.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@engagement_view(Action.MANAGE_ASSESSMENT)
def participant(
    request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, participant_id: uuid.UUID
) -> HttpResponseBase:
    """Show one participant with links; change who it is and what is handed out."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    person = get_participant_or_404(assessment, participant_id)
    data = request.POST if request.method == "POST" else None
    form = ParticipantForm(data, assessment=assessment, instrument=get_instrument(assessment), participant=person)
    if request.method == "POST" and form.is_valid():
        change_participant(participant=person, person=form.person, sections=form.handed, actor=signed_in(request))
        messages.success(request, _("Ändringen är sparad."))
        return redirect("assessment:participants", engagement.id, assessment.id)
    line = next(line for line in board_page(assessment).lines if line.id == person.id)
    context = {"assessment": assessment, "line": line, "form": form}
    return render(request, "assessment/participant.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def link(
    request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, participant_id: uuid.UUID
) -> HttpResponseBase:
    """Make a link and show it this once, to be handed over in a way of the consultant's own."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    person = get_participant_or_404(assessment, participant_id)
    address = create_link(participant=person, actor=signed_in(request))
    context = {"assessment": assessment, "participant": person, "address": address}
    return render(request, "assessment/participant_link.html", context)


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def act(
    request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, participant_id: uuid.UUID, deed: str
) -> HttpResponse:
    """Send a link by e-mail, revoke every link, or take somebody out who has not answered."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    person = get_participant_or_404(assessment, participant_id)
    actor = signed_in(request)
    if deed == "send" and person.email:
        send_link(participant=person, actor=actor)
        messages.success(request, _("En länk är skickad till %(email)s.") % {"email": person.email})
    elif deed == "revoke":
        revoke_links(participant=person, actor=actor)
        messages.success(request, _("Alla länkar till %(name)s är återkallade.") % {"name": person.name})
    elif deed == "remove" and remove_participant(participant=person, actor=actor):
        messages.success(request, _("%(name)s är inte längre med.") % {"name": person.name})
    else:
        messages.error(request, _("Det gick inte: deltagaren har svarat, eller saknar e-postadress."))
    return redirect("assessment:participants", engagement.id, assessment.id)


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def opening(
    request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, section_key: str
) -> HttpResponseBase:
    """Open a section together, or close it again."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    section = get_section_or_404(assessment, section_key)
    is_opening = request.POST.get("open", "yes") == "yes"
    change = open_section if is_opening else close_section
    change(assessment=assessment, section=section.key, actor=signed_in(request))
    if request.POST.get("next") == "together":
        return redirect("assessment:together", engagement.id, assessment.id, section.key)
    return redirect("assessment:participants", engagement.id, assessment.id)


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def readiness_opening(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Let the respondents see the readiness, or stop letting them."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    is_open = request.POST.get("open", "yes") == "yes"
    open_readiness(assessment=assessment, is_open=is_open, actor=signed_in(request))
    return redirect("assessment:readiness", engagement.id, assessment.id)
