"""Pages on which the target of the channel map is set."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from assessment.forms import read_targets
from assessment.pages.targets import targets_page
from assessment.selectors import get_assessment_or_404, get_instrument
from assessment.services.targets import set_targets


@require_http_methods(["GET", "POST"])
@engagement_view(Action.MANAGE_ASSESSMENT)
def targets(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Show what each channel and function is and shall become; take the targets."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    if request.method == "POST":
        chosen = read_targets(get_instrument(assessment), request.POST)
        set_targets(assessment=assessment, targets=chosen, actor=signed_in(request))
        messages.success(request, _("Målbilden är sparad."))
        return redirect("assessment:targets", engagement.id, assessment.id)
    return render(request, "assessment/targets.html", {"page": targets_page(assessment)})
