"""The child process that parses a workbook: every sheet becomes a CSV file of plain texts.

Numbers arrive as float64. Their text is the shortest that reads back as the same float, or the fifteen digits that a
spreadsheet shows where the rest is noise (0.30000000000000004 is 0.3); a number beyond 2**53, whose digits are lost, is
left in exponent form, which no column accepts.
"""

import csv
import json
import resource
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

_NOISE = Decimal("1e-7")
_LARGEST_EXACT = 2**53
_FIRST_SURE_DATE = date(1900, 3, 1)
"""Before it, spreadsheets disagree: they believe in 29 February 1900."""


def format_cell(value: object) -> str:
    """Return the plain text of a cell's value."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _format_float(value)
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
    shortest, shown = Decimal(repr(value)), Decimal(f"{value:.15g}")
    chosen = shown if abs(shortest - shown) < _NOISE else shortest
    text = format(chosen, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def main(source: str, target: str, memory_mb: int, cpu_seconds: int) -> int:
    """Write the workbook's sheets to `target` and their names to standard output; return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    written = []
    try:
        workbook = CalamineWorkbook.from_path(source)
        for position, name in enumerate(workbook.sheet_names):
            file = f"{position}.csv"
            sheet = workbook.get_sheet_by_name(name)
            with (Path(target) / file).open("w", encoding="utf-8", newline="") as handle:
                writer = csv.writer(handle, lineterminator="\n")
                writer.writerows([format_cell(value) for value in row] for row in sheet.iter_rows())
            written.append((name, file))
    except CalamineError:
        return 3
    sys.stdout.write(json.dumps(written))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
