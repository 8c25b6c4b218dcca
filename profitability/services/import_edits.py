"""Mend a file of an import: every change is a row that can be taken back, last first; the file as sent stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from profitability.import_models import CustomerAlias, ImportEdit, ImportFile, LedgerImport
from profitability.intake.mending import CAUSE, CELL, REPLACE, SKIP
from profitability.selectors.imports import ALIAS, TYPED, find_last_edit, last_edit_number
from profitability.services.imports import lock_open_import, request_reading, touch_files

MOST_EDITS = 10_000
MAX_ID_LENGTH = 200


class TooManyEditsError(Exception):
    """The file has so many changes that it is better mended where it came from."""


@dataclass(frozen=True)
class Change:
    """One change to make; see profitability.intake.mending.Edit. `old` holds the rows of a skip, parted by commas."""

    kind: str
    row: int = 0
    place: int = 0
    old: str = ""
    new: str = ""


def change_cells(*, file: ImportFile, cells: Iterable[tuple[int, int, str]], changed_by: User) -> int:
    """Give cells (row, place from 0) new texts; return how many."""
    return _make(file, [Change(CELL, row, place, new=new) for row, place, new in cells], changed_by)


def replace_value(*, file: ImportFile, place: int, old: str, new: str, changed_by: User) -> int:
    """Let `old` be `new` in a whole column."""
    return _make(file, [Change(REPLACE, 0, place, old, new)] if old != new else [], changed_by)


def skip_rows(*, file: ImportFile, rows: Sequence[int], changed_by: User) -> int:
    """Leave rows out of the reading, as one change."""
    numbers = ",".join(str(row) for row in sorted(set(rows)))
    return _make(file, [Change(SKIP, old=numbers)] if numbers else [], changed_by)


def skip_cause(*, file: ImportFile, place: int, cause: str, changed_by: User) -> int:
    """Leave out every row that the column shows to be wrong in one way, as one change; see intake/left_causes.py."""
    return _make(file, [Change(CAUSE, place=place, old=cause)], changed_by)


def map_customers(*, file: ImportFile, pairs: Iterable[tuple[str, str]], changed_by: User) -> int:
    """Let numbers mean customers (number, customer), in every file of the client from now on."""
    changes = [Change(ALIAS, old=old, new=new) for old, new in pairs if old and new and old != new]
    with transaction.atomic():
        made = _make(file, changes, changed_by)
        client = file.ledger_import.engagement.client
        for change in changes:
            CustomerAlias.objects.update_or_create(
                client=client,
                written=change.old[:MAX_ID_LENGTH],
                defaults={"customer_id": change.new[:MAX_ID_LENGTH], "made_by": changed_by},
            )
    return made


@transaction.atomic
def undo_last_edit(*, file: ImportFile, undone_by: User) -> bool:
    """Take the file's last change back; return False when there is none."""
    current = lock_open_import(file.ledger_import)
    last = find_last_edit(file)
    if last is None:
        return False
    if last.kind == ALIAS:
        client = file.ledger_import.engagement.client
        CustomerAlias.objects.filter(client=client, written=last.old, customer_id=last.new).delete()
    last.delete()
    if last.kind == TYPED:
        _take_back_rows(current, file, last, undone_by)
    else:
        _read_again(current, file, undone_by, everywhere=last.kind == ALIAS)
    return True


def _take_back_rows(current: LedgerImport, file: ImportFile, last: ImportEdit, undone_by: User) -> None:
    """Give a typed sheet the rows before its last change; before the first there was none."""
    if last.old:
        ImportFile.objects.filter(pk=file.pk).update(key=last.old)
        _read_again(current, file, undone_by, everywhere=False)
    else:
        ImportFile.objects.filter(pk=file.pk).delete()
        request_reading(current, undone_by)


@transaction.atomic
def forget_alias(*, found: LedgerImport, written: str, forgotten_by: User) -> None:
    """Let a number mean itself again, in every file of the client from now on."""
    current = lock_open_import(found)
    CustomerAlias.objects.filter(client=found.engagement.client, written=written).delete()
    touch_files(current)
    request_reading(current, forgotten_by)


@transaction.atomic
def _make(file: ImportFile, changes: Sequence[Change], changed_by: User) -> int:
    """Add the changes to the list and have the file read again; raise TooManyEditsError, ImportClosedError."""
    if not changes:
        return 0
    current = lock_open_import(file.ledger_import)
    last = last_edit_number(file)
    if last + len(changes) > MOST_EDITS:
        raise TooManyEditsError
    ImportEdit.objects.bulk_create(
        ImportEdit(
            file=file,
            number=number,
            kind=change.kind,
            row=change.row,
            place=change.place,
            old=change.old,
            new=change.new,
            made_by=changed_by,
        )
        for number, change in enumerate(changes, last + 1)
    )
    _read_again(current, file, changed_by, everywhere=any(change.kind == ALIAS for change in changes))
    return len(changes)


def _read_again(current: LedgerImport, file: ImportFile, requested_by: User, *, everywhere: bool) -> None:
    if everywhere:
        touch_files(current)
    else:
        kept = ImportFile.objects.get(pk=file.pk)
        kept.revision += 1
        kept.save(update_fields=["revision"])
    request_reading(current, requested_by)
