"""Copies of files that stand in object storage, for tools that need a path: DuckDB, WeasyPrint, the readers.

A copy is complete before it gets its name, so that several processes may fetch at once. Beyond FILES_CACHE_MB the
copies that have not been used for longest go, but none that was used within the hour.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

_KEPT_SECONDS = 3600


def fetch(key: str) -> Path:
    """Return the path of a copy of the stored file; raise FileNotFoundError when it is gone."""
    path = _place(key)
    if path.exists():
        os.utime(path)
        return path
    if not default_storage.exists(key):
        raise FileNotFoundError(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with default_storage.open(key) as source, tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as target:
        shutil.copyfileobj(source, target)
    Path(target.name).rename(path)
    prune(settings.FILES_CACHE_MB << 20)
    return path


def forget(key: str) -> None:
    """Remove this machine's copy, if there is one."""
    _place(key).unlink(missing_ok=True)


def prune(most_bytes: int) -> None:
    """Remove the copies that have not been used for longest until at most so many bytes are left."""
    folder = Path(settings.FILES_CACHE)
    files = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in folder.rglob("*") if path.is_file())
    too_much = sum(size for _, size, _ in files) - most_bytes
    for used_at, size, path in files:
        if too_much <= 0 or used_at > time.time() - _KEPT_SECONDS:
            return
        path.unlink(missing_ok=True)
        too_much -= size


def _place(key: str) -> Path:
    return Path(settings.FILES_CACHE) / key
