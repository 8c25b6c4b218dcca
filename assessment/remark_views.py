"""Evidence and comments around one item: for those who answer, and for the consultant."""

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from assessment.access import respondent_view
from assessment.models import Evidence, Participant
from assessment.pages.remarks import own_remarks_page
from assessment.remark_forms import RemarkForm
from assessment.selectors import get_assessment_or_404
from assessment.selectors.participants import get_own_item_or_404
from assessment.selectors.remarks import (
    get_comment_or_404,
    get_evidence_or_404,
    list_seen_evidence,
)
from assessment.services.remarks import TooMuchEvidenceError, remove_evidence, resolve_comment
from filestore.store import open_file


def keep_remark(form: RemarkForm, **whose: object) -> bool:
    """Keep a valid remark; False with a word in the form when the sheet is full."""
    try:
        form.keep(**whose)  # type: ignore[arg-type]  # sheet, item, participant and author, passed on as they came
    except TooMuchEvidenceError:
        form.add_error(None, _("Det finns redan så mycket underlag som får plats."))
        return False
    return True


@require_http_methods(["GET", "POST"])
@respondent_view
def own_item(request: HttpRequest, participant: Participant, item_key: str) -> HttpResponseBase:
    """Show a participant's own evidence and comments to an item; take one more."""
    own = get_own_item_or_404(participant, item_key)
    form = RemarkForm(request.POST, request.FILES) if request.method == "POST" else None
    if form and form.is_valid():
        if own.is_open and form.cleaned_data["what"] != "comment":
            form.add_error(None, _("Avsnittet är öppnat för alla, så underlaget står fast."))
        elif keep_remark(form, sheet=participant.sheet, item=item_key, participant=participant, author=None):
            return redirect("respond:item", participant.assessment_id, item_key)
    context = {"page": own_remarks_page(participant, own, item_key), "form": form}
    return render(request, "assessment/respond/item.html", context, status=422 if form else 200)


@require_GET
@respondent_view
def own_evidence(request: HttpRequest, participant: Participant, evidence_id: uuid.UUID) -> HttpResponseBase:
    """Hand out a file that the participant may see, to be saved and never shown in the page."""
    evidence = get_evidence_or_404(participant.assessment, evidence_id)
    own = get_own_item_or_404(participant, evidence.item)
    if not list_seen_evidence(participant, is_open=own.is_open).filter(pk=evidence.pk).exists():
        raise Http404
    return _hand_out(evidence)


@require_POST
@respondent_view
def own_evidence_remove(request: HttpRequest, participant: Participant, evidence_id: uuid.UUID) -> HttpResponseBase:
    """Take a participant's own evidence away, while the section is not opened."""
    evidence = get_evidence_or_404(participant.assessment, evidence_id)
    own = get_own_item_or_404(participant, evidence.item)
    if evidence.sheet.participant_id != participant.id or own.is_open:
        raise Http404
    remove_evidence(evidence=evidence)
    return redirect("respond:item", participant.assessment_id, evidence.item)


@require_GET
@engagement_view(Action.MANAGE_ASSESSMENT)
def evidence(
    request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, evidence_id: uuid.UUID
) -> HttpResponseBase:
    """Hand out a file of evidence to the consultant."""
    return _hand_out(get_evidence_or_404(get_assessment_or_404(engagement, assessment_id), evidence_id))


def _hand_out(evidence: Evidence) -> HttpResponseBase:
    if not evidence.file_key:
        raise Http404
    try:
        content = open_file(evidence.file_key)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        content, as_attachment=True, filename=evidence.file_name, content_type="application/octet-stream"
    )


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def comment(
    request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID, comment_id: uuid.UUID
) -> HttpResponse:
    """Mark a comment as dealt with, or take that back."""
    found = get_comment_or_404(get_assessment_or_404(engagement, assessment_id), comment_id)
    is_resolved = request.POST.get("resolved", "yes") == "yes"
    resolve_comment(comment=found, is_resolved=is_resolved, actor=signed_in(request))
    messages.success(request, _("Kommentaren är löst.") if is_resolved else _("Kommentaren är öppen igen."))
    return redirect("assessment:item", engagement.id, assessment_id, found.item)
