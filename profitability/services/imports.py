"""Take dropped files into an import, keep them as sent, and have them read."""

import hashlib
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path, PurePath

from django.conf import settings
from django.db import transaction

from accounts.access import record_event
from accounts.models import Engagement, User
from filestore import store
from jobs.services import enqueue
from profitability.import_models import ImportFile, ImportState, LedgerImport
from profitability.imports.archives import unpack_archive
from profitability.readers.limits import ReadLimits
from profitability.services.uploads import MAX_FILES, MAX_NAME_LENGTH, IncomingFile, KeptFile

READ_IMPORT = "profitability.read_import"
_CHUNK = 1 << 20


class ImportClosedError(Exception):
    """The import is confirmed: it is undone before anything in it is changed."""


class TooManyFilesError(Exception):
    """The import has as many files as it can hold."""


@dataclass(frozen=True)
class Dropped:
    """`is_new` is False when the same files had been dropped before."""

    ledger_import: LedgerImport
    is_new: bool


def area_of(engagement: Engagement) -> str:
    """Return where the files of the engagement's imports are kept."""
    return f"imports/{engagement.id}"


def start_import(
    *, engagement: Engagement, files: Sequence[IncomingFile], started_by: User, limit_bytes: int
) -> Dropped:
    """Begin an import with the dropped files; the same files by many at once are one import.

    Raise store.TooLargeError when a file is larger than `limit_bytes`; then nothing is written.
    """
    kept = _keep(engagement, files, limit_bytes)
    content = hashlib.sha256("\n".join(sorted({file.stored.sha256 for file in kept})).encode()).hexdigest()
    with transaction.atomic():
        found, is_new = LedgerImport.objects.get_or_create(
            engagement=engagement,
            sha256=content,
            defaults={
                "period_start": engagement.period_start,
                "period_end": engagement.period_end,
                "started_by": started_by,
            },
        )
        if is_new:
            _add(found, kept)
            record_event(actor=started_by, engagement=engagement, what="import.started", object_id=found.id)
            request_reading(found, started_by)
    return Dropped(found, is_new)


def add_files(*, found: LedgerImport, files: Sequence[IncomingFile], added_by: User, limit_bytes: int) -> int:
    """Add files to an open import and return how many were new to it; raise TooLargeError, TooManyFilesError."""
    kept = _keep(found.engagement, files, limit_bytes)
    with transaction.atomic():
        current = lock_open_import(found)
        added = _add(current, kept)
        if added:
            request_reading(current, added_by)
    return added


@transaction.atomic
def add_part(*, file: ImportFile, added_by: User) -> ImportFile:
    """Have a workbook read once more, for another of its sheets."""
    current = lock_open_import(file.ledger_import)
    same = current.files.filter(sha256=file.sha256)
    last = current.files.order_by("-position").first()
    assert last is not None
    part = ImportFile.objects.create(
        ledger_import=current,
        position=last.position + 1,
        part=max(each.part for each in same) + 1,
        name=file.name,
        key=file.key,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
    )
    request_reading(current, added_by)
    return part


@transaction.atomic
def remove_file(*, file: ImportFile, removed_by: User) -> None:
    """Take a file out of an open import; the others are read again when it held their customers."""
    current = lock_open_import(file.ledger_import)
    file.delete()
    touch_files(current)
    request_reading(current, removed_by)


@transaction.atomic
def set_frame(
    *, found: LedgerImport, period_start: date, period_end: date, currency: str, set_by: User
) -> LedgerImport:
    """Set the period and currency of an open import; everything is checked against them anew."""
    current = lock_open_import(found)
    current.period_start, current.period_end, current.currency = period_start, period_end, currency
    current.save(update_fields=["period_start", "period_end", "currency"])
    touch_files(current)
    request_reading(current, set_by)
    return current


@transaction.atomic
def read_again(*, found: LedgerImport, requested_by: User) -> None:
    """Ask for a reading that was stopped or failed to be done anew; what has been read is not read again."""
    current = lock_open_import(found)
    if current.built_revision < current.revision:
        request_reading(current, requested_by)


