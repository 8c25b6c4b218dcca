"""What PDF/UA asks of the tag tree beyond what WeasyPrint writes: the scope of headers, links that lead somewhere.

Works on the objects of the file before they are written, so that nothing is parsed twice.
"""

from collections.abc import Mapping, MutableMapping, Sequence
from typing import cast

type PdfDict = MutableMapping[str, object]


def _dictionaries(objects: Sequence[object]) -> list[PdfDict]:
    return [cast(PdfDict, entry) for entry in objects if isinstance(entry, dict)]


def _target(objects: Sequence[object], reference: object) -> Mapping[str, object]:
    number = int(cast(bytes, reference).split()[0])
    found = objects[number]
    return cast(Mapping[str, object], found) if isinstance(found, dict) else {}


def add_header_scopes(objects: Sequence[object]) -> int:
    """Give every header cell its scope: columns in a table's head, rows elsewhere; return how many there were."""
    headers = [entry for entry in _dictionaries(objects) if entry.get("S") == "/TH"]
    for header in headers:
        row = _target(objects, header["P"])
        group = _target(objects, row["P"]) if "P" in row else {}
        attributes = cast(PdfDict, header["A"])
        attributes["Scope"] = "/Column" if group.get("S") == "/THead" else "/Row"
    return len(headers)


def list_each_attachment_once(catalog: PdfDict) -> None:
    """Take the doubles out of the catalogue's associated files (each attachment is found there twice)."""
    files = catalog.get("AF")
    if isinstance(files, list):
        files[:] = dict.fromkeys(files)


def unmark_dead_links(objects: Sequence[object]) -> int:
    """Turn the tags of links whose annotation was left out into plain text; return how many there were."""
    dead = 0
    for entry in _dictionaries(objects):
        if entry.get("S") != "/Link":
            continue
        kids = cast(Sequence[object], entry["K"])
        if not any(isinstance(kid, bytes) and _target(objects, kid).get("Type") == "/OBJR" for kid in kids):
            entry["S"] = "/Span"
            dead += 1
    return dead
