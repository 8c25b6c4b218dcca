"""Keep small sheets that people type on the page: each saving is a change that can be taken back."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from filestore import store
from profitability.domain.template import Sheet
from profitability.import_models import ImportEdit, ImportFile, LedgerImport
from profitability.imports.typed_sheets import dump_rows
from profitability.selectors.imports import TYPED, last_edit_number
from profitability.services.imports import area_of, lock_open_import, request_reading


@transaction.atomic
def save_typed_sheet(*, found: LedgerImport, sheet: Sheet, rows: Sequence[Sequence[str]], saved_by: User) -> bool:
    """Let the sheet hold these rows, as typed; return whether that is a change. Raise ImportClosedError."""
    current = lock_open_import(found)
    stored = store.save_stream(area_of(current.engagement), [dump_rows(sheet, rows)])
    file = current.files.filter(is_typed=True, sheet=sheet.name).first()
    if file is None:
        if not any(any(row) for row in rows):
            return False
        file = _begin(current, sheet)
    if stored.key == file.key:
        return False
    before = file.key
    file.key, file.size_bytes = stored.key, stored.size
    file.revision += 1
    file.save()
    ImportEdit.objects.create(
        file=file, number=last_edit_number(file) + 1, kind=TYPED, old=before, new=stored.key, made_by=saved_by
    )
    request_reading(current, saved_by)
    return True


def _begin(current: LedgerImport, sheet: Sheet) -> ImportFile:
    """Return a file for the sheet, not saved yet; its hash is of what it is, not of what it holds: one in an import."""
    last = current.files.order_by("-position").values_list("position", flat=True).first()
    return ImportFile(
        ledger_import=current,
        position=0 if last is None else last + 1,
        name=_("Skrivet på sidan: %(sheet)s") % {"sheet": sheet.name},
        sha256=hashlib.sha256(f"typed {sheet.name}".encode()).hexdigest(),
        size_bytes=0,
        sheet=sheet.name,
        is_typed=True,
        revision=0,
    )