@transaction.atomic
def discard_import(*, found: LedgerImport, discarded_by: User) -> None:
    """Throw an open import away with its files, answers and edits."""
    current = lock_open_import(found)
    keys = set(current.files.values_list("key", flat=True))
    shared = ImportFile.objects.filter(key__in=keys).exclude(ledger_import=current)
    unshared = keys - set(shared.values_list("key", flat=True))
    folder = current.ledger_key
    record_event(actor=discarded_by, engagement=current.engagement, what="import.discarded", object_id=str(current.id))
    current.delete()
    transaction.on_commit(lambda: _delete_files(unshared, folder))


def lock_open_import(found: LedgerImport) -> LedgerImport:
    """Return the import locked for a change; raise ImportClosedError when it is confirmed."""
    current = LedgerImport.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=found.pk)
    if current.state != ImportState.OPEN:
        raise ImportClosedError
    return current


def touch_files(current: LedgerImport) -> None:
    """Have every file of the import read again."""
    for file in current.files.all():
        file.revision += 1
        file.save(update_fields=["revision"])


def request_reading(current: LedgerImport, requested_by: User | None) -> None:
    """Ask for what has changed to be read; `current` is locked or new.

    An import is read by one job at a time: one that waits takes the change with it, one that is at work is followed by
    another (`follow_up`).
    """
    current.revision += 1
    current.save(update_fields=["revision"])
    job = current.job
    if job is None or job.is_finished or job.cancel_requested_at is not None:
        _enqueue_reading(current, requested_by)


def follow_up(import_id: uuid.UUID, revision: int) -> None:
    """Have what has come since this revision read, when the job that read it ends; call it in that transaction."""
    current = LedgerImport.objects.select_for_update(of=("self",)).select_related("engagement").filter(pk=import_id)
    found = current.filter(state=ImportState.OPEN, revision__gt=revision).first()
    if found is not None:
        _enqueue_reading(found, found.job.requested_by if found.job else None)


def _enqueue_reading(current: LedgerImport, requested_by: User | None) -> None:
    current.job = enqueue(
        kind=READ_IMPORT,
        key=f"{current.id}/{current.revision}",
        engagement=current.engagement,
        requested_by=requested_by,
        arguments={"import_id": str(current.id)},
    )
    current.save(update_fields=["job"])


def _keep(engagement: Engagement, files: Sequence[IncomingFile], limit_bytes: int) -> list[KeptFile]:
    if any((file.size or 0) > limit_bytes for file in files):
        raise store.TooLargeError
    area = area_of(engagement)
    kept = [
        KeptFile(
            PurePath(file.name or "").name[-MAX_NAME_LENGTH:],
            store.save_stream(area, file.chunks(), limit_bytes=limit_bytes),
        )
        for file in files
    ]
    return [each for file in kept for each in _unpack(file, area, limit_bytes)]


def _unpack(file: KeptFile, area: str, limit_bytes: int) -> list[KeptFile]:
    """Return the files of a zip that is no workbook, kept one by one; any other file as it is."""
    limits = ReadLimits(unpacked_bytes=settings.UPLOAD_UNPACKED_MAX_BYTES, entries=MAX_FILES)
    with tempfile.TemporaryDirectory(prefix="kundverk-archive-") as temporary:
        members = unpack_archive(store.local_path(file.stored.key), Path(temporary), limits)
        kept = []
        for member in members:
            with member.path.open("rb") as handle:
                stored = store.save_stream(area, iter(partial(handle.read, _CHUNK), b""), limit_bytes=limit_bytes)
            kept.append(KeptFile(member.name[-MAX_NAME_LENGTH:], stored))
    return kept or [file]


def _add(current: LedgerImport, kept: Sequence[KeptFile]) -> int:
    known = set(current.files.values_list("sha256", flat=True))
    position = max(current.files.values_list("position", flat=True), default=-1)
    fresh = list({file.stored.sha256: file for file in kept if file.stored.sha256 not in known}.values())
    if len(known) + len(fresh) > MAX_FILES:
        raise TooManyFilesError
    ImportFile.objects.bulk_create(
        ImportFile(
            ledger_import=current,
            position=position + step,
            name=file.name,
            key=file.stored.key,
            sha256=file.stored.sha256,
            size_bytes=file.stored.size,
        )
        for step, file in enumerate(fresh, 1)
    )
    return len(fresh)


def _delete_files(keys: set[str], folder: str) -> None:
    for key in keys:
        store.delete(key)
    if folder:
        store.delete_folder(folder)
