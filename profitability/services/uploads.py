"""Receive files, keep them as sent, have them read, and take them away again."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile as SentFile
from django.db import transaction
from django.utils import timezone

from accounts.access import record_event
from accounts.models import Engagement, User
from filestore import store
from jobs.services import enqueue
from profitability.models import Run, Upload, UploadedFile, UploadedSheet, UploadState

type IncomingFile = SentFile[bytes]

MAX_FILES = 40
MAX_NAME_LENGTH = 200


class UploadInUseError(Exception):
    """A run was made of the upload, or an import made it: it stays as long as they do."""


@dataclass(frozen=True)
class Received:
    """`is_new` is False when the same content had been uploaded before."""

    upload: Upload
    is_new: bool


@dataclass(frozen=True)
class KeptFile:
    name: str
    stored: store.StoredFile


@dataclass(frozen=True)
class SheetRead:
    """One sheet as read; `total_minor` sums its main amount, None when it has none."""

    name: str
    file_name: str
    row_count: int
    total_minor: int | None


@dataclass(frozen=True)
class Reading:
    """What came of reading an upload; `canonical_key` is empty when it cannot be used."""

    canonical_key: str
    problems_key: str
    error_count: int
    warning_count: int
    note_count: int
    sheets: tuple[SheetRead, ...]


def content_hash(files: Sequence[KeptFile]) -> str:
    """Hash the set of files: order is irrelevant, and a name counts only where it says which sheet a CSV file is."""
    lines = []
    for file in files:
        path = PurePath(file.name.lower())
        lines.append(f"{path.stem if path.suffix == '.csv' else ''}\0{file.stored.sha256}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def receive_upload(
    *, engagement: Engagement, files: Sequence[IncomingFile], uploaded_by: User, limit_bytes: int
) -> Received:
    """Keep the files as sent and ask for them to be read; the same content twice is one upload.

    Raise store.TooLargeError when the files together are larger than `limit_bytes`; then nothing is written.
    """
    kept = _keep_files(engagement, files, limit_bytes)
    with transaction.atomic():
        received = keep_upload(engagement, content_hash(kept), kept, uploaded_by)
        if received.is_new:
            _ask_for_reading(received.upload, uploaded_by)
    return received


def keep_upload(engagement: Engagement, sha256: str, kept: Sequence[KeptFile], uploaded_by: User) -> Received:
    """Note stored files as one upload, once per content; call it in the transaction that says what was read of it."""
    upload, is_new = Upload.objects.get_or_create(
        engagement=engagement, sha256=sha256, defaults={"uploaded_by": uploaded_by}
    )
    if is_new:
        UploadedFile.objects.bulk_create(
            UploadedFile(
                upload=upload,
                position=position,
                name=file.name,
                key=file.stored.key,
                sha256=file.stored.sha256,
                size_bytes=file.stored.size,
            )
            for position, file in enumerate(kept)
        )
        record_event(actor=uploaded_by, engagement=engagement, what="upload.received", object_id=upload.id)
    return Received(upload, is_new)


def _keep_files(engagement: Engagement, files: Sequence[IncomingFile], limit_bytes: int) -> list[KeptFile]:
    if sum(file.size or 0 for file in files) > limit_bytes:
        raise store.TooLargeError
    area = f"uploads/{engagement.id}"
    return [
        KeptFile(PurePath(file.name or "").name[-MAX_NAME_LENGTH:], store.save_stream(area, file.chunks()))
        for file in files
    ]


def _ask_for_reading(upload: Upload, requested_by: User) -> None:
    upload.readings += 1
    upload.job = enqueue(
        kind="profitability.read_upload",
        key=f"{upload.id}/{upload.readings}",
        engagement=upload.engagement,
        requested_by=requested_by,
        arguments={"upload_id": str(upload.id)},
    )
    upload.save(update_fields=["readings", "job"])


@transaction.atomic
def read_again(*, upload: Upload, requested_by: User) -> bool:
    """Have an upload read again whose reading ended without an answer; return False when there is no need."""
    current = Upload.objects.select_for_update(of=("self",)).select_related("job", "engagement").get(pk=upload.pk)
    if current.state == UploadState.READY or (current.job is not None and not current.job.is_finished):
        return False
    current.state = UploadState.RECEIVED
    current.save(update_fields=["state"])
    _ask_for_reading(current, requested_by)
    return True


def record_reading(upload_id: uuid.UUID, reading: Reading) -> None:
    """Make the upload point at what was read from it. Called in the transaction that ends the job."""
    Upload.objects.filter(pk=upload_id).update(
        state=UploadState.READY if reading.canonical_key else UploadState.REFUSED,
        canonical_key=reading.canonical_key,
        problems_key=reading.problems_key,
        error_count=reading.error_count,
        warning_count=reading.warning_count,
        note_count=reading.note_count,
        read_at=timezone.now(),
    )
    UploadedSheet.objects.filter(upload_id=upload_id).delete()
    UploadedSheet.objects.bulk_create(
        UploadedSheet(
            upload_id=upload_id,
            position=position,
            name=sheet.name,
            row_count=sheet.row_count,
            file_name=sheet.file_name[-MAX_NAME_LENGTH:],
            total_minor=sheet.total_minor,
        )
        for position, sheet in enumerate(reading.sheets)
    )


def remove_upload(*, upload: Upload, removed_by: User) -> None:
    """Remove an upload and its files; raise UploadInUseError when a run was made of it, or an import made it."""
    with transaction.atomic():
        current = Upload.objects.select_for_update().select_related("engagement").get(pk=upload.pk)
        if Run.objects.filter(upload=current).exists() or current.imports.exists():
            raise UploadInUseError
        keys = set(current.files.values_list("key", flat=True))
        others = UploadedFile.objects.filter(key__in=keys).exclude(upload=current)
        unshared = keys - set(others.values_list("key", flat=True))
        folder = current.canonical_key
        record_event(actor=removed_by, engagement=current.engagement, what="upload.removed", object_id=str(current.id))
        current.delete()
        transaction.on_commit(lambda: _delete_files(unshared, folder))


def _delete_files(keys: set[str], folder: str) -> None:
    for key in keys:
        store.delete(key)
    if folder:
        store.delete_folder(folder)
