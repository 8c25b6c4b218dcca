"""Workbooks of authors: tables into XLSX and back."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from assessment.domain.tables import COLUMNS, Row, Table


def write_workbook(tables: Sequence[Table], path: Path) -> None:
    """Write one sheet per table, every cell as text, so that nothing is taken for a formula or a number."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        bold = workbook.add_format({"bold": True})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = workbook.add_worksheet(table.name)
            columns = _columns(table)
            sheet.freeze_panes(1, 2)
            for index, column in enumerate(columns):
                sheet.write_string(0, index, column, bold)
                sheet.set_column(index, index, 40 if "::" in column else 14)
            for number, row in enumerate(table.rows, start=1):
                for index, column in enumerate(columns):
                    if column in row:
                        sheet.write_string(number, index, row[column], wrapped)


def read_workbook(path: Path) -> tuple[Table, ...]:
    """Read every sheet as text: the first row names the columns; whole numbers lose the decimals Excel gives them."""
    workbook = CalamineWorkbook.from_path(path)
    return tuple(Table(name, _rows(workbook.get_sheet_by_name(name).to_python())) for name in workbook.sheet_names)


def _columns(table: Table) -> list[str]:
    used = {column for row in table.rows for column in row}
    known = [column for column in COLUMNS.get(table.name, ()) if column in used]
    return [*known, *dict.fromkeys(column for row in table.rows for column in row if column not in known)]


def _rows(cells: Sequence[Sequence[object]]) -> tuple[Row, ...]:
    if not cells:
        return ()
    columns = [str(column).strip() for column in cells[0]]
    rows = [
        {column: text for column, cell in zip(columns, line, strict=False) if column and (text := _text(cell))}
        for line in cells[1:]
    ]
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
