"""Background work: read the files of an import, and put them together as the ledger that a run is made of."""

import tempfile
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path

from django.conf import settings

from accounts.access import Action
from filestore import store
from jobs.registry import JobContext, Outcome, job_handler
from profitability.domain.problem import Level, Problem
from profitability.import_models import ImportFile, LedgerImport
from profitability.imports.kinds import guess_kind
from profitability.imports.ledger import BuiltLedger, Frame, Part, build_ledger
from profitability.imports.preview import PREVIEW_FROM_BYTES, dump_head, preview_import_file
from profitability.imports.reading import FileResult, FileTask, read_import_file
from profitability.imports.record import BuiltSheet, FileRecord, dump_record
from profitability.intake.checks import Scope
from profitability.intake.limits import IntakeLimits
from profitability.intake.mending import Mending
from profitability.readers.limits import ReadLimits
from profitability.selectors.imports import (
    get_aliases,
    get_import_for_reading,
    get_layouts,
    get_record,
    is_out_of_date,
    list_edits,
)
from profitability.services.import_readings import StoredLedger, StoredReading, record_preview, record_readings
from profitability.services.imports import READ_IMPORT, area_of, follow_up
from profitability.services.problems import keep_problems
from ui.numbers import read_number

_READING_SHARE = 0.7


@job_handler(READ_IMPORT, lease_seconds=60, action=Action.UPLOAD_LEDGER)
def read_import(context: JobContext, *, import_id: str) -> Outcome:
    """Read every file that has changed, customers first; when all are read, put the ledger together."""
    found = get_import_for_reading(uuid.UUID(import_id))
    if found.built_revision == found.revision:
        return Outcome(result={"files": 0}, apply=partial(follow_up, found.id, found.revision))
    context.progress("open", 0.0)
    with tempfile.TemporaryDirectory(prefix="kundverk-import-") as temporary:
        work = _Work(found, Path(temporary), context)
        work.preview_files()
        work.read_files()
        ledger = work.build() if work.is_whole() else None

    def apply() -> None:
        record_readings(found.id, found.revision, tuple(work.readings), ledger)
        follow_up(found.id, found.revision)

    return Outcome(result={"files": len(work.readings)}, apply=apply)


@dataclass(frozen=True)
class _Canonical:
    """The canonical CSV of a file: its sheet, how many rows of it, and from where in the file they are."""

    sheet: str
    key: str
    rows: int
    file_sheet: str
    origins_key: str


