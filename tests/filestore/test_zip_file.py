"""A zip from a stranger is opened for what it is, never for what it says."""

import io
import struct
import zipfile

import pytest

from filestore import zip_file
from filestore.zip_file import DirectoryTooLargeError, open_zip

NAME = "transactions.csv"


def make(method: int = zipfile.ZIP_DEFLATED, *, entries: int = 1, content: bytes = b"a" * 10_000) -> bytearray:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for number in range(entries):
            package.writestr(NAME if entries == 1 else f"{number}.csv", content)
    return bytearray(buffer.getvalue())


def read(content: bytes) -> bytes:
    with open_zip(content) as package:
        return package.read(NAME)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_is_unpacked_by_pieces_is_opened(method: int) -> None:
    assert read(bytes(make(method))) == b"a" * 10_000


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_can_only_be_unpacked_whole_is_not(method: int) -> None:
    with pytest.raises(zipfile.BadZipFile):
        read(bytes(make(method)))


def test_broken_content_is_a_bad_zip_and_nothing_else() -> None:
    broken = make(content=bytes(range(256)) * 40)
    begin = broken.find(NAME.encode()) + len(NAME)
    broken[begin : begin + 40] = b"\xff" * 40
    with pytest.raises(zipfile.BadZipFile):
        read(bytes(broken))


def test_a_list_of_entries_that_would_fill_the_memory_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_file, "_MOST_DIRECTORY_BYTES", 10_000)
    with open_zip(bytes(make(entries=100))) as package:
        assert len(package.namelist()) == 100
    many = make(entries=1_000)
    with pytest.raises(DirectoryTooLargeError), open_zip(bytes(many)):
        pass
    size_at = many.rfind(b"PK\x05\x06") + 12
    struct.pack_into("<I", many, size_at, 0xFFFF_FFFF)
    with pytest.raises(DirectoryTooLargeError), open_zip(bytes(many)):
        pass
