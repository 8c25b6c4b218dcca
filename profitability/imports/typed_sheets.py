"""Small sheets that people type on the page instead of sending a file: kept as typed, checked cell by cell.

The content is a CSV file in the exchange format whose cells may still be wrong; the number of a row is its place in the
table on the page, from 1. A row without any text is none.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from profitability.domain.ledger import COMMON, COST_LINES
from profitability.domain.money import QUANTITY_DECIMALS, parse_scaled
from profitability.domain.problem import Problem, error, has_errors
from profitability.domain.template import Column, Kind, Sheet, find_sheet
from profitability.imports.record import FileRecord
from profitability.imports.totals import sum_sheet
from profitability.intake.origins import FIRST_ROW, write_stretches

TYPED_SHEETS = ("pools", "services", "time_equations", "settings")
FRAME_KEYS = ("period_start", "period_end", "currency")
"""Settings that an import has of its own: they are not typed as rows."""

type Rows = Sequence[Sequence[str]]


def find_typed_sheet(name: str) -> Sheet | None:
    """Return the sheet of that name; None when it is none that is typed."""
    return find_sheet(name) if name in TYPED_SHEETS else None


def dump_rows(sheet: Sheet, rows: Rows) -> bytes:
    """Return the rows as the content of a file, without those at the end that hold nothing."""
    filled = [place for place, row in enumerate(rows, 1) if any(row)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in sheet.columns)
    writer.writerows(rows[: max(filled, default=0)])
    return text.getvalue().encode()


def load_rows(path: Path) -> list[list[str]]:
    """Return the rows of content that `dump_rows` made."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))[1:]


def read_typed_sheet(
    path: Path, name: str, target: Path, origins: Path
) -> tuple[FileRecord, tuple[Problem, ...], Path | None]:
    """Check what was typed; write the canonical CSV, and which row of the table each of its rows is."""
    sheet = find_sheet(name)
    assert sheet is not None
    rows = [(number, row) for number, row in enumerate(load_rows(path), 1) if any(row)]
    problems = tuple(problem for number, row in rows for problem in _check_row(sheet, number, row))
    record = FileRecord(sheet=name, status="problems", kinds=(name,), rows=len(rows))
    if has_errors(problems):
        return record, problems, None
    target.write_bytes(dump_rows(sheet, [row for _number, row in rows]))
    write_stretches(np.arange(len(rows)) + FIRST_ROW, np.array([number for number, _row in rows], np.int64), origins)
    totals = sum_sheet(name, target)
    amounts = [total.amount_minor for total in totals if total.amount_minor is not None]
    settled = FileRecord(
        sheet=name,
        status="read",
        kinds=(name,),
        rows=len(rows),
        sum_minor=sum(amounts) if amounts else None,
        totals=totals,
    )
    return settled, problems, target


def keep_settings(path: Path, target: Path) -> Path:
    """Write the settings of a dropped sheet without those that an import has of its own."""
    sheet = find_sheet("settings")
    assert sheet is not None
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        rows = [[*(cell.strip() for cell in row), "", ""][:2] for row in csv.reader(handle)][1:]
    target.write_bytes(dump_rows(sheet, [["", ""] if row[0] in FRAME_KEYS else row for row in rows]))
    return target


def _check_row(sheet: Sheet, number: int, row: Sequence[str]) -> list[Problem]:
    found = [_check_cell(sheet, column, number, text) for column, text in zip(sheet.columns, row, strict=True)]
    return [problem for problem in found if problem is not None]


def _check_cell(sheet: Sheet, column: Column, number: int, text: str) -> Problem | None:
    if not text:
        return error("missing_value", sheet.name, number, column.name, field=column.name) if column.required else None
    if column.name == "line" and text not in (*COST_LINES, COMMON):
        return error("line_unknown", sheet.name, number, column.name, text, field=column.name)
    if sheet.name == "settings" and column.name == "key" and text in FRAME_KEYS:
        return error("setting_of_the_frame", sheet.name, number, column.name, text)
    if column.kind not in (Kind.AMOUNT, Kind.QUANTITY):
        return None
    decimals = 2 if column.kind is Kind.AMOUNT else QUANTITY_DECIMALS
    value = parse_scaled(text, decimals)
    if value is None:
        is_fine = parse_scaled(text, 18) is not None
        code, params = ("too_many_decimals", {"decimals": decimals}) if is_fine else ("not_a_number", {})
        return error(code, sheet.name, number, column.name, text, field=column.name, **params)
    if value < 0 and not column.signed:
        return error("negative_quantity", sheet.name, number, column.name, text)
    return None
