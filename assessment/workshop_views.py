"""Pages on which a consultant leads several respondents to one answer."""

import uuid

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from assessment.pages.given import list_given_answers
from assessment.pages.remarks import remarks_page
from assessment.remark_forms import RemarkForm
from assessment.remark_views import keep_remark
from assessment.selectors import get_assessment_or_404, get_common_sheet, get_item_or_404
from assessment.selectors.participants import find_participant, list_open_sections, list_participants


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
    page = remarks_page(assessment, item_key, opened=list_open_sections(assessment))
    context = {
        "page": page,
        "given": list_given_answers(assessment, item_key),
        "threads": list_participants(assessment),
        "form": form,
    }
    return render(request, "assessment/item.html", context, status=422 if form else 200)
