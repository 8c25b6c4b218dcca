"""One file of an import: what it is, how its columns are read, and the answers to what is open."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from profitability.import_forms import AnswerForm
from profitability.pages.import_file import import_file_page
from profitability.selectors.imports import get_import_file_or_404, get_record
from profitability.services.import_answers import answer_file
from profitability.services.imports import ImportClosedError, add_part, remove_file
from profitability.views.answers import show
from profitability.views.imports import closed_text


@require_http_methods(["GET", "POST"])
@engagement_view(Action.UPLOAD_LEDGER)
def import_file(request: HttpRequest, engagement: Engagement, file_id: uuid.UUID) -> HttpResponse:
    """Show what was understood of a file; take answers and a changed mapping."""
    file = get_import_file_or_404(engagement, file_id)
    if file.is_typed:
        return redirect("profitability:import_typed", engagement.id, file.ledger_import_id, file.sheet)
    status = 200
    if request.method == "POST":
        form = AnswerForm(request.POST, get_record(file), file.sheet)
        if not form.error:
            try:
                answer_file(
                    file=file,
                    sheet=form.sheet,
                    answers=form.answers,
                    total_text=form.total_text,
                    answered_by=signed_in(request),
                )
            except ImportClosedError:
                messages.error(request, closed_text())
            if "again" in request.POST:
                return redirect("profitability:import_file", engagement.id, file.id)
            return redirect("profitability:import", engagement.id, file.ledger_import_id)
        messages.error(request, form.error)
        status = 422
    return show(request, "profitability/import_file.html", engagement, page=import_file_page(file), status=status)


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def import_file_remove(request: HttpRequest, engagement: Engagement, file_id: uuid.UUID) -> HttpResponse:
    """Take a file out of an import."""
    file = get_import_file_or_404(engagement, file_id)
    try:
        remove_file(file=file, removed_by=signed_in(request))
    except ImportClosedError:
        messages.error(request, closed_text())
    else:
        messages.success(request, _("Filen är borttagen ur importen."))
    return redirect("profitability:import", engagement.id, file.ledger_import_id)


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def import_file_part(request: HttpRequest, engagement: Engagement, file_id: uuid.UUID) -> HttpResponse:
    """Have a workbook read once more, for another of its sheets."""
    file = get_import_file_or_404(engagement, file_id)
    try:
        add_part(file=file, added_by=signed_in(request))
    except ImportClosedError:
        messages.error(request, closed_text())
    return redirect("profitability:import", engagement.id, file.ledger_import_id)
