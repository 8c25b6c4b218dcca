"""A respondent's receipt: asked for, waited for, taken along."""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from assessment.access import respondent_view
from assessment.models import Participant
from filestore.store import open_file
from reports.receipt_services import request_receipt
from reports.selectors import find_receipt


@require_http_methods(["GET", "POST"])
@respondent_view
def receipt(request: HttpRequest, participant: Participant) -> HttpResponseBase:
    """Show the newest receipt or that it is being made; a POST asks for one of the answers as they stand."""
    if request.method == "POST":
        request_receipt(participant)
        return redirect("receipts:receipt", participant.assessment_id)
    context = {"participant": participant, "receipt": find_receipt(participant)}
    return render(request, "reports/receipt.html", context)


@require_GET
@respondent_view
def file(request: HttpRequest, participant: Participant) -> HttpResponseBase:
    """Send the newest receipt as PDF; back to its page while there is none."""
    found = find_receipt(participant)
    if found is None or not found.file_key:
        return redirect("receipts:receipt", participant.assessment_id)
    name = f"{participant.assessment.title}.pdf"
    return FileResponse(open_file(found.file_key), as_attachment=True, filename=name, content_type="application/pdf")
