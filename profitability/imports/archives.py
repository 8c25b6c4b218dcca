"""A zip that is no workbook, dropped as it is (an export of the product, say): the files in it, unpacked with care."""

import zipfile
from pathlib import Path

from filestore.zip_file import open_zip
from profitability.readers.limits import ReadLimits
from profitability.readers.packages import SourceFile, find_danger

_CHUNK = 1 << 20
_WORKBOOK = "xl/workbook.xml"


def unpack_archive(path: Path, folder: Path, limits: ReadLimits) -> tuple[SourceFile, ...]:
    """Return the files in the archive, written to `folder`.

    Nothing for anything else, and for an archive that unpacks to too much or is broken: the reading says what it is.
    """
    if not zipfile.is_zipfile(path):
        return ()
    try:
        with open_zip(path) as package:
            if _WORKBOOK in package.namelist() or find_danger(package, limits):
                return ()
            entries = [each for each in package.infolist() if _is_file(each)]
            return tuple(_extract(package, each, folder / str(place)) for place, each in enumerate(entries))
    except zipfile.BadZipFile:
        return ()


def _is_file(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.rsplit("/", 1)[-1]
    return not entry.is_dir() and not name.startswith(".") and not entry.filename.startswith("__MACOSX/")


def _extract(package: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> SourceFile:
    with package.open(entry) as stream, target.open("wb") as handle:
        while chunk := stream.read(_CHUNK):
            handle.write(chunk)
    return SourceFile(entry.filename.rsplit("/", 1)[-1], target)
