"""An import as files to keep: its sheets in the exchange format, never run by a spreadsheet, read back without loss."""

import csv
import io
import tempfile
import zipfile
from typing import IO

from filestore import store
from profitability.domain.exports import guard_formula
from profitability.import_models import LedgerImport
from profitability.selectors.imports import load_built_sheets

_IN_MEMORY_BYTES = 10_000_000


def open_export(found: LedgerImport) -> IO[bytes] | None:
    """Return a zip of the sheets as CSV, open for reading; None when the import has not been put together."""
    sheets = load_built_sheets(found)
    if not sheets:
        return None
    target = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - handed to the response
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            with archive.open(f"{sheet.name}.csv", "w", force_zip64=True) as entry:
                _write_guarded(sheet.key, entry)
    target.seek(0)
    return target


def _write_guarded(key: str, entry: IO[bytes]) -> None:
    """Copy a CSV file with an apostrophe before every text that a spreadsheet would run; numbers stay numbers."""
    with store.open_file(key) as source, io.TextIOWrapper(entry, "utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        for row in csv.reader(io.TextIOWrapper(source, "utf-8", newline="")):
            writer.writerow([guard_formula(cell) for cell in row])
