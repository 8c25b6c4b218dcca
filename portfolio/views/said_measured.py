"""What the company says of its customers beside what its ledger says."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from accounts.access import Action, engagement_view
from accounts.models import Engagement
from assessment.selectors import get_assessment_or_404
from portfolio.pages.said_measured import said_measured_page
from portfolio.selectors.measured import find_claiming_assessment
from profitability.views.answers import show


@require_GET
@engagement_view(Action.VIEW_READINESS)
def latest_said_measured(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Open the newest assessment that a ledger can answer; say what to do where there is none."""
    assessment = find_claiming_assessment(engagement)
    if assessment is None:
        return show(request, "portfolio/said_measured.html", engagement, page=None, has_assessment=False)
    return redirect("portfolio:said_measured", engagement.id, assessment.id)


@require_GET
@engagement_view(Action.VIEW_READINESS)
def said_measured(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponse:
    """Show the claims of an assessment beside the figures."""
    page = said_measured_page(get_assessment_or_404(engagement, assessment_id))
    return show(request, "portfolio/said_measured.html", engagement, page=page, has_assessment=True)
