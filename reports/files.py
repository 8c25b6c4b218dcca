"""Hand a finished report's file over."""

from django.http import FileResponse

from filestore import store
from reports.models import Report
from reports.naming import name_file


def file_response(report: Report) -> FileResponse:
    """Answer with a finished report's file under its own name; raise FileNotFoundError when it is gone."""
    response = FileResponse(store.open_file(report.file_key), content_type="application/pdf")
    response["Content-Disposition"] = name_file(report).disposition
    response["Content-Length"] = str(report.file_size)
    return response
