"""Saying no to reminders: on one's own page, or by the address in a reminder, without coming in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts import fence
from assessment.access import address_view, respondent_view
from assessment.models import Participant
from assessment.services.reminders import decline_reminders, find_by_stop_token


@require_POST
@respondent_view
def choose(request: HttpRequest, participant: Participant) -> HttpResponseBase:
    """Say no to reminders, or yes again."""
    is_declined = request.POST.get("remind", "no") == "no"
    decline_reminders(participant=participant, is_declined=is_declined, actor=participant.user)
    messages.success(
        request, _("Du får inga fler påminnelser.") if is_declined else _("Du får påminnelser igen när något väntar.")
    )
    return redirect("respond:home", participant.assessment_id)


@csrf_exempt  # a mail program posts here in one click, without a page before; the signed address is what lets it
@address_view(find_by_stop_token)
def stop(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Ask whether reminders are to stop; a POST stops them (mail scanners follow links, they do not post)."""
    fence.enter(participant.assessment.engagement)
    if request.method == "POST":
        is_declined = request.POST.get("remind", "no") == "no"
        decline_reminders(participant=participant, is_declined=is_declined, actor=None)
    return render(request, "assessment/respond/reminders.html", {"participant": participant})
