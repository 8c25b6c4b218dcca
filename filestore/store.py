"""Files of the product behind Django's storage API: as sent, content-addressed, published by one rename.

Names are made here, never from what a person typed. A local path is handed out for tools that need one (DuckDB,
WeasyPrint); on remote storage the file is fetched into a cache first.
"""

import hashlib
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

from filestore import cache


@dataclass(frozen=True)
class StoredFile:
    """`key` finds the file again, `sha256` is its content's hash in hex, `size` is in bytes."""

    key: str
    sha256: str
    size: int


class TooLargeError(Exception):
    """The stream went on past the limit; nothing was kept."""


def save_stream(area: str, chunks: Iterable[bytes], *, limit_bytes: int | None = None) -> StoredFile:
    """Keep a stream under its content's hash in `area`; the same content twice is one file."""
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile() as handle:
        for chunk in chunks:
            size += len(chunk)
            if limit_bytes is not None and size > limit_bytes:
                raise TooLargeError
            digest.update(chunk)
            handle.write(chunk)
        handle.flush()
        name = digest.hexdigest()
        key = f"{area}/{name[:2]}/{name}"
        if not default_storage.exists(key):
            handle.seek(0)
            key = default_storage.save(key, File(handle))
    return StoredFile(key, name, size)


def save_path(area: str, path: Path) -> StoredFile:
    """Keep a finished file under its content's hash in `area`."""
    with path.open("rb") as handle:
        return save_stream(area, iter(lambda: handle.read(1 << 20), b""))


@contextmanager
def new_folder(area: str) -> Iterator[tuple[str, Path]]:
    """Yield (key, path of a temporary folder); its files are stored below `key` when the block ends without error."""
    key = f"{area}/{uuid.uuid4().hex}"
    with tempfile.TemporaryDirectory(prefix="kundverk-") as temporary:
        folder = Path(temporary)
        yield key, folder
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                with path.open("rb") as handle:
                    default_storage.save(f"{key}/{path.relative_to(folder).as_posix()}", File(handle))


def open_file(key: str) -> IO[bytes]:
    """Open a stored file for reading; raise FileNotFoundError when it is gone."""
    return default_storage.open(key)


def local_path(key: str) -> Path:
    """Return a path on this machine that holds the stored file; raise FileNotFoundError when it is gone."""
    try:
        path = Path(default_storage.path(key))
    except NotImplementedError:
        return cache.fetch(key)
    if not path.exists():
        raise FileNotFoundError(key)
    return path


def exists(key: str) -> bool:
    """Say whether the stored file is there."""
    return default_storage.exists(key)


def delete(key: str) -> None:
    """Remove a stored file, if it is there."""
    default_storage.delete(key)
    cache.forget(key)


def local_folder(key: str) -> Path:
    """Return a folder on this machine that holds the files stored directly below `key`."""
    _folders, names = default_storage.listdir(key)
    paths = [local_path(f"{key}/{name}") for name in names]
    if not paths:
        raise FileNotFoundError(key)
    return paths[0].parent


def delete_folder(key: str) -> None:
    """Remove the files stored directly below `key`, if there are any."""
    with suppress(FileNotFoundError):
        _folders, names = default_storage.listdir(key)
        for name in names:
            delete(f"{key}/{name}")
