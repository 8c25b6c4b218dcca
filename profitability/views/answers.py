"""How the views answer: a page or a file."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from accounts.access import allowed_actions, signed_in
from accounts.models import Engagement
from ui.table_files import TableFile


def show(
    request: HttpRequest, template: str, engagement: Engagement, *, status: int = 200, **context: object
) -> HttpResponse:
    """Render a page of the engagement; `allowed` tells the template which ways on the person may be shown."""
    allowed = allowed_actions(signed_in(request), engagement)
    return render(request, template, {"engagement": engagement, "allowed": allowed, **context}, status=status)


def download(file: TableFile) -> StreamingHttpResponse:
    """Answer with a file to keep."""
    response = StreamingHttpResponse(file.chunks, content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return response
