"""What was sent may be a package: a zip of CSV files or a workbook. Look inside safely and hand on plain CSV files."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from filestore.zip_file import DirectoryTooLargeError, open_zip
from profitability.domain.problem import Problem, error, note
from profitability.readers.limits import ReadLimits
from profitability.readers.workbook import read_workbook

_CHUNK = 1 << 20
_SMALL = 50_000_000
"""Below this many unpacked bytes the ratio does not matter: a near-empty sheet packs a thousandfold."""


@dataclass(frozen=True)
class SourceFile:
    """One file as sent: the name it came with (shown, never opened) and where its bytes are.

    `sheet_name` is given for a sheet of a workbook; else the name without its suffix is the sheet's.
    """

    name: str
    path: Path
    sheet_name: str = ""

    @property
    def sheet(self) -> str:
        """Return the name of the sheet, in lower case."""
        return (self.sheet_name or PurePosixPath(self.name.replace("\\", "/")).stem).strip().lower()


@dataclass(frozen=True)
class Unpacked:
    """Plain CSV files, and what could not be unpacked."""

    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]


def unpack_files(files: Sequence[SourceFile], folder: Path, limits: ReadLimits) -> Unpacked:
    """Return CSV files as they are, and the sheets of workbooks and zips as CSV files in `folder`."""
    plain: list[SourceFile] = []
    problems: list[Problem] = []
    for position, file in enumerate(files):
        with file.path.open("rb") as handle:
            magic = handle.read(8)
        if magic[:4] == b"PK\x03\x04":
            target = folder / f"unpacked-{position}"
            target.mkdir()
            unpacked = _unpack(file, target, limits)
            plain.extend(unpacked.files)
            problems.extend(unpacked.problems)
        elif magic == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            problems.append(error("old_workbook", value=file.name))
        elif file.name.lower().endswith(".csv"):
            plain.append(file)
        elif file.name.lower().endswith((".xlsx", ".zip")):
            problems.append(error("unreadable_package", value=file.name))
        else:
            problems.append(note("unknown_file", value=file.name))
    return Unpacked(tuple(plain), tuple(problems))


def _unpack(file: SourceFile, target: Path, limits: ReadLimits) -> Unpacked:
    try:
        with open_zip(file.path) as package:
            code = find_danger(package, limits)
            if code:
                return Unpacked((), (error(code, value=file.name),))
            if "xl/workbook.xml" not in package.namelist():
                return _extract(file, package, target)
    except DirectoryTooLargeError:
        return Unpacked((), (error("package_too_many_entries", value=file.name),))
    except zipfile.BadZipFile:
        return Unpacked((), (error("unreadable_package", value=file.name),))
    sheets, problems = read_workbook(file.name, file.path, target, limits)
    return Unpacked(tuple(SourceFile(file.name, path, name) for name, path in sheets), problems)


def find_danger(package: zipfile.ZipFile, limits: ReadLimits) -> str:
    """Unpack everything to nowhere, counting; return the code of the first thing that is not right."""
    entries = package.infolist()
    if len(entries) > limits.entries:
        return "package_too_many_entries"
    if len({entry.filename for entry in entries}) != len(entries):
        return "unreadable_package"
    total = packed = 0
    for entry in entries:
        if ".." in PurePosixPath(entry.filename).parts or entry.filename.startswith("/"):
            return "unreadable_package"
        packed += entry.compress_size
        with package.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > limits.unpacked_bytes or (total > _SMALL and total > packed * limits.unpack_ratio):
                    return "package_too_large"
    return ""


def _extract(file: SourceFile, package: zipfile.ZipFile, target: Path) -> Unpacked:
    files, problems = [], []
    for position, entry in enumerate(package.infolist()):
        name = PurePosixPath(entry.filename).name
        if entry.is_dir() or name.startswith(".") or entry.filename.startswith("__MACOSX/"):
            continue
        if not name.lower().endswith(".csv"):
            problems.append(note("unknown_file", value=f"{file.name}: {name}"))
            continue
        path = target / f"{position}.csv"
        with package.open(entry) as stream, path.open("wb") as handle:
            while chunk := stream.read(_CHUNK):
                handle.write(chunk)
        files.append(SourceFile(name, path))
    return Unpacked(tuple(files), tuple(problems))
