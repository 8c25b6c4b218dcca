"""Mend a file of an import: in the grid, by cause, by workbook; and take the last change back."""

import re
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement, User
from profitability.import_models import ImportFile
from profitability.imports.mended_workbook import NotAnErrorWorkbookError, read_mended_workbook
from profitability.intake.limits import IntakeLimits
from profitability.pages.import_causes import MAP, MERGE, REPLACE, SKIP, find_whole_cause
from profitability.pages.import_mend import ROW_HEAD, SKIP_HEAD, error_workbook, import_mend_page
from profitability.selectors.import_customers import get_customers
from profitability.selectors.imports import get_import_file_or_404, get_import_or_404, get_record, list_kept_rows
from profitability.selectors.problems import list_problems
from profitability.services.import_edits import (
    TooManyEditsError,
    change_cells,
    forget_alias,
    map_customers,
    replace_value,
    skip_cause,
    skip_rows,
    undo_last_edit,
)
from profitability.services.imports import ImportClosedError
from profitability.views.answers import download, show
from profitability.views.imports import closed_text

_CELL = re.compile(r"cell-([0-9]{1,12})-([0-9]{1,4})", re.ASCII)


@require_http_methods(["GET", "POST"])
@engagement_view(Action.UPLOAD_LEDGER)
def import_mend(request: HttpRequest, engagement: Engagement, file_id: uuid.UUID) -> HttpResponse:
    """Show the rows with problems in a grid; take changed cells and rows to skip."""
    file = get_import_file_or_404(engagement, file_id)
    if request.method == "POST":
        _guarded(request, lambda: _change(request, file))
        address = redirect("profitability:import_mend", engagement.id, file.id)
        where = {name: request.POST[name] for name in ("page", "all") if request.POST.get(name)}
        return redirect(f"{address.url}?{urlencode(where)}") if where else address
    page = request.GET.get("page", "1")
    shown = import_mend_page(file, int(page) if page.isdecimal() else 1, shows_all="all" in request.GET)
    return show(request, "profitability/import_mend.html", engagement, page=shown)


def _change(request: HttpRequest, file: ImportFile) -> int:
    """Make the changes of a sent grid: cells that differ from what stands there, rows marked to be skipped."""
    rows = list_kept_rows(file)
    marked = [int(row) for row in request.POST.getlist("skip") if row.isdecimal() and int(row) in rows]
    cells: list[tuple[int, int, str]] = []
    for name, value in request.POST.items():
        found = _CELL.fullmatch(name)
        if found is None:
            continue
        row, place = int(found[1]), int(found[2])
        if row in rows and row not in marked and place < len(rows[row]) and str(value).strip() != rows[row][place]:
            cells.append((row, place, str(value).strip()))
    user = signed_in(request)
    return change_cells(file=file, cells=cells, changed_by=user) + skip_rows(file=file, rows=marked, changed_by=user)


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def import_edit(request: HttpRequest, engagement: Engagement, file_id: uuid.UUID) -> HttpResponse:
    """Mend all rows of one cause at once: replace a value, map or merge customers, skip the rows."""
    file = get_import_file_or_404(engagement, file_id)
    _guarded(request, lambda: _mend_cause(request, file, signed_in(request)))
    return redirect("profitability:import_check", engagement.id, file.ledger_import_id)


def _mend_cause(request: HttpRequest, file: ImportFile, user: User) -> int:
    way, column = request.POST.get("way", ""), request.POST.get("column", "")
    values, others = request.POST.getlist("value"), request.POST.getlist("other")
    pairs = [(value, other.strip()) for value, other in zip(values, others, strict=False) if other.strip()]
    record = get_record(file)
    names = record.names if record else ()
    if way == SKIP:
        code = request.POST.get("code", "")
        problems = list_problems(file.problems_key)
        if column in names and (cause := find_whole_cause(problems, code, column)):
            return skip_cause(file=file, place=names.index(column), cause=cause, changed_by=user)
        found = [each for each in problems if (each.code, each.column) == (code, column)]
        return skip_rows(file=file, rows=[each.row for each in found if each.row], changed_by=user)
    if way == REPLACE and column in names:
        place = names.index(column)
        return sum(replace_value(file=file, place=place, old=old, new=new, changed_by=user) for old, new in pairs)
    if way == MERGE:
        chosen = set(request.POST.getlist("pair"))
        merged = [pair for place, pair in enumerate(zip(values, others, strict=False)) if str(place) in chosen]
        return map_customers(file=file, pairs=merged, changed_by=user)
    if way == MAP:
        return _map(request, file, pairs, user)
    return 0


