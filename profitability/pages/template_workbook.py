"""The workbook to fill in: a guide, then every sheet of the exchange format with its headings and one example row."""

from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from profitability.domain.template import SHEETS, Column, Kind, Sheet
from profitability.pages.format_texts import column_text, kind_text, sheet_text

_SETTINGS_ROWS = (
    ("period_start", "2025-01-01"),
    ("period_end", "2025-12-31"),
    ("currency", "SEK"),
    ("tier_rule", "whale"),
)


def template_workbook() -> BytesIO:
    """Return the workbook, ready to send; its example rows are to be overwritten."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    _write_guide(book)
    for sheet in SHEETS:
        _write_sheet(book, sheet)
    book.close()
    content.seek(0)
    return content


def _write_guide(book: xlsxwriter.Workbook) -> None:
    page = book.add_worksheet(_("Vägledning"))
    page.hide_gridlines(2)
    title = book.add_format({"bold": True, "font_size": 16})
    heading = book.add_format({"bold": True, "font_size": 12, "top": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 14)
    page.set_column(2, 2, 22)
    page.set_column(3, 3, 80)
    page.write_string(0, 0, _("Underlag för kundlönsamhet"), title)
    page.write_string(
        1, 0, _("Skriv över exempelraderna. Rubrikerna ska stå kvar. Blad som inte behövs får vara tomma.")
    )
    row = 3
    for sheet in SHEETS:
        page.write_string(row, 0, sheet.name, heading)
        page.write_string(row, 1, _("krävs") if sheet.required else _("frivilligt"), heading)
        page.write_string(row, 2, "", heading)
        page.write_string(row, 3, sheet_text(sheet), heading)
        for column in sheet.columns:
            row += 1
            page.write_string(row, 0, column.name, wrapped)
            page.write_string(row, 1, _("krävs") if column.required else _("frivilligt"), wrapped)
            page.write_string(row, 2, kind_text(column), wrapped)
            page.write_string(row, 3, column_text(sheet, column), wrapped)
        row += 2


def _write_sheet(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    formats = {
        True: book.add_format({"bold": True, "bg_color": "#E8F1F9", "bottom": 1}),
        False: book.add_format({"italic": True, "bg_color": "#F3F6F9", "bottom": 1}),
    }
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, 20, book.add_format({"num_format": "@"} if _is_text(column) else {}))
        page.write_string(0, index, column.name, formats[column.required])
        page.write_comment(0, index, column_text(sheet, column))
    rows = _SETTINGS_ROWS if sheet.name == "settings" else [tuple(column.example for column in sheet.columns)]
    for number, values in enumerate(rows, start=1):
        for index, (value, column) in enumerate(zip(values, sheet.columns, strict=True)):
            if value and not _is_text(column):
                page.write_number(number, index, float(value))
            elif value:
                page.write_string(number, index, value)


def _is_text(column: Column) -> bool:
    return column.kind not in {Kind.AMOUNT, Kind.QUANTITY}
