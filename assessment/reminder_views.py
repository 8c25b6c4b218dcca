"""Reminding participants: now, or by itself."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from assessment.pages.board import board_page
from assessment.participant_forms import ParticipantForm
from assessment.reminder_forms import reminder_form
from assessment.selectors import get_assessment_or_404, get_instrument
from assessment.services.reminders import request_reminders, set_reminder_plan


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def remind(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Remind everybody with an address who has not finished; nobody gets two letters on one day."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    waiting = [line.id for line in board_page(assessment).lines if not line.is_finished]
    count = request_reminders(assessment=assessment, participants=waiting, actor=signed_in(request))
    said = ngettext(
        "En påminnelse skickas i dag, om den inte redan är skickad.",
        "%(count)s påminnelser skickas i dag, om de inte redan är skickade.",
        count,
    )
    messages.success(request, said % {"count": count} if count else _("Ingen att påminna."))
    return redirect("assessment:participants", engagement.id, assessment.id)


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def reminding(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Let the assessment remind by itself, or stop it."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    form = reminder_form(assessment, request.POST)
    if not form.is_valid():
        empty = ParticipantForm(assessment=assessment, instrument=get_instrument(assessment))
        context = {"page": board_page(assessment), "form": empty, "reminding": form}
        return render(request, "assessment/participants.html", context, status=422)
    set_reminder_plan(assessment=assessment, actor=signed_in(request), **form.cleaned_data)
    said = (
        _("Påminnelser går nu automatiskt.") if form.cleaned_data["is_on"] else _("Inga automatiska påminnelser går.")
    )
    messages.success(request, said)
    return redirect("assessment:participants", engagement.id, assessment.id)
