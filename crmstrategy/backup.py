"""A backup in one tar: the database, the files, and an inventory that a restore is compared with.

The database is read first, as of one moment. A file is always written before the row that names it, so every row of the
backup finds its file, although the product goes on working.
"""

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from crmstrategy import database_copy

INVENTORY = "inventory.json"
DATABASE = "database"
FILES = "files/"
CHUNK = 1 << 20


class BackupError(Exception):
    """The backup cannot be made or restored; the message says why."""


@dataclass(frozen=True)
class Inventory:
    """What a backup holds: rows by table, SHA-256 in hex by file, the migrations that the database has seen."""

    vendor: str
    migrations: list[str]
    rows: dict[str, int]
    files: dict[str, str]


def write_backup(target: Path) -> Inventory:
    """Write a backup to `target`; raise BackupError when that file exists or the database cannot be copied."""
    if target.exists():
        raise BackupError(f"{target} exists; a backup never overwrites another.")
    with tempfile.TemporaryDirectory(prefix="kundverk-") as temporary, tarfile.open(target, "x") as tar:
        copy = Path(temporary) / DATABASE
        try:
            rows = database_copy.write(copy)
        except database_copy.CopyError as fault:
            target.unlink()
            raise BackupError(str(fault)) from None
        tar.add(copy, DATABASE)
        files = {name: _add(tar, name) for name in list_files()}
        inventory = Inventory(connection.vendor, _applied_migrations(), rows, files)
        described = json.dumps(asdict(inventory), indent=1, sort_keys=True).encode()
        _add_stream(tar, INVENTORY, io.BytesIO(described), len(described))
    return inventory


def restore_backup(source: Path) -> Inventory:
    """Restore a backup into an empty installation and compare every row count and hash.

    Raise BackupError when the installation is not empty, when the backup comes from a newer release or another kind of
    database, or when something differs from the inventory.
    """
    if connection.introspection.table_names():
        raise BackupError("The database is not empty; a restore never overwrites one.")
    if next(list_files(), None):
        raise BackupError("There are files already; a restore never overwrites any.")
    with tempfile.TemporaryDirectory(prefix="kundverk-") as temporary, tarfile.open(source) as tar:
        inventory = _read_inventory(tar)
        _check_fits(inventory)
        tar.extract(DATABASE, temporary, filter="data")
        database_copy.restore(Path(temporary) / DATABASE)
        for member in tar:
            if member.name.startswith(FILES):
                _restore_file(tar, member)
    _compare(inventory)
    return inventory


def list_files(folder: str = "") -> Iterator[str]:
    """Yield the name of every stored file, whatever the storage is."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from list_files(f"{folder}{name}/")


def _add(tar: tarfile.TarFile, name: str) -> str:
    with default_storage.open(name) as handle:
        _add_stream(tar, FILES + name, handle, default_storage.size(name))
    return _hash(name)


def _add_stream(tar: tarfile.TarFile, name: str, stream: "io.BufferedIOBase | File[bytes]", size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, stream)


def _read_inventory(tar: tarfile.TarFile) -> Inventory:
    try:
        handle = tar.extractfile(INVENTORY)
    except KeyError:
        raise BackupError("This is no complete backup: it has no inventory.") from None
    assert handle is not None
    return Inventory(**json.load(handle))


def _applied_migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)


def _check_fits(inventory: Inventory) -> None:
    if inventory.vendor != connection.vendor:
        raise BackupError(f"The backup is of {inventory.vendor}, this installation uses {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if unknown := set(inventory.migrations) - known:
        raise BackupError(f"The backup comes from a newer release: {', '.join(sorted(unknown))}.")


def _restore_file(tar: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    handle = tar.extractfile(member)
    assert handle is not None
    default_storage.save(member.name.removeprefix(FILES), File(handle))


def _compare(inventory: Inventory) -> None:
    """Raise BackupError naming every table and file that is not as the inventory says."""
    rows = database_copy.count_rows()
    files = {name: _hash(name) for name in list_files()}
    wrong = [f"table {name}" for name in inventory.rows if rows.get(name) != inventory.rows[name]]
    wrong += [f"file {name}" for name in inventory.files if files.get(name) != inventory.files[name]]
    wrong += [f"file {name}" for name in files if name not in inventory.files]
    if wrong:
        raise BackupError("The restored data differ from the backup's inventory: " + ", ".join(wrong))


def _hash(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name) as handle:
        for chunk in handle.chunks(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
