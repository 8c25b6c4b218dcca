"""Read the error workbook that came back: which cells were changed, and which rows are to be skipped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from profitability.intake.delimiters import Dialect
from profitability.intake.limits import IntakeLimits
from profitability.intake.mending import bare
from profitability.intake.records import part_records
from profitability.intake.sources import open_source, open_text


@dataclass(frozen=True)
class MendedRows:
    """What was changed: cells (row, place, new text; a workbook's marks kept), and rows to leave out."""

    cells: tuple[tuple[int, int, str], ...]
    skipped: tuple[int, ...]


class NotAnErrorWorkbookError(Exception):
    """The file is no workbook, or has not the columns of an error workbook of this file."""


def read_mended_workbook(
    path: Path,
    folder: Path,
    names: Sequence[str],
    rows: Mapping[int, tuple[str, ...]],
    heads: tuple[str, str],
    limits: IntakeLimits,
) -> MendedRows:
    """Compare the workbook with `rows` as they stand; `names` are the file's columns, `heads` (row, skip) headings.

    Columns and rows that the file does not have are passed over. Raise NotAnErrorWorkbookError.
    """
    table = open_source(path, "transactions", folder, {}, limits).table
    if table is None or not table.is_workbook:
        raise NotAnErrorWorkbookError
    with open_text(table, "utf-8") as handle:
        records = list(part_records(handle, Dialect(",")))
    if not records or heads[0] not in [bare(cell) for cell in records[0].cells]:
        raise NotAnErrorWorkbookError
    header = [bare(cell) for cell in records[0].cells]
    places = {index: names.index(name) for index, name in enumerate(header) if name in names}
    cells: list[tuple[int, int, str]] = []
    skipped: list[int] = []
    for record in records[1:]:
        number = bare(_cell(record.cells, header.index(heads[0]))).removesuffix(".0")
        row = int(number) if number.isdecimal() else 0
        if row not in rows:
            continue
        if heads[1] in header and bare(_cell(record.cells, header.index(heads[1]))):
            skipped.append(row)
            continue
        for index, place in places.items():
            text = _cell(record.cells, index)
            if bare(text) != rows[row][place]:
                cells.append((row, place, text.strip()))
    return MendedRows(tuple(cells), tuple(skipped))


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""
