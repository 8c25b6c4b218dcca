"""The first rows of a file as they were written, under what each column is read as."""

from dataclasses import dataclass

from filestore import store
from profitability.import_models import ImportFile
from profitability.import_texts import field_text
from profitability.imports.preview import load_head
from profitability.imports.record import FileRecord
from profitability.selectors.imports import list_kept_rows

MOST_ROWS = 100


@dataclass(frozen=True)
class HeadColumn:
    """One column: its name in the file, and what it is read as; empty when it is not read."""

    header: str
    field: str


@dataclass(frozen=True)
class HeadTable:
    """The first rows (row, its cells) of at most `MOST_ROWS`."""

    columns: tuple[HeadColumn, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def head_table(file: ImportFile, record: FileRecord | None) -> HeadTable | None:
    """Return the first rows of a file; None before its columns are known, and for what is no table."""
    if record is None or not record.columns:
        return None
    rows = _list_rows(file)
    if not rows:
        return None
    width = max(len(cells) for _row, cells in rows)
    columns = [HeadColumn(each.header, field_text(each.field) if each.field else "") for each in record.columns]
    return HeadTable(tuple(columns[:width]), rows)


def _list_rows(file: ImportFile) -> tuple[tuple[int, tuple[str, ...]], ...]:
    if file.head_key:
        with store.open_file(file.head_key) as handle:
            return load_head(handle.read())
    return tuple(sorted(list_kept_rows(file).items())[:MOST_ROWS])
