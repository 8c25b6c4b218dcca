"""Type a small sheet of an import in a table on the page."""

import re
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from profitability.imports.typed_sheets import find_typed_sheet
from profitability.pages.import_typed import MOST_ROWS, import_typed_page, read_typed_text
from profitability.selectors.imports import get_import_or_404
from profitability.services.import_typed import save_typed_sheet
from profitability.services.imports import ImportClosedError
from profitability.views.answers import show
from profitability.views.imports import closed_text

_CELL = re.compile(r"cell-([0-9]{1,4})-([0-9]{1,2})", re.ASCII)


@require_http_methods(["GET", "POST"])
@engagement_view(Action.UPLOAD_LEDGER)
def import_typed(request: HttpRequest, engagement: Engagement, import_id: uuid.UUID, sheet_name: str) -> HttpResponse:
    """Show a small sheet as a table to fill in; keep what was typed, right or wrong."""
    found = get_import_or_404(engagement, import_id)
    sheet = find_typed_sheet(sheet_name)
    if sheet is None:
        raise Http404
    if request.method == "POST":
        width = len(sheet.columns)
        rows = [
            [read_typed_text(sheet, place, text) for place, text in enumerate(row)]
            for row in _read_rows(request.POST, width)
        ]
        try:
            if save_typed_sheet(found=found, sheet=sheet, rows=rows, saved_by=signed_in(request)):
                messages.success(request, _("Raderna är sparade."))
        except ImportClosedError:
            messages.error(request, closed_text())
        return redirect("profitability:import_typed", engagement.id, found.id, sheet.name)
    return show(request, "profitability/import_typed.html", engagement, page=import_typed_page(found, sheet))


def _read_rows(sent: QueryDict, width: int) -> list[list[str]]:
    """Return the table as sent, its rows in their places."""
    cells: dict[tuple[int, int], str] = {}
    for name, value in sent.items():
        found = _CELL.fullmatch(name)
        if found is not None and 1 <= int(found[1]) <= MOST_ROWS and int(found[2]) < width:
            cells[int(found[1]), int(found[2])] = str(value)[:200]
    last = max((row for row, _place in cells), default=0)
    return [[cells.get((row, place), "") for place in range(width)] for row in range(1, last + 1)]
