"""Lists as files: CSV and XLSX that a spreadsheet opens as they are meant, and never runs.

CSV follows the active language (Swedish: semicolon and decimal comma, as Nordic spreadsheets expect; English: comma and
point), UTF-8 with a byte order mark. Text that a spreadsheet could take for a formula is marked as text; numbers,
negative ones too, stay numbers.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import xlsxwriter

from ui.formats import style

MAX_XLSX_ROWS = 100_000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CSV_ROWS_PER_CHUNK = 1_000
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

type Cell = str | int | None


class CellKind(StrEnum):
    """TEXT is never a formula; NUMBER is whole; AMOUNT is minor units, written with the column's decimals."""

    TEXT = "text"
    NUMBER = "number"
    AMOUNT = "amount"


@dataclass(frozen=True)
class TableColumn:
    """One column: heading, what its cells hold, and for amounts how many decimals the currency has."""

    label: str
    kind: CellKind = CellKind.TEXT
    decimals: int = 2


@dataclass(frozen=True)
class TableFile:
    """A file to send: its name, content type, and the content piece by piece."""

    name: str
    content_type: str
    chunks: Iterable[bytes]


class TooManyRowsError(Exception):
    """A workbook cannot take that many rows; CSV can."""


def table_file(
    name: str, columns: Sequence[TableColumn], rows: Iterable[Sequence[Cell]], file_format: str
) -> TableFile:
    """Write the rows as "csv" or "xlsx" under `name`; raise TooManyRowsError when a workbook has no room for them."""
    chunks = _csv_chunks(columns, rows) if file_format == "csv" else [_workbook(name, columns, rows)]
    return TableFile(f"{name}.{file_format}", _TYPES[file_format], chunks)


def safe_text(text: str) -> str:
    """Mark text that a spreadsheet could run as a formula, by the apostrophe that spreadsheets use for it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS) else text


def _amount(minor: int, decimals: int) -> Decimal:
    return Decimal(minor).scaleb(-decimals)


def _csv_cell(cell: Cell, column: TableColumn, point: str) -> str:
    if cell is None:
        return ""
    if column.kind is CellKind.AMOUNT and isinstance(cell, int):
        return f"{_amount(cell, column.decimals):.{column.decimals}f}".replace(".", point)
    return str(cell) if isinstance(cell, int) else safe_text(cell)


def _csv_chunks(columns: Sequence[TableColumn], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    point = style().point
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if point == "," else ",", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([safe_text(column.label) for column in columns])
    for count, row in enumerate(rows, start=1):
        writer.writerow([_csv_cell(cell, column, point) for cell, column in zip(row, columns, strict=True)])
        if count % _CSV_ROWS_PER_CHUNK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content


def _workbook(name: str, columns: Sequence[TableColumn], rows: Iterable[Sequence[Cell]]) -> bytes:
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet(name[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        formats = [_number_format(book, column) for column in columns]
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, 32 if column.kind is CellKind.TEXT else 16)
            sheet.write_string(0, index, column.label, bold)
        for number, row in enumerate(rows, start=1):
            if number > MAX_XLSX_ROWS:
                raise TooManyRowsError
            for index, (cell, column) in enumerate(zip(row, columns, strict=True)):
                _write_cell(sheet, number, index, cell, column, formats[index])
        book.close()
        file.seek(0)
        return file.read()


def _number_format(book: xlsxwriter.Workbook, column: TableColumn) -> object:
    if column.kind is CellKind.AMOUNT:
        return book.add_format({"num_format": "#,##0" + ("." + "0" * column.decimals if column.decimals else "")})
    return book.add_format({"num_format": "0"} if column.kind is CellKind.NUMBER else {"num_format": "@"})


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, index: int, cell: Cell, column: TableColumn, look: object
) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, index, cell, look)
    elif cell is not None:
        sheet.write_number(row, index, _amount(cell, column.decimals) if column.kind is CellKind.AMOUNT else cell, look)