def _map(request: HttpRequest, file: ImportFile, pairs: list[tuple[str, str]], user: User) -> int:
    customers = get_customers(get_import_or_404(file.ledger_import.engagement, file.ledger_import_id))
    wrong = [other for _value, other in pairs if other not in customers]
    if wrong:
        messages.error(request, _("Kunden %(customer)s finns inte bland kunderna.") % {"customer": wrong[0][:40]})
    known = [(value, other) for value, other in pairs if other in customers]
    return map_customers(file=file, pairs=known, changed_by=user)


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def import_edit_undo(request: HttpRequest, engagement: Engagement, file_id: uuid.UUID) -> HttpResponse:
    """Take the last change of a file back."""
    file = get_import_file_or_404(engagement, file_id)
    try:
        if undo_last_edit(file=file, undone_by=signed_in(request)):
            messages.success(request, _("Den senaste rättelsen är ångrad."))
    except ImportClosedError:
        messages.error(request, closed_text())
    if file.is_typed:
        return redirect("profitability:import_typed", engagement.id, file.ledger_import_id, file.sheet)
    if request.POST.get("back") == "check":
        return redirect("profitability:import_check", engagement.id, file.ledger_import_id)
    return redirect("profitability:import_mend", engagement.id, file.id)


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def import_alias_forget(request: HttpRequest, engagement: Engagement, import_id: uuid.UUID) -> HttpResponse:
    """Let a number mean itself again."""
    found = get_import_or_404(engagement, import_id)
    try:
        forget_alias(found=found, written=request.POST.get("written", ""), forgotten_by=signed_in(request))
    except ImportClosedError:
        messages.error(request, closed_text())
    return redirect("profitability:import_check", engagement.id, found.id)


@require_GET
@engagement_view(Action.UPLOAD_LEDGER)
def import_error_rows(request: HttpRequest, engagement: Engagement, file_id: uuid.UUID) -> HttpResponseBase:
    """Download the rows with problems as a workbook to mend."""
    return download(error_workbook(get_import_file_or_404(engagement, file_id)))


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def import_mended_rows(request: HttpRequest, engagement: Engagement, file_id: uuid.UUID) -> HttpResponse:
    """Take a mended error workbook: only what was changed in it becomes changes of the file."""
    file = get_import_file_or_404(engagement, file_id)
    sent = request.FILES.get("mended_file")
    if sent is None or (sent.size or 0) > settings.UPLOAD_MAX_BYTES:
        messages.error(request, _("Välj arbetsboken med de rättade raderna."))
    else:
        _guarded(request, lambda: _take_workbook(request, file, sent))
    return redirect("profitability:import_mend", engagement.id, file.id)


def _take_workbook(request: HttpRequest, file: ImportFile, sent: UploadedFile[bytes]) -> int:
    record, user = get_record(file), signed_in(request)
    with tempfile.TemporaryDirectory(prefix="kundverk-mended-") as temporary:
        path = Path(temporary) / "mended.xlsx"
        with path.open("wb") as handle:
            handle.writelines(sent.chunks())
        limits = IntakeLimits(columns=settings.IMPORT_MAX_COLUMNS + 4, workbook_bytes=settings.UPLOAD_MAX_BYTES)
        try:
            mended = read_mended_workbook(
                path,
                Path(temporary),
                record.names if record else (),
                list_kept_rows(file),
                (ROW_HEAD, SKIP_HEAD),
                limits,
            )
        except NotAnErrorWorkbookError:
            messages.error(
                request, _("Filen är inte den här filens felbok. Hämta felboken, rätta i den och skicka den.")
            )
            return 0
    return change_cells(file=file, cells=mended.cells, changed_by=user) + skip_rows(
        file=file, rows=mended.skipped, changed_by=user
    )


def _guarded(request: HttpRequest, act: Callable[[], int]) -> None:
    """Make changes and say how many; say why when they cannot be made."""
    try:
        made = act()
    except ImportClosedError:
        messages.error(request, closed_text())
    except TooManyEditsError:
        messages.error(request, _("Så många rättelser görs hellre i källan. Skicka filen på nytt därifrån."))
    else:
        if made:
            text = ngettext("%(count)d rättelse sparad.", "%(count)d rättelser sparade.", made)
            messages.success(request, text % {"count": made})
