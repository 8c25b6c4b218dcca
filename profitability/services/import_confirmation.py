"""Make an upload of an import, once, and take it away again until a published run was made of it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.access import record_event
from accounts.models import User
from filestore import store
from profitability.import_models import ImportState, LedgerImport
from profitability.models import Run, RunState, Upload, UploadState
from profitability.selectors.imports import get_record, is_ready, load_built_sheets
from profitability.services.import_answers import remember_layout
from profitability.services.uploads import (
    KeptFile,
    Reading,
    SheetRead,
    content_hash,
    keep_upload,
    record_reading,
)


class NotReadyError(Exception):
    """Something is open or wrong, or has changed since the person looked."""


class ImportInUseError(Exception):
    """A run of the import is published or under way: the import stays."""


@dataclass(frozen=True)
class Confirmed:
    """`is_new` is False when the import was confirmed before, or an upload of the same content was there."""

    upload: Upload
    is_new: bool


@transaction.atomic
def confirm_import(*, found: LedgerImport, revision: int, confirmed_by: User) -> Confirmed:
    """Make the upload of the import as it stood at `revision`; doing it twice is doing it once.

    Raise NotReadyError when something is open or wrong, or has changed since.
    """
    current = LedgerImport.objects.select_for_update(of=("self",)).select_related("engagement__client").get(pk=found.pk)
    if current.state == ImportState.IMPORTED and current.upload is not None:
        return Confirmed(current.upload, is_new=False)
    if current.revision != revision or not is_ready(current):
        raise NotReadyError
    upload, is_new = _make_upload(current, confirmed_by)
    same_period = LedgerImport.objects.filter(
        engagement=current.engagement,
        period_start=current.period_start,
        period_end=current.period_end,
        version__isnull=False,
    ).exclude(pk=current.pk)
    versions = [each for each in same_period.values_list("version", flat=True) if each]
    current.state, current.upload, current.made_upload = ImportState.IMPORTED, upload, is_new
    current.version = max(versions, default=0) + 1
    current.imported_by, current.imported_at, current.undone_at = confirmed_by, timezone.now(), None
    current.save()
    _remember(current)
    record_event(actor=confirmed_by, engagement=current.engagement, what="import.confirmed", object_id=str(current.id))
    return Confirmed(upload, is_new)


def _make_upload(current: LedgerImport, confirmed_by: User) -> tuple[Upload, bool]:
    sheets = load_built_sheets(current)
    kept = [
        KeptFile(f"{sheet.name}.csv", store.StoredFile(sheet.key, sheet.sha256, sheet.size_bytes)) for sheet in sheets
    ]
    received = keep_upload(current.engagement, content_hash(kept), kept, confirmed_by)
    if received.upload.state != UploadState.READY:
        record_reading(
            received.upload.id,
            Reading(
                canonical_key=current.ledger_key,
                problems_key=current.problems_key,
                error_count=current.error_count,
                warning_count=current.warning_count,
                note_count=current.note_count,
                sheets=tuple(
                    SheetRead(sheet.name, f"{sheet.name}.csv", sheet.rows, sheet.total_minor) for sheet in sheets
                ),
            ),
        )
    return received.upload, received.is_new


def _remember(current: LedgerImport) -> None:
    """Keep how each layout was read, now that a person has confirmed it."""
    for file in current.files.all():
        record = get_record(file)
        if record is not None and record.fingerprint:
            remember_layout(current.engagement.client, record.fingerprint, file.sheet, record.list_settled())


@transaction.atomic
def undo_import(*, found: LedgerImport, undone_by: User) -> LedgerImport:
    """Take the upload away, with runs of it that were stopped; files, answers and edits stay, open for change.

    Raise ImportInUseError when a run of the upload is published or under way.
    """
    current = LedgerImport.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=found.pk)
    if current.state != ImportState.IMPORTED:
        return current
    upload = current.upload
    if upload is not None and current.made_upload:
        shared = LedgerImport.objects.filter(upload=upload, state=ImportState.IMPORTED).exclude(pk=current.pk)
        runs = Run.objects.select_for_update().filter(upload=upload)
        if shared.exists() or runs.exclude(state=RunState.STOPPED).exists():
            raise ImportInUseError
        runs.delete()
        upload.delete()
    current.state, current.upload, current.version = ImportState.OPEN, None, None
    current.made_upload, current.undone_at = False, timezone.now()
    current.save()
    record_event(actor=undone_by, engagement=current.engagement, what="import.undone", object_id=str(current.id))
    return current
