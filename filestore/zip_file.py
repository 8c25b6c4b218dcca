"""Zips from strangers, opened without belief in what they say of themselves."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

_UNPACKED_BY_PIECES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others unpack a whole entry however little is asked for: 852 bytes of bzip2 take two gigabytes of memory."""

_MOST_DIRECTORY_BYTES = 4_000_000
_TAIL_BYTES = 65_535 + 22 + 20 + 56
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_SAID_ELSEWHERE = 0xFFFF_FFFF


class DirectoryTooLargeError(zipfile.BadZipFile):
    """The list of entries alone would take more memory than the files are worth."""


@contextmanager
def open_zip(source: Path | bytes) -> Iterator[zipfile.ZipFile]:
    """Open a zip; raise BadZipFile for whatever is wrong with it, also while it is read."""
    try:
        with source.open("rb") if isinstance(source, Path) else BytesIO(source) as handle:
            if _measure_directory(handle) > _MOST_DIRECTORY_BYTES:
                raise DirectoryTooLargeError
            with zipfile.ZipFile(handle) as package:
                if any(entry.compress_type not in _UNPACKED_BY_PIECES for entry in package.infolist()):
                    raise zipfile.BadZipFile("compression")
                yield package
    except (OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error, struct.error) as broken:
        raise zipfile.BadZipFile(type(broken).__name__) from broken


def _measure_directory(handle: BinaryIO) -> int:
    """Return the most bytes that the list of entries may take by any end record that could be meant."""
    end = handle.seek(0, 2)
    handle.seek(max(end - _TAIL_BYTES, 0))
    tail = handle.read()
    told = _read_sizes(tail, _END, 12, "<I")
    sizes = [size for size in told if size != _SAID_ELSEWHERE]
    if len(sizes) < len(told):
        sizes += _read_sizes(tail, _END_64, 40, "<Q") or [end]
    return max(sizes, default=0)


def _read_sizes(tail: bytes, sign: bytes, offset: int, form: str) -> list[int]:
    sizes, at = [], tail.find(sign)
    length = struct.calcsize(form)
    while at >= 0:
        if len(tail) >= at + offset + length:
            sizes.append(int(struct.unpack_from(form, tail, at + offset)[0]))
        at = tail.find(sign, at + 1)
    return sizes
