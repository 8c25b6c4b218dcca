"""Find imports and what is remembered of a client. Everything is scoped to an engagement: foreign is never existed."""

import uuid
from collections.abc import Mapping

import pyarrow.parquet as pq
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from accounts.models import Client, Engagement
from filestore import store
from profitability.domain.template import Sheet
from profitability.import_models import (
    CustomerAlias,
    FileStatus,
    ImportEdit,
    ImportFile,
    ImportLayout,
    ImportState,
    LedgerImport,
)
from profitability.imports.record import BuiltSheet, FileRecord, load_record
from profitability.intake.mending import CELL, REPLACE, SKIP, Edit, bare
from profitability.models import RunState

ALIAS = "alias"
"""The kind of an edit that says which customer a number means."""

TYPED = "typed"
"""The kind of an edit that gives a typed sheet other rows."""


def list_imports(engagement: Engagement) -> QuerySet[LedgerImport]:
    """Return the imports of the engagement, newest first, with `published_count`: published runs of their upload."""
    published = Count("upload__runs", filter=Q(upload__runs__state=RunState.PUBLISHED), distinct=True)
    return (
        LedgerImport.objects.filter(engagement=engagement)
        .select_related("engagement__client", "job", "upload__job", "started_by", "imported_by")
        .prefetch_related("files")
        .annotate(published_count=published)
    )


def get_import_or_404(engagement: Engagement, import_id: uuid.UUID) -> LedgerImport:
    """Return the import with its files; raise Http404 when it is foreign or never existed."""
    found = list_imports(engagement).filter(pk=import_id).first()
    if found is None:
        raise Http404
    return found


def get_import_file_or_404(engagement: Engagement, file_id: uuid.UUID) -> ImportFile:
    """Return a file of an import of the engagement; raise Http404 when it is foreign or never existed."""
    found = (
        ImportFile.objects.filter(ledger_import__engagement=engagement, pk=file_id)
        .select_related("ledger_import__engagement__client", "ledger_import__job")
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_import_for_reading(import_id: uuid.UUID) -> LedgerImport:
    """Return the import with its files, for the job that reads it."""
    return LedgerImport.objects.select_related("engagement__client").prefetch_related("files").get(pk=import_id)


def get_record(file: ImportFile) -> FileRecord | None:
    """Return what was understood of the file at its last reading."""
    return load_record(file.reading)


def is_out_of_date(file: ImportFile) -> bool:
    """Say whether the file is to be read again."""
    return file.read_revision < file.revision


def find_typed_file(found: LedgerImport, sheet: Sheet) -> ImportFile | None:
    """Return the file that holds what was typed of a sheet; None when nothing was."""
    return next((file for file in found.files.all() if file.is_typed and file.sheet == sheet.name), None)


def is_ready(found: LedgerImport) -> bool:
    """Say whether the import can be confirmed: all read as it stands now, put together, and nothing wrong."""
    return (
        found.state == ImportState.OPEN
        and found.built_revision == found.revision
        and bool(found.ledger_key)
        and all(file.status == FileStatus.READ for file in found.files.all())
    )


def load_built_sheets(found: LedgerImport) -> tuple[BuiltSheet, ...]:
    """Return the sheets that the import's ledger was put together of."""
    return tuple(BuiltSheet(**sheet) for sheet in found.built or ())


def list_edits(file: ImportFile) -> tuple[Edit, ...]:
    """Return the changes of the file's texts in their order."""
    return tuple(
        expanded
        for edit in ImportEdit.objects.filter(file=file).exclude(kind__in=(ALIAS, TYPED))
        for expanded in _expand(edit)
    )


def _expand(edit: ImportEdit) -> list[Edit]:
    """Return the change as the reading knows it: one skip for each of its rows."""
    if edit.kind == SKIP:
        return [Edit(SKIP, int(row)) for row in edit.old.split(",") if row]
    return [Edit(edit.kind, edit.row, edit.place, edit.old, edit.new)]


def find_last_edit(file: ImportFile) -> ImportEdit | None:
    """Return the change that would be taken back first."""
    return ImportEdit.objects.filter(file=file).select_related("made_by").order_by("-number").first()


def last_edit_number(file: ImportFile) -> int:
    """Return the number of the file's last change; 0 when there is none."""
    last = find_last_edit(file)
    return last.number if last else 0


def count_edits(file: ImportFile) -> int:
    """Return how many changes the file has."""
    return ImportEdit.objects.filter(file=file).count()


def get_layouts(client: Client) -> Mapping[str, Mapping[str, str]]:
    """Return the remembered answers by layout."""
    return {each.fingerprint: each.answers for each in ImportLayout.objects.filter(client=client)}


def get_layout_sheets(client: Client) -> Mapping[str, str]:
    """Return the sheet of each remembered layout."""
    return dict(ImportLayout.objects.filter(client=client).values_list("fingerprint", "sheet"))


def get_aliases(client: Client) -> Mapping[str, str]:
    """Return the customers that numbers mean."""
    return dict(CustomerAlias.objects.filter(client=client).values_list("written", "customer_id"))


def find_newer_version(found: LedgerImport) -> LedgerImport | None:
    """Return the import in force when a later one replaced `found`."""
    if found.version is None:
        return None
    return (
        LedgerImport.objects.filter(
            engagement=found.engagement,
            state=ImportState.IMPORTED,
            period_start=found.period_start,
            period_end=found.period_end,
            version__gt=found.version,
        )
        .order_by("-version")
        .first()
    )


def list_kept_rows(file: ImportFile) -> dict[int, tuple[str, ...]]:
    """Return the texts of the rows with problems by row, with every change made since they were read."""
    if not file.rows_key:
        return {}
    table = pq.read_table(store.local_path(file.rows_key))
    numbers = table.column("source_row").to_pylist()
    columns = [table.column(name).to_pylist() for name in table.column_names if name != "source_row"]
    rows = {int(row): [column[place] or "" for column in columns] for place, row in enumerate(numbers)}
    for edit in list_edits(file):
        _apply(edit, rows)
    return {row: tuple(bare(cell) for cell in cells) for row, cells in rows.items()}


def _apply(edit: Edit, rows: dict[int, list[str]]) -> None:
    if edit.kind == SKIP:
        rows.pop(edit.row, None)
    elif edit.kind == CELL:
        if edit.row in rows and edit.place < len(rows[edit.row]):
            rows[edit.row][edit.place] = edit.new
    elif edit.kind == REPLACE:
        for cells in rows.values():
            if edit.place < len(cells) and bare(cells[edit.place]) == edit.old:
                cells[edit.place] = edit.new
