"""Upload a ledger, see what was read and what is wrong with it."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from profitability.forms import UploadForm
from profitability.pages.problem_files import problem_file
from profitability.pages.template_workbook import template_workbook
from profitability.pages.uploads import upload_page, uploads_page
from profitability.selectors.uploads import get_upload_or_404
from profitability.services.uploads import UploadInUseError, read_again, receive_upload, remove_upload
from profitability.views.answers import download, show


@require_http_methods(["GET", "POST"])
@engagement_view(Action.UPLOAD_LEDGER)
def uploads(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """List what was uploaded, and take more."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        return _receive(request, engagement, form)
    status = 422 if form.errors else 200
    return show(
        request, "profitability/uploads.html", engagement, page=uploads_page(engagement), form=form, status=status
    )


def _receive(request: HttpRequest, engagement: Engagement, form: UploadForm) -> HttpResponse:
    received = receive_upload(
        engagement=engagement,
        files=form.cleaned_data["ledger_files"],
        uploaded_by=signed_in(request),
        limit_bytes=settings.UPLOAD_MAX_BYTES,
    )
    if not received.is_new:
        messages.info(request, _("De här filerna fanns redan. Här är det som lästes den gången."))
    return redirect("profitability:upload", engagement.id, received.upload.id)


@require_GET
@engagement_view(Action.VIEW_LEDGER)
def upload(request: HttpRequest, engagement: Engagement, upload_id: uuid.UUID) -> HttpResponse:
    """Show what was read from one upload, and every problem."""
    page = upload_page(get_upload_or_404(engagement, upload_id))
    return show(request, "profitability/upload.html", engagement, page=page)


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def upload_read(request: HttpRequest, engagement: Engagement, upload_id: uuid.UUID) -> HttpResponse:
    """Read an upload again whose reading gave no usable ledger."""
    found = get_upload_or_404(engagement, upload_id)
    read_again(upload=found, requested_by=signed_in(request))
    return redirect("profitability:upload", engagement.id, found.id)


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def upload_remove(request: HttpRequest, engagement: Engagement, upload_id: uuid.UUID) -> HttpResponse:
    """Remove an upload that no run was made of."""
    found = get_upload_or_404(engagement, upload_id)
    try:
        remove_upload(upload=found, removed_by=signed_in(request))
    except UploadInUseError:
        messages.error(request, _("Underlaget används av en körning och kan inte tas bort."))
        return redirect("profitability:upload", engagement.id, found.id)
    messages.success(request, _("Underlaget är borttaget."))
    return redirect("profitability:uploads", engagement.id)


@require_GET
@engagement_view(Action.VIEW_LEDGER)
def upload_problems(
    request: HttpRequest, engagement: Engagement, upload_id: uuid.UUID, file_format: str
) -> HttpResponseBase:
    """Download every problem of an upload."""
    found = get_upload_or_404(engagement, upload_id)
    return download(problem_file(found.problems_key, file_format))


@require_GET
@engagement_view(Action.UPLOAD_LEDGER)
def upload_template(request: HttpRequest, engagement: Engagement) -> HttpResponseBase:
    """Download a workbook with every sheet and column of the exchange format, and a guide."""
    return FileResponse(template_workbook(), as_attachment=True, filename="kundverk-mall.xlsx")
