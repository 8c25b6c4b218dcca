"""The child process that parses a workbook: every sheet becomes a CSV file of plain texts.

Numbers arrive as float64. Their text is the shortest that reads back as the same float, or the fifteen digits that a
spreadsheet shows where the rest is noise (0.30000000000000004 is 0.3); a number beyond 2**53, whose digits are lost, is
left in exponent form, which no column accepts.
"""

import csv
import json
import posixpath
import re
import resource
import sys
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

MOST_SHEETS = 1_000
_CHUNK = 1 << 20
_LONGEST_CELL = 1 << 12
_ERROR_CELL = re.compile(
    rb'<c r="(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})"[^>]*? t="e"[^>]*>'
    rb"(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>(?P<text>[^<]*)</v>"
)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = f"{_MAIN}sheet"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NOISE = Decimal("1e-7")
_LARGEST_EXACT = 2**53
_SURE_LENGTH = 16
"""A text of a float with no more signs, its point among them, is both the shortest and what fifteen digits show."""

_FIRST_SURE_DATE = date(1900, 3, 1)
"""Before it, spreadsheets disagree: they believe in 29 February 1900."""


def format_cell(value: object) -> str:
    """Return the plain text of a cell's value."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return _format_float(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat() if value >= _FIRST_SURE_DATE else f"?{value.isoformat()}"
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def _format_float(value: float) -> str:
    if abs(value) >= _LARGEST_EXACT or value != value:
        return repr(value) if "e" in repr(value) else f"{value:e}"
    if value.is_integer():
        return f"{value:.0f}"
    short = repr(value)
    if len(short) <= _SURE_LENGTH and "e" not in short:
        return short
    shortest, shown = Decimal(short), Decimal(f"{value:.15g}")
    chosen = shown if abs(shortest - shown) < _NOISE else shortest
    text = format(chosen, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def find_error_cells(package: zipfile.ZipFile, part: str) -> dict[int, dict[int, str]]:
    """Return the texts of a sheet's error cells (#N/A …) by row and column, from 0; the parser leaves them empty."""
    found: dict[int, dict[int, str]] = {}
    with package.open(part) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            for cell in _ERROR_CELL.finditer(text):
                column = 0
                for letter in cell["column"]:
                    column = column * 26 + letter - ord("A") + 1
                found.setdefault(int(cell["row"]) - 1, {})[column - 1] = cell["text"].decode()
            rest = text[-_LONGEST_CELL:]
    return found


def list_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the file in the package of each sheet, by the sheet's name."""
    links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - in a child with limits
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - in a child with limits
    return {
        sheet.get("name", ""): posixpath.normpath(posixpath.join("/xl", targets.get(sheet.get(_LINK, ""), ""))).lstrip(
            "/"
        )
        for sheet in book.iter(_SHEET)
    }


def write_sheet(sheet: CalamineSheet, errors: dict[int, dict[int, str]], target: Path) -> None:
    """Write a sheet as CSV text, with the texts of its error cells."""
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        for number, row in enumerate(sheet.iter_rows()):
            cells = [format_cell(value) for value in row]
            for column, text in errors.get(number, {}).items():
                if column < len(cells):
                    cells[column] = text
            writer.writerow(cells)


def hold_to(kind: int, now: int, most: int) -> None:
    """Hold this process to a limit, which it may raise to `most` itself; one it is held to from outside stays."""
    held = resource.getrlimit(kind)[1]
    if held != resource.RLIM_INFINITY:
        now, most = min(now, held), min(most, held)
    resource.setrlimit(kind, (now, most))


def main(source: str, target: str, memory_mb: int, cpu_seconds: int) -> int:
    """Write the workbook's sheets to `target` and their names to standard output; return the exit code."""
    hold_to(resource.RLIMIT_AS, memory_mb << 20, memory_mb << 20)
    hold_to(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds)
    written = []
    try:
        workbook = CalamineWorkbook.from_path(source)
        with zipfile.ZipFile(source) as package:
            parts, held = list_parts(package), set(package.namelist())
            used = [part for part in parts.values() if part in held]
            if len(workbook.sheet_names) > MOST_SHEETS or len(set(used)) < len(used):
                return 3
            for position, name in enumerate(workbook.sheet_names):
                part = parts.get(name, "")
                errors = find_error_cells(package, part) if part in held else {}
                write_sheet(workbook.get_sheet_by_name(name), errors, Path(target) / f"{position}.csv")
                written.append((name, f"{position}.csv"))
    except (CalamineError, KeyError, ElementTree.ParseError):
        return 3
    sys.stdout.write(json.dumps(written))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
