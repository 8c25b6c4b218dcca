"""The child process that opens a workbook from strangers: look into the zip, then write every sheet as CSV of texts.

Nothing but this process parses the file, under limits of memory and processor time. A number is marked with U+0001, a
date with U+0002, so that what the workbook knows about a cell is not lost in text.
"""

import csv
import json
import resource
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path

from profitability.intake.cell_styles import Shown
from profitability.intake.package_head import copy_head
from profitability.intake.package_scan import Scan, column_number, look_into, scan_package
from profitability.readers.workbook_child import MOST_SHEETS, format_cell, hold_to

_MIB = 1 << 20
_BYTES_PER_CELL = 120


@dataclass(frozen=True)
class SheetFile:
    """One sheet as it was written."""

    name: str
    file: str
    is_hidden: bool
    rows: int
    formulas_without_value: tuple[str, ...]
    hidden_rows: tuple[int, ...]
    struck_rows: tuple[int, ...]
    shown: tuple[Shown, ...]


def mark_cell(value: object) -> str:
    """Return the text of a cell, with its mark."""
    if isinstance(value, str):
        return value.replace("\x00", "").strip("\x01\x02")
    text = format_cell(value)
    if isinstance(value, bool) or not text:
        return text
    if isinstance(value, (int, float)):
        return f"\x01{text}"
    if isinstance(value, (datetime, date)):
        return f"\x02{text}"
    return text


def _write_sheets(source: str, target: Path, scan: Scan) -> list[SheetFile]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_path(source)
    if len(workbook.sheets_metadata) > MOST_SHEETS:
        scan.danger, scan.detail = "too_many_sheets", str(MOST_SHEETS)
        return []
    written = []
    for position, meta in enumerate(workbook.sheets_metadata):
        if meta.typ is not SheetTypeEnum.WorkSheet:
            continue
        file = f"{position}.csv"
        rows = 0
        sheet = workbook.get_sheet_by_name(meta.name)
        first = sheet.start[1] if sheet.start else 0
        errors = _place_errors(scan.errors.get(meta.name, {}), first)
        with (target / file).open("w", encoding="utf-8", errors="replace", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            for row in sheet.iter_rows():
                rows += 1
                cells = [mark_cell(value) for value in row]
                for place, text in errors.get(rows, ()):
                    cells[place] = text
                writer.writerow(cells)
        is_hidden = meta.visible is not SheetVisibleEnum.Visible
        empty = scan.formulas_without_value.get(meta.name, ())
        hidden = tuple(row for row in scan.hidden_rows.get(meta.name, ()) if row <= rows)
        struck = tuple(row for row in scan.struck_rows.get(meta.name, ()) if row <= rows)
        shown = tuple(replace(each, place=each.place - first) for each in scan.shown.get(meta.name, ()))
        written.append(SheetFile(meta.name, file, is_hidden, rows, empty, hidden, struck, shown))
    return written


def _place_errors(errors: dict[str, str], first_column: int) -> dict[int, list[tuple[int, str]]]:
    """Return by row (from 1) the places in the written row (from 0) of cells that show an error, and what they show."""
    placed: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for cell, shown in errors.items():
        letters = cell.rstrip("0123456789")
        placed[int(cell[len(letters) :])].append((column_number(letters.encode()) - 1 - first_column, shown))
    return placed


def main(source: str, target: str, memory_mb: int, cpu_seconds: int, limits: str) -> int:
    """Scan and write; the answer is JSON on standard output. `limits` ends in how many rows are wanted, 0 for all."""
    most = int(4 * memory_mb) * _MIB
    hold_to(resource.RLIMIT_AS, memory_mb * _MIB, most)
    hold_to(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds)
    unpacked_bytes, rows, columns, first = (int(part) for part in limits.split(","))
    scan = Scan()
    if first:
        head = Path(target) / "head.xlsx"
        scan = look_into(Path(source), lambda package, _: copy_head(package, head, first))
        source = str(head)
    if not scan.danger:
        scan = scan_package(Path(source), unpacked_bytes, rows, columns)
    sheets = list[SheetFile]()
    if not scan.danger:
        wanted = memory_mb * _MIB + scan.cells * _BYTES_PER_CELL if scan.cells > 500_000 else memory_mb * _MIB
        hold_to(resource.RLIMIT_AS, min(wanted, most), most)
        sheets = _write_sheets(source, Path(target), scan)
    read = {"sheets": [asdict(sheet) for sheet in sheets], "system": scan.date_system, "has_macros": scan.has_macros}
    sys.stdout.write(json.dumps({"danger": scan.danger, "detail": scan.detail} if scan.danger else read))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]))