@dataclass
class _Work:
    """One reading of an import: what was read again, and the canonical file of every file that is read."""

    found: LedgerImport
    folder: Path
    context: JobContext
    readings: list[StoredReading] = field(default_factory=list)
    canonical: dict[uuid.UUID, _Canonical] = field(default_factory=dict)

    def preview_files(self) -> None:
        """Let people see the first rows of new files, and how they would be read, before the whole is read."""
        client = self.found.engagement.client
        mending = Mending(aliases=get_aliases(client), layouts=get_layouts(client))
        for file in self.found.files.all():
            if file.head_key or file.read_revision or file.size_bytes < PREVIEW_FROM_BYTES:
                continue
            shown = preview_import_file(self._task(file, mending, None), self._place(file))
            self.context.progress("preview", 0.0)
            if shown is not None:
                head = store.save_stream(area_of(self.found.engagement), [dump_head(shown.rows)])
                record_preview(file.id, shown.record.sheet, dump_record(shown.record), head.key)

    def read_files(self) -> None:
        """Read what is out of date; new customers have every other file read again."""
        files = sorted(self.found.files.all(), key=lambda file: (file.sheet != "customers", file.position))
        undecided = [file for file in files if not file.sheet]
        ordered = [*undecided, *(file for file in files if file.sheet)]
        client = self.found.engagement.client
        mending = Mending(aliases=get_aliases(client), layouts=get_layouts(client))
        before = {file.canonical_sha256 for file in files if file.sheet == "customers" and file.status == "read"}
        late: list[ImportFile] = []
        for file in ordered:
            if file.sheet == "customers":
                self._read_if_needed(file, mending, force=False)
            elif file.sheet:
                late.append(file)
            else:
                self._read_undecided(file, mending, late)
        after = {reading.canonical_sha256 for reading in self.readings if reading.sheet == "customers"}
        changed = bool(after) and after != before
        for file in late:
            self._read_if_needed(file, mending, force=changed)

    def _read_undecided(self, file: ImportFile, mending: Mending, late: list[ImportFile]) -> None:
        """Tell what a file is; customers, and what only a person can tell, are read at once, the rest later."""
        guess = guess_kind(store.local_path(file.key), file.name, intake_limits(), mending.layouts)
        file.sheet = guess.sheet
        if guess.sheet in ("customers", ""):
            self._read_if_needed(file, mending, force=False)
        else:
            late.append(file)

    def _read_if_needed(self, file: ImportFile, mending: Mending, *, force: bool) -> None:
        if not force and not is_out_of_date(file):
            if file.status == "read":
                self._note(file, file.sheet, file.canonical_key, file.origins_key, get_record(file))
            return
        self.context.progress("read", _READING_SHARE * len(self.readings) / max(len(self.found.files.all()), 1))
        customers = self._find_customers() if file.sheet != "customers" else None
        self._keep(file, read_import_file(self._task(file, mending, customers), self._place(file)))

    def _find_customers(self) -> Path | None:
        keys = [each.key for each in self.canonical.values() if each.sheet == "customers"]
        return store.local_path(keys[0]) if len(keys) == 1 else None

    def _place(self, file: ImportFile) -> Path:
        place = self.folder / file.id.hex
        place.mkdir(exist_ok=True)
        return place

    def _task(self, file: ImportFile, mending: Mending, customers: Path | None) -> FileTask:
        total, currency = _read_total(file.total_text), self.found.currency
        scope = Scope(customers, self.found.period_start, self.found.period_end, total, currency)
        own = Mending(list_edits(file), mending.aliases, mending.layouts)
        return FileTask(
            store.local_path(file.key),
            file.name,
            file.sheet,
            dict(file.answers),
            scope,
            own,
            intake_limits(),
            file.is_typed,
        )

    def _keep(self, file: ImportFile, result: FileResult) -> None:
        area = area_of(self.found.engagement)
        kept = store.save_path(area, result.canonical) if result.canonical else None
        rows = store.save_path(area, result.rows) if result.rows else None
        origins = store.save_path(area, result.origins) if result.origins else None
        levels = count_levels(result.problems)
        record = result.record
        if kept is not None:
            self._note(file, record.sheet, kept.key, origins.key if origins else "", record)
        self.readings.append(
            StoredReading(
                file_id=file.id,
                revision=file.revision,
                sheet=record.sheet,
                status=record.status,
                record=dump_record(record),
                problems_key=keep_problems(self.context.engagement_id, result.problems),
                rows_key=rows.key if rows else "",
                canonical_key=kept.key if kept else "",
                canonical_sha256=kept.sha256 if kept else "",
                canonical_bytes=kept.size if kept else 0,
                origins_key=origins.key if origins else "",
                error_count=levels[Level.ERROR],
                warning_count=levels[Level.WARNING],
                note_count=levels[Level.NOTE],
                rows=record.rows,
                total_minor=record.sum_minor,
            )
        )

    def _note(self, file: ImportFile, sheet: str, key: str, origins_key: str, record: FileRecord | None) -> None:
        if record is not None:
            self.canonical[file.id] = _Canonical(sheet, key, record.rows, record.sheet_name, origins_key)

    def is_whole(self) -> bool:
        """Say whether every file of the import is read."""
        return bool(self.canonical) and len(self.canonical) == len(self.found.files.all())

    def build(self) -> StoredLedger:
        """Put the ledger together and keep it, with its sheets as files."""
        sheets: dict[str, list[Part]] = {}
        for file in self.found.files.all():
            each = self.canonical[file.id]
            origins = store.local_path(each.origins_key) if each.origins_key else None
            part = Part(store.local_path(each.key), file.name, each.file_sheet, each.rows, origins)
            sheets.setdefault(each.sheet, []).append(part)
        frame = Frame(self.found.period_start, self.found.period_end, self.found.currency)
        with store.new_folder(f"ledgers/{self.context.engagement_id}") as (key, folder):
            built = build_ledger(sheets, frame, self.folder, folder, _read_limits(), self._progress)
            if built.result.has_errors:
                for path in folder.iterdir():
                    path.unlink()
        levels = count_levels(built.result.problems)
        return StoredLedger(
            self._keep_sheets(built),
            "" if built.result.has_errors else key,
            keep_problems(self.context.engagement_id, built.result.problems),
            levels[Level.ERROR],
            levels[Level.WARNING],
            levels[Level.NOTE],
        )

    def _progress(self, stage: str, share: float) -> None:
        self.context.progress(stage, _READING_SHARE + (1 - _READING_SHARE) * share)

    def _keep_sheets(self, built: BuiltLedger) -> tuple[BuiltSheet, ...]:
        read = {sheet.name: sheet for sheet in built.result.sheets}
        kept: Mapping[str, store.StoredFile] = {
            name: store.save_path(area_of(self.found.engagement), path) for name, path in built.sheets.items()
        }
        return tuple(
            BuiltSheet(name, file.key, file.sha256, file.size, read[name].rows, read[name].sum_minor)
            for name, file in kept.items()
            if name in read
        )


def count_levels(problems: Sequence[Problem]) -> Counter[Level]:
    """Count problems by level."""
    return Counter(problem.level for problem in problems)


def _read_total(text: str) -> Decimal | None:
    """Return the total that a person typed; None when there is none."""
    try:
        return read_number(text, decimal_point=None).value if text else None
    except InvalidOperation:
        return None


def intake_limits() -> IntakeLimits:
    """Return what a dropped file may cost, by the settings."""
    return IntakeLimits(
        workbook_bytes=settings.UPLOAD_MAX_BYTES,
        text_bytes=settings.IMPORT_TEXT_MAX_BYTES,
        unpacked_bytes=settings.UPLOAD_UNPACKED_MAX_BYTES,
        workbook_rows=settings.IMPORT_MAX_ROWS,
        columns=settings.IMPORT_MAX_COLUMNS,
        child_memory_mb=settings.IMPORT_MEMORY_MB,
        child_cpu_seconds=settings.IMPORT_CPU_SECONDS,
    )


def _read_limits() -> ReadLimits:
    return ReadLimits(
        unpacked_bytes=settings.UPLOAD_UNPACKED_MAX_BYTES,
        workbook_memory_mb=settings.READER_MEMORY_MB,
        workbook_cpu_seconds=settings.READER_CPU_SECONDS,
    )
