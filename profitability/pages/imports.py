"""The pages of imports: the list, and one import with its files."""

from dataclasses import dataclass

from accounts.models import Engagement
from jobs.pages import JobCard, job_card
from profitability.domain.template import SHEETS
from profitability.import_models import FileStatus, ImportFile, ImportState, LedgerImport
from profitability.import_texts import kind_text
from profitability.imports.record import FileRecord
from profitability.imports.typed_sheets import TYPED_SHEETS
from profitability.pages.import_steps import Standing, Step, standing_of, steps_of
from profitability.selectors.imports import (
    find_newer_version,
    get_record,
    is_out_of_date,
    is_ready,
    list_imports,
)

_NEEDED = ("customers", "transactions", "pools")


@dataclass(frozen=True)
class ImportLine:
    """One import of the list."""

    found: LedgerImport
    standing: Standing
    names: tuple[str, ...]
    is_replaced: bool


@dataclass(frozen=True)
class ImportsPage:
    """Every import of the engagement, newest first."""

    lines: tuple[ImportLine, ...]


@dataclass(frozen=True)
class FileCard:
    """One file of an import; `amount_minor` sums its main amount."""

    file: ImportFile
    kind: str
    is_stale: bool
    question_count: int
    is_workbook: bool
    is_sie: bool
    remembered: bool
    amount_minor: int | None


@dataclass(frozen=True)
class ImportPage:
    """One import: its files, what is missing, and what it waits for."""

    found: LedgerImport
    steps: tuple[Step, ...]
    standing: Standing
    card: JobCard | None
    files: tuple[FileCard, ...]
    missing: tuple[str, ...]
    missing_required: bool
    is_open: bool
    can_read_again: bool
    can_confirm: bool
    can_undo: bool
    newer: LedgerImport | None
    next_file: ImportFile | None
    typed: tuple[tuple[str, str], ...]


def imports_page(engagement: Engagement) -> ImportsPage:
    """Return the list of imports."""
    found = list(list_imports(engagement))
    latest: dict[tuple[object, object], int] = {}
    for each in found:
        key = (each.period_start, each.period_end)
        latest[key] = max(latest.get(key, 0), each.version or 0)
    return ImportsPage(
        tuple(
            ImportLine(
                each,
                standing_of(each),
                tuple(file.name for file in each.files.all()),
                bool(each.version) and (each.version or 0) < latest[each.period_start, each.period_end],
            )
            for each in found
        )
    )


def import_page(found: LedgerImport) -> ImportPage:
    """Return one import; `found` comes from get_import_or_404."""
    standing = standing_of(found)
    files = tuple(_file_card(file) for file in found.files.all())
    present = {card.file.sheet for card in files}
    required = {sheet.name for sheet in SHEETS if sheet.required}
    missing = [kind for kind in _NEEDED if kind not in present]
    is_open = found.state == ImportState.OPEN
    return ImportPage(
        found=found,
        steps=steps_of(found, "done" if standing.step == "done" else "match" if standing.step != "files" else "files"),
        standing=standing,
        card=job_card(found.job) if found.job else None,
        files=files,
        missing=tuple(kind_text(kind) for kind in missing) if is_open else (),
        missing_required=any(kind in required for kind in missing),
        is_open=is_open,
        can_read_again=is_open and not standing.is_reading and found.built_revision < found.revision,
        can_confirm=is_ready(found),
        can_undo=not is_open and not getattr(found, "published_count", 0),
        newer=find_newer_version(found),
        next_file=next((card.file for card in files if card.file.status == FileStatus.QUESTIONS), None),
        typed=tuple((name, kind_text(name)) for name in TYPED_SHEETS),
    )


def _file_card(file: ImportFile) -> FileCard:
    record: FileRecord | None = get_record(file)
    return FileCard(
        file=file,
        kind=kind_text(file.sheet) if file.sheet else "",
        is_stale=is_out_of_date(file),
        question_count=len(record.questions) + (not record.sheet) if record else 0,
        is_workbook=file.name.lower().endswith((".xlsx", ".xlsm")),
        is_sie=bool(record and record.sie),
        remembered=bool(record and record.remembered),
        amount_minor=file.total_minor,
    )
