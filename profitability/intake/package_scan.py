"""Look into a workbook's zip without parsing it: true sizes, entity declarations, far corners, empty formulas."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path, PurePosixPath

from filestore.zip_file import DirectoryTooLargeError, open_zip
from profitability.intake.cell_styles import Looks, Shown, Styles, read_styles

_CHUNK = 1 << 20
_MOST_ENTRIES = 2_000
_SMALL = 20_000_000
_MOST_RATIO = 250
_LONGEST_NAME = 255
_MOST_NAMED = 20
_MOST_SHARED_BYTES = 100_000_000
_BOX_PER_CELL = 200
_BOX_FREE = 2_000_000
# No pattern reads on past the next "<", or twice over one stretch: a tag that never ends costs no more than others.
_CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_CELL_TAG, _IS_ERROR = re.compile(rb"<(?:\w+:)?c\b([^<>]*+)>"), re.compile(rb'\bt="e"')
_SHOWN = re.compile(rb"(?:(?!</?(?:\w+:)?c\b).)*?<(?:\w+:)?v>([^<]{1,40})<", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
_MOST_ERRORS = 100_000
_WIDE = re.compile(rb"(?:\xff\xfe|\xfe\xff)?(?:<\x00|\x00<)")
_FAR = re.compile(rb'\br="(?:[A-Z]*[0-9]{8}|[A-Z]{4})')
_ROW, _HIDDEN = re.compile(rb"<(?:\w+:)?row\b[^<>]*+>"), re.compile(rb'\bhidden="(?:1|true)"')
_ROW_NUMBER = re.compile(rb'\br="([0-9]{1,7})"')
_EMPTY_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*+)>\s*+<(?:\w+:)?f\b(?:[^<>]*+(?<=/)>|[^<>]*+>[^<]*+</(?:\w+:)?f>)\s*+"
    rb"(?:<(?:\w+:)?v\s*+/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?+\s*+</(?:\w+:)?c>"
)


@dataclass
class Scan:
    """What the look found; `danger` is the code of the first reason to refuse the file."""

    danger: str = ""
    detail: str = ""
    cells: int = 0
    has_macros: bool = False
    date_system: str = "1900"
    formulas_without_value: dict[str, tuple[str, ...]] = field(default_factory=dict)
    errors: dict[str, dict[str, str]] = field(default_factory=dict)
    hidden_rows: dict[str, tuple[int, ...]] = field(default_factory=dict)
    struck_rows: dict[str, tuple[int, ...]] = field(default_factory=dict)
    shown: dict[str, tuple[Shown, ...]] = field(default_factory=dict)


class _RefusedError(Exception):
    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def scan_package(path: Path, unpacked_bytes: int, rows: int, columns: int) -> Scan:
    """Stream every part once; `rows` and `columns` are the most a sheet may have."""
    limits = _Limits(unpacked_bytes, rows, columns)
    return look_into(path, lambda package, scan: _stream_parts(package, scan, limits))


def look_into(path: Path, look: Callable[[zipfile.ZipFile, Scan], None]) -> Scan:
    """Open the zip, check the names of its parts, then look; whatever is wrong with it becomes a reason to refuse."""
    scan = Scan()
    try:
        with open_zip(path) as package:
            _check_names(package)
            look(package, scan)
    except _RefusedError as refused:
        scan.danger, scan.detail = refused.code, refused.detail[:80]
    except DirectoryTooLargeError:
        scan.danger = "package_too_many_entries"
    except zipfile.BadZipFile:
        scan.danger = "unreadable_package"
    except Exception as broken:  # what else a forged archive can bring up
        scan.danger, scan.detail = "unreadable_package", type(broken).__name__
    return scan


@dataclass(frozen=True)
class _Limits:
    unpacked_bytes: int
    rows: int
    columns: int


def _check_names(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    if len(names) > _MOST_ENTRIES:
        raise _RefusedError("package_too_many_entries")
    if len(set(names)) != len(names):
        raise _RefusedError("unreadable_package", "double name")
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if ".." in PurePosixPath(name).parts or name.startswith("/") or len(name) > _LONGEST_NAME:
            raise _RefusedError("unreadable_package", "path")
        if entry.flag_bits & 1:
            raise _RefusedError("encrypted_file")
    if "xl/workbook.xml" not in names:
        raise _RefusedError("not_a_workbook")


def _stream_parts(package: zipfile.ZipFile, scan: Scan, limits: _Limits) -> None:
    total = packed = 0
    sheets = _list_sheets(package, scan)
    styles = read_styles(_read_small(package, "xl/styles.xml"))
    for entry in package.infolist():
        packed += entry.compress_size
        is_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
        counter = _SheetCounter(limits, styles) if is_sheet else None
        size, tail = 0, b""
        for chunk in _chunks(package, entry):
            size += len(chunk)
            total += len(chunk)
            if total > limits.unpacked_bytes or (total > _SMALL and total > packed * _MOST_RATIO):
                raise _RefusedError("package_too_large")
            if entry.filename.endswith("sharedStrings.xml") and size > _MOST_SHARED_BYTES:
                raise _RefusedError("package_too_large")
            seen = tail + chunk
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or (not tail and _WIDE.match(chunk)):
                raise _RefusedError("entities_in_workbook", entry.filename)
            tail = chunk[-16:]
            if counter:
                counter.feed(chunk)
        if counter:
            scan.cells += counter.close()
            name = sheets.get(entry.filename, entry.filename)
            scan.formulas_without_value[name] = tuple(counter.empty_formulas[:_MOST_NAMED])
            scan.errors[name] = counter.errors
            scan.hidden_rows[name] = tuple(counter.hidden_rows)
            scan.struck_rows[name] = tuple(sorted(counter.looks.struck_rows))
            scan.shown[name] = tuple(
                Shown(column_number(letters) - 1, mark, count)
                for (letters, mark), count in counter.looks.counts.items()
            )
        scan.has_macros = scan.has_macros or entry.filename.lower().endswith("vbaproject.bin")


def _chunks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _list_sheets(package: zipfile.ZipFile, scan: Scan) -> dict[str, str]:
    """Return the sheet's name by its part, and note how the workbook counts its days."""
    book = _read_small(package, "xl/workbook.xml")
    links = _read_small(package, "xl/_rels/workbook.xml.rels")
    if re.search(r'date1904\s*=\s*"(?:1|true)"', book):
        scan.date_system = "1904"
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^<>]*+>", links):
        found_id, found_target = re.search(r'\bId="([^"]*)"', tag), re.search(r'\bTarget="([^"]*)"', tag)
        if found_id and found_target:
            target = found_target[1]
            targets[found_id[1]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    names = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^<>]*+>", book):
        found_name, found_id = re.search(r'\bname="([^"]*)"', tag), re.search(r'\b\w+:id="([^"]*)"', tag)
        if found_name and found_id and found_id[1] in targets:
            if targets[found_id[1]] in names:
                raise _RefusedError("unreadable_package", "one part for two sheets")
            names[targets[found_id[1]]] = unescape(found_name[1])
    return names


