"""Write down what came of reading an import: previews at once, the rest in the transaction that ends the job."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from profitability.import_models import FileStatus, ImportFile, ImportState, LedgerImport
from profitability.imports.record import BuiltSheet, Json


@dataclass(frozen=True)
class StoredReading:
    """What was read of one file at `revision`; keys are empty where there is nothing."""

    file_id: uuid.UUID
    revision: int
    sheet: str
    status: str
    record: Json
    problems_key: str = ""
    rows_key: str = ""
    canonical_key: str = ""
    canonical_sha256: str = ""
    origins_key: str = ""
    canonical_bytes: int = 0
    error_count: int = 0
    warning_count: int = 0
    note_count: int = 0
    rows: int = 0
    total_minor: int | None = None


@dataclass(frozen=True)
class StoredLedger:
    """The ledger that the files make; `ledger_key` is empty when it cannot be used."""

    sheets: tuple[BuiltSheet, ...]
    ledger_key: str
    problems_key: str
    error_count: int
    warning_count: int
    note_count: int


def record_preview(file_id: uuid.UUID, sheet: str, record: Json, head_key: str) -> None:
    """Write what the beginning of a file shows, if the whole of it has not been read."""
    new = ImportFile.objects.filter(pk=file_id, read_revision=0)
    new.filter(sheet="").update(sheet=sheet)
    new.update(reading=record, head_key=head_key)


def record_readings(
    import_id: uuid.UUID, revision: int, readings: Sequence[StoredReading], ledger: StoredLedger | None
) -> None:
    """Write the readings that are newer than those kept, and the ledger if nothing has changed since."""
    for reading in readings:
        _record_file(reading)
    found = LedgerImport.objects.filter(pk=import_id, revision=revision, state=ImportState.OPEN)
    if ledger is None:
        found.update(built_revision=revision, built=None, ledger_key="", problems_key="", error_count=0)
        return
    found.update(
        built_revision=revision,
        built=[vars(sheet) for sheet in ledger.sheets],
        ledger_key=ledger.ledger_key,
        problems_key=ledger.problems_key,
        error_count=ledger.error_count,
        warning_count=ledger.warning_count,
        note_count=ledger.note_count,
    )


def _record_file(reading: StoredReading) -> None:
    newer = ImportFile.objects.filter(pk=reading.file_id, read_revision__lt=reading.revision)
    newer.filter(sheet="").update(sheet=reading.sheet)
    newer.update(
        read_revision=reading.revision,
        status=FileStatus(reading.status),
        reading=reading.record,
        problems_key=reading.problems_key,
        rows_key=reading.rows_key,
        canonical_key=reading.canonical_key,
        canonical_sha256=reading.canonical_sha256,
        origins_key=reading.origins_key,
        canonical_bytes=reading.canonical_bytes,
        error_count=reading.error_count,
        warning_count=reading.warning_count,
        note_count=reading.note_count,
        row_count=reading.rows,
        total_minor=reading.total_minor,
    )
