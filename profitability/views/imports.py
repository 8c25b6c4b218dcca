"""Drop files of any layout, see them read, confirm them as one upload, and undo that."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from filestore.upload_limit import was_cut_off
from profitability.import_forms import DropForm, FrameForm
from profitability.import_models import LedgerImport
from profitability.pages.import_check import import_check_page
from profitability.pages.import_confirm import import_confirm_page
from profitability.pages.imports import import_page, imports_page
from profitability.selectors.import_export import open_export
from profitability.selectors.imports import get_import_or_404
from profitability.services.import_confirmation import (
    ImportInUseError,
    NotReadyError,
    confirm_import,
    undo_import,
)
from profitability.services.imports import (
    Dropped,
    ImportClosedError,
    TooManyFilesError,
    add_files,
    discard_import,
    read_again,
    set_frame,
    start_import,
)
from profitability.views.answers import show


@require_http_methods(["GET", "POST"])
@engagement_view(Action.UPLOAD_LEDGER)
def imports(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """List the imports, and begin one with dropped files."""
    form = _read_drop(request)
    if form.is_valid():
        dropped = start_import(
            engagement=engagement,
            files=form.cleaned_data["dropped_files"],
            started_by=signed_in(request),
            limit_bytes=settings.IMPORT_TEXT_MAX_BYTES,
        )
        if not dropped.is_new:
            messages.info(request, _("De här filerna finns redan i en import. Här är den."))
        return _to_what_was_dropped(dropped)
    return show(
        request,
        "profitability/imports.html",
        engagement,
        page=imports_page(engagement),
        form=form,
        limit_bytes=settings.IMPORT_TEXT_MAX_BYTES,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@engagement_view(Action.UPLOAD_LEDGER)
def ledger_import(request: HttpRequest, engagement: Engagement, import_id: uuid.UUID) -> HttpResponse:
    """Show one import with its files, and take more files into it."""
    found = get_import_or_404(engagement, import_id)
    form = _read_drop(request)
    if form.is_valid():
        return _add(request, found, form)
    return show(
        request,
        "profitability/import.html",
        engagement,
        page=import_page(found),
        form=form,
        limit_bytes=settings.IMPORT_TEXT_MAX_BYTES,
        frame=FrameForm(instance=found),
        status=422 if form.errors else 200,
    )


def _to_what_was_dropped(dropped: Dropped) -> HttpResponse:
    """Go where its first rows show at once: to the only file, or to the list of several."""
    found = dropped.ledger_import
    files = list(found.files.all())
    if dropped.is_new and len(files) == 1:
        return redirect("profitability:import_file", found.engagement_id, files[0].id)
    return _to(found)


def _add(request: HttpRequest, found: LedgerImport, form: DropForm) -> HttpResponse:
    try:
        added = add_files(
            found=found,
            files=form.cleaned_data["dropped_files"],
            added_by=signed_in(request),
            limit_bytes=settings.IMPORT_TEXT_MAX_BYTES,
        )
    except ImportClosedError:
        messages.error(request, closed_text())
    except TooManyFilesError:
        messages.error(request, _("Importen har redan så många filer som den kan ha."))
    else:
        if not added:
            messages.info(request, _("De här filerna finns redan i importen."))
    return _to(found)


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def import_frame(request: HttpRequest, engagement: Engagement, import_id: uuid.UUID) -> HttpResponse:
    """Set the period and currency of an import."""
    found = get_import_or_404(engagement, import_id)
    form = FrameForm(request.POST, instance=get_import_or_404(engagement, import_id))
    if not form.is_valid():
        return show(
            request,
            "profitability/import.html",
            engagement,
            page=import_page(found),
            form=DropForm(),
            limit_bytes=settings.IMPORT_TEXT_MAX_BYTES,
            frame=form,
            status=422,
        )
    try:
        set_frame(found=found, set_by=signed_in(request), **form.cleaned_data)
    except ImportClosedError:
        messages.error(request, closed_text())
    return _to(found)


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def import_read(request: HttpRequest, engagement: Engagement, import_id: uuid.UUID) -> HttpResponse:
    """Have an import read whose reading was stopped or failed."""
    found = get_import_or_404(engagement, import_id)
    try:
        read_again(found=found, requested_by=signed_in(request))
    except ImportClosedError:
        messages.error(request, closed_text())
    return _to(found)


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def import_discard(request: HttpRequest, engagement: Engagement, import_id: uuid.UUID) -> HttpResponse:
    """Throw an open import away."""
    found = get_import_or_404(engagement, import_id)
    try:
        discard_import(found=found, discarded_by=signed_in(request))
    except ImportClosedError:
        messages.error(request, closed_text())
        return _to(found)
    messages.success(request, _("Importen är kastad."))
    return redirect("profitability:imports", engagement.id)


@require_GET
@engagement_view(Action.UPLOAD_LEDGER)
def import_check(request: HttpRequest, engagement: Engagement, import_id: uuid.UUID) -> HttpResponse:
    """Show everything that is wrong with an import."""
    found = get_import_or_404(engagement, import_id)
    return show(request, "profitability/import_check.html", engagement, page=import_check_page(found))


@require_http_methods(["GET", "POST"])
@engagement_view(Action.UPLOAD_LEDGER)
def import_confirm(request: HttpRequest, engagement: Engagement, import_id: uuid.UUID) -> HttpResponse:
    """Show counts and sums, and make the upload when they are confirmed."""
    found = get_import_or_404(engagement, import_id)
    if request.method == "POST":
        return _confirm(request, found)
    return show(request, "profitability/import_confirm.html", engagement, page=import_confirm_page(found))


def _confirm(request: HttpRequest, found: LedgerImport) -> HttpResponse:
    revision = request.POST.get("revision", "")
    try:
        confirmed = confirm_import(
            found=found, revision=int(revision) if revision.isdecimal() else -1, confirmed_by=signed_in(request)
        )
    except NotReadyError:
        messages.error(request, _("Något har ändrats eller är inte klart. Se igenom siffrorna igen."))
        return redirect("profitability:import_confirm", found.engagement_id, found.id)
    if confirmed.is_new:
        messages.success(request, _("Importen är klar. Underlaget kan användas i en körning."))
    return _to(found)


@require_GET
@engagement_view(Action.UPLOAD_LEDGER)
def import_export(request: HttpRequest, engagement: Engagement, import_id: uuid.UUID) -> HttpResponseBase:
    """Download what the import came to, in the exchange format."""
    found = get_import_or_404(engagement, import_id)
    archive = open_export(found)
    if archive is None:
        messages.error(request, _("Importen är inte hopsatt än. Svara på frågorna och rätta felen först."))
        return _to(found)
    return FileResponse(archive, as_attachment=True, filename="import.zip", content_type="application/zip")


@require_POST
@engagement_view(Action.UPLOAD_LEDGER)
def import_undo(request: HttpRequest, engagement: Engagement, import_id: uuid.UUID) -> HttpResponse:
    """Undo a confirmed import that no published run was made of."""
    found = get_import_or_404(engagement, import_id)
    try:
        undo_import(found=found, undone_by=signed_in(request))
    except ImportInUseError:
        messages.error(
            request,
            _("En körning bygger på importen, därför kan den inte ångras. Släpp nya filer: de blir en ny version."),
        )
    else:
        messages.success(request, _("Importen är ångrad. Allt ni svarat och rättat finns kvar."))
    return _to(found)


def _read_drop(request: HttpRequest) -> DropForm:
    if request.method != "POST":
        return DropForm()
    return DropForm(request.POST, request.FILES, was_cut=was_cut_off(request))


def closed_text() -> str:
    """Return why nothing in a confirmed import can be changed."""
    return _("Importen är bekräftad. Ångra den om något ska ändras.")


def _to(found: LedgerImport) -> HttpResponse:
    return redirect("profitability:import", found.engagement_id, found.id)
