"""Workbooks of authors: tables into XLSX and back.

Reading trusts nothing: the zip is unpacked against a limit, XML with a document type is refused, rows and columns are
few. What an author writes is text, so that shared strings, inline strings and plain values are all there is to read.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import xlsxwriter

from assessment.domain.tables import COLUMNS, Table
from filestore.zip_file import open_zip

MOST_PACKED_BYTES = 5_000_000
MOST_UNPACKED_BYTES = 40_000_000
MOST_PARTS = 500
MOST_ROWS = 5_000
MOST_COLUMNS = 100
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class NotAWorkbookError(Exception):
    """The file is no workbook that can be read; says why by a code."""


def write_workbook(tables: Sequence[Table], target: Path | io.BytesIO) -> None:
    """Write one sheet per table, every cell as text, so that nothing is taken for a formula or a number."""
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        bold = workbook.add_format({"bold": True})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = workbook.add_worksheet(table.name)
            columns = list_columns(table)
            sheet.freeze_panes(1, 2)
            for index, column in enumerate(columns):
                sheet.write_string(0, index, column, bold)
                sheet.set_column(index, index, 40 if "::" in column else 14)
            for number, row in enumerate(table.rows, start=1):
                for index, column in enumerate(columns):
                    if column in row:
                        sheet.write_string(number, index, row[column], wrapped)


def list_columns(table: Table) -> list[str]:
    """Return the columns that a table has, or uses: known ones in their order, then the others."""
    if table.columns:
        return list(table.columns)
    used = {column for row in table.rows for column in row}
    known = [column for column in COLUMNS.get(table.name, ()) if column in used]
    return [*known, *dict.fromkeys(column for row in table.rows for column in row if column not in known)]


def read_workbook(source: Path | bytes) -> tuple[Table, ...]:
    """Read every sheet as text: the first row names the columns, empty rows keep their place.

    Raises NotAWorkbookError (`not_a_workbook`, `too_large`).
    """
    content = source if isinstance(source, bytes) else source.read_bytes()
    if len(content) > MOST_PACKED_BYTES:
        raise NotAWorkbookError("too_large")
    try:
        with open_zip(content) as package:
            parts = _unpack(package)
        strings = _shared_strings(parts.get("xl/sharedStrings.xml", b""))
        return tuple(_table(name, parts[path], strings) for name, path in _sheets(parts))
    except (zipfile.BadZipFile, KeyError) as error:
        raise NotAWorkbookError("not_a_workbook") from error
    except (ElementTree.ParseError, ValueError, IndexError) as error:
        raise NotAWorkbookError("not_a_workbook") from error


def _unpack(package: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the parts that hold sheets, measured while they are unpacked."""
    if len(package.infolist()) > MOST_PARTS:
        raise NotAWorkbookError("too_large")
    room, parts = MOST_UNPACKED_BYTES, {}
    for entry in package.infolist():
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        with package.open(entry) as file:
            content = file.read(room + 1)
        room -= len(content)
        if room < 0:
            raise NotAWorkbookError("too_large")
        parts[entry.filename] = content
    return parts


def _parse(content: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in content[:2000] or b"<!ENTITY" in content:
        raise NotAWorkbookError("not_a_workbook")
    return ElementTree.fromstring(content)  # noqa: S314 - no document type, hence no entities; size is limited


def _sheets(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    ways = {
        way.get("Id", ""): way.get("Target", "").lstrip("/").removeprefix("xl/")
        for way in _parse(parts["xl/_rels/workbook.xml.rels"])
    }
    for sheet in _parse(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet"):
        yield sheet.get("name", ""), f"xl/{ways[sheet.get(RELATION, '')]}"


def _shared_strings(content: bytes) -> list[str]:
    return [_text_of(entry) for entry in _parse(content).iter(f"{MAIN}si")] if content else []


def _text_of(entry: ElementTree.Element) -> str:
    """Return a text without the reading aids that some languages add."""
    pieces = [piece for part in entry if part.tag in {f"{MAIN}t", f"{MAIN}r"} for piece in part.iter(f"{MAIN}t")]
    return "".join(piece.text or "" for piece in pieces)


def _table(name: str, content: bytes, strings: Sequence[str]) -> Table:
    rows: dict[int, dict[int, str]] = {}
    for cell in _parse(content).iter(f"{MAIN}c"):
        place = _CELL.fullmatch(cell.get("r", ""))
        if place is None:
            raise ValueError(cell.get("r", ""))
        column, row = _column_number(place[1]), int(place[2])
        text = _value(cell, strings).strip()
        if text:
            if row > MOST_ROWS or column > MOST_COLUMNS:
                raise NotAWorkbookError("too_large")
            rows.setdefault(row, {})[column] = text
    names = rows.get(1, {})
    last = max(rows, default=0)
    found = tuple(
        {names[column]: text for column, text in sorted(rows.get(row, {}).items()) if column in names}
        for row in range(2, last + 1)
    )
    return Table(name, found, tuple(names.get(column, "") for column in range(1, max(names, default=0) + 1)))


def _value(cell: ElementTree.Element, strings: Sequence[str]) -> str:
    inline = cell.find(f"{MAIN}is")
    if inline is not None:
        return _text_of(inline)
    found = cell.find(f"{MAIN}v")
    text = (found.text or "") if found is not None else ""
    match cell.get("t", ""):
        case "s":
            return strings[int(text)] if text else ""
        case "b":
            return {"1": "yes", "0": "no"}.get(text, text)
        case "str" | "e":
            return text
        case _:
            return text.removesuffix(".0")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return a column's letters; 1 is A."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
