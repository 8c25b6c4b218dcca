"""The first rows of a large workbook as a small one: a preview must not cost the reading of all of it.

The parts that say how to read are copied; each sheet ends after its first rows, the shared texts after the last that
these use. Everything else is left out.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

_CHUNK = 1 << 16
_MOST_BYTES = 16_000_000
_MOST_SHEETS = 50
_COPIED = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
_SHARED = "xl/sharedStrings.xml"
_INDEX = re.compile(rb"<(?:\w+:)?c\b([^<>]*+)>\s*+<(?:\w+:)?v>([0-9]{1,9})<")


def copy_head(package: zipfile.ZipFile, target: Path, rows: int) -> None:
    """Write the workbook's first `rows` rows of every sheet to `target`; raise what zipfile raises."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as head:
        highest = -1
        entries = package.infolist()
        for entry in [each for each in entries if each.filename in _COPIED]:
            head.writestr(entry.filename, b"".join(_chunks(package, entry)))
        sheets = [each for each in entries if re.fullmatch(r"xl/worksheets/[^/]+\.xml", each.filename)]
        for entry in sheets[:_MOST_SHEETS]:
            data = _cut(_chunks(package, entry), b"row", rows, (b"sheetData", b"worksheet"))
            highest = max([highest, *(int(index) for cell, index in _INDEX.findall(data) if b't="s"' in cell)])
            head.writestr(entry.filename, data)
        if _SHARED in package.namelist():
            shared = _chunks(package, package.getinfo(_SHARED))
            head.writestr(_SHARED, _cut(shared, b"si", highest + 1, (b"sst",)))


def _chunks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what the part holds, up to a limit."""
    read = 0
    with package.open(entry) as stream:
        while read < _MOST_BYTES and (chunk := stream.read(_CHUNK)):
            read += len(chunk)
            yield chunk


def _cut(chunks: Iterator[bytes], element: bytes, most: int, around: tuple[bytes, ...]) -> bytes:
    """Return the part up to the end of its element number `most`, with the elements around it closed."""
    end = re.compile(rb"</(\w+:)?" + element + rb">|<(?:\w+:)?" + element + rb"\b[^<>]*+(?<=/)>")
    data, seen, searched = b"", 0, 0
    for chunk in chunks:
        data += chunk
        for found in end.finditer(data, searched):
            seen += 1
            searched = found.end()
            if seen > most:
                prefix = found[1] or b""
                return data[: found.end()] + b"".join(b"</" + prefix + name + b">" for name in around)
        searched = max(searched, len(data) - 4_096)
    return data
