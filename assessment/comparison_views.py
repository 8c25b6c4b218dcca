"""Two assessments of the same instrument beside each other."""

import uuid

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import Action, engagement_view
from accounts.models import Engagement
from assessment.pages.comparison import comparison_page
from assessment.selectors import get_assessment_or_404
from assessment.selectors.series import find_other, list_series


@require_GET
@engagement_view(Action.VIEW_READINESS)
def comparison(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponseBase:
    """Compare the assessment with the one asked for (`with`), or with the one before it."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    series = list_series(assessment)
    other = find_other(series, assessment, request.GET.get("with", ""))
    page = None
    if other is not None:
        earlier, later = sorted((assessment, other), key=lambda each: each.created_at)
        page = comparison_page(earlier, later, series)
    context = {"page": page, "assessment": assessment, "others": [each for each in series if each != assessment]}
    return render(request, "assessment/comparison.html", context)