def _read_small(package: zipfile.ZipFile, name: str) -> str:
    if name not in package.namelist():
        return ""
    with package.open(name) as stream:
        return stream.read(_CHUNK).decode("utf-8", "replace")


class _SheetCounter:
    """Counts the cells of one sheet as its XML streams by, and the box they span."""

    def __init__(self, limits: _Limits, styles: Styles) -> None:
        self.limits = limits
        self.looks = Looks(styles)
        self.cells = self.last_row = self.last_column = 0
        self.empty_formulas: list[str] = []
        self.errors: dict[str, str] = {}
        self.hidden_rows: list[int] = []
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        text = self._rest + chunk
        cut = max(text.rfind(b"</c>"), text.rfind(b"</x:c>"))
        cut = cut + 6 if cut >= 0 else max(len(text) - 4_096, 0)
        self._count(text[:cut])
        self._rest = text[cut:][-_CHUNK:]

    def close(self) -> int:
        self._count(self._rest)
        box = self.last_row * self.last_column
        if box > _BOX_FREE and box > self.cells * _BOX_PER_CELL:
            raise _RefusedError("sparse_workbook", f"{self.last_column} x {self.last_row}")
        return self.cells

    def _count(self, text: bytes) -> None:
        if _FAR.search(text):
            raise _RefusedError("sparse_workbook")
        found = _CELL.findall(text)
        self.cells += len(found)
        if found:
            self.last_row = max(self.last_row, int(found[0][1]), int(found[-1][1]))
            widest = max({letters for letters, _ in found}, key=lambda letters: (len(letters), letters))
            self.last_column = max(self.last_column, column_number(widest))
        if self.last_row > self.limits.rows:
            self._refuse_far("too_many_rows", self.limits.rows)
        if self.last_column > self.limits.columns:
            self._refuse_far("too_many_columns", self.limits.columns)
        if b"<f" in text or b":f" in text:
            places = (_REFERENCE.search(attributes) for attributes in _EMPTY_FORMULA.findall(text))
            self.empty_formulas.extend(place[1].decode() for place in places if place)
        if b"hidden=" in text:
            hidden = (_ROW_NUMBER.search(tag) for tag in _ROW.findall(text) if _HIDDEN.search(tag))
            self.hidden_rows += [int(number[1]) for number in hidden if number]
        self.looks.take(text)
        if b't="e"' in text:
            self._note_errors(text)

    def _note_errors(self, text: bytes) -> None:
        """Keep where a cell shows an error: the parser would give it as an empty cell."""
        for tag in _CELL_TAG.finditer(text):
            found = _SHOWN.match(text, tag.end()) if _IS_ERROR.search(tag[1]) else None
            if found is None:
                continue
            place, shown = _REFERENCE.search(tag[1]), found[1].decode("utf-8", "replace")
            if place is None or len(self.errors) >= _MOST_ERRORS:
                raise _RefusedError("formula_error", shown)
            self.errors[place[1].decode()] = shown

    def _refuse_far(self, code: str, most: int) -> None:
        sparse = self.cells < 100 and (self.last_row > 100_000 or self.last_column > 1_000)
        raise _RefusedError("sparse_workbook" if sparse else code, str(most))


def column_number(letters: bytes) -> int:
    """Return the number of a column's letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
