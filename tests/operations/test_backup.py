"""A backup is restored somewhere else and compared, row by row and byte by byte."""

import io
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection

from tests.operations.site import Site

pytestmark = pytest.mark.slow


@pytest.fixture
def filled(site: Site) -> Site:
    """An installation with jobs in its database and two files."""
    for number in range(3):
        site.insert_job("test.slow", steps=number)
    storage = FileSystemStorage(site.folder / "files")
    storage.save("uploads/ab/abc", ContentFile("Ågren;1 000,00\n".encode()))
    storage.save("runs/1/statements.parquet", ContentFile(bytes(range(256)) * 1000))
    return site


@pytest.fixture
def empty(filled: Site, tmp_path: Path) -> Iterator[Site]:
    """Another installation without a database."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    yield Site(folder, 0, {**filled.environment, "DATA_DIR": str(folder)})
    shutil.rmtree(folder)


def contents(site: Site) -> dict[str, bytes]:
    return {
        str(path.relative_to(site.folder)): path.read_bytes()
        for path in (site.folder / "files").rglob("*")
        if path.is_file()
    }


def everything(site: Site) -> list[str]:
    """Return the whole database as text."""
    with closing(sqlite3.connect(site.folder / "kundverk.sqlite3")) as database:
        return list(database.iterdump())


def test_what_is_restored_is_what_was_backed_up(filled: Site, empty: Site) -> None:
    file = filled.folder / "backup.tar"
    made = filled.manage("backup", str(file))
    assert made.returncode == 0, made.stderr
    restored = empty.manage("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert "2 files" in restored.stdout
    assert everything(empty) == everything(filled)
    assert contents(empty) == contents(filled) != {}


def change(source: Path, target: Path, name: str, new: bytes) -> None:
    """Write a copy of a tar in which one member has another content."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as tar:
        for member in old:
            stream = old.extractfile(member)
            assert stream
            content = new if member.name == name else stream.read()
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def test_a_changed_file_a_second_restore_and_a_second_backup_are_refused(filled: Site, empty: Site) -> None:
    file, changed = filled.folder / "backup.tar", filled.folder / "changed.tar"
    assert filled.manage("backup", str(file)).returncode == 0
    assert "never overwrites another" in filled.manage("backup", str(file)).stderr
    change(file, changed, "files/uploads/ab/abc", b"other")
    assert "file uploads/ab/abc" in empty.manage("restore", str(changed)).stderr
    assert "not empty" in empty.manage("restore", str(file)).stderr


def test_a_backup_of_a_newer_release_is_refused_before_anything_is_written(filled: Site, empty: Site) -> None:
    file, newer = filled.folder / "backup.tar", filled.folder / "newer.tar"
    assert filled.manage("backup", str(file)).returncode == 0
    with tarfile.open(file) as tar:
        stream = tar.extractfile("inventory.json")
        assert stream
        inventory = json.load(stream)
    inventory["migrations"].append("jobs.9999_from_the_future")
    change(file, newer, "inventory.json", json.dumps(inventory).encode())
    assert "newer release: jobs.9999_from_the_future" in empty.manage("restore", str(newer)).stderr
    assert not (empty.folder / "files").exists()


def make_database(name: str) -> str:
    """Make an empty database beside the one of the tests; return its DATABASE_URL."""
    params = connection.get_connection_params()
    where = {key: params[key] for key in ("host", "user")}
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
    return f"postgres://{where['user']}@/{name}?host={where['host']}"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs --postgres")
def test_a_backup_of_postgresql_is_restored_into_another_database(tmp_path: Path) -> None:
    sites = []
    for name in ("backup_source", "backup_target"):
        (tmp_path / name).mkdir()
        environment = {**os.environ, "DATA_DIR": str(tmp_path / name), "DATABASE_URL": make_database(name)}
        sites.append(Site(tmp_path / name, 0, {**environment, "DJANGO_SETTINGS_MODULE": "crmstrategy.settings"}))
    source, target = sites
    assert source.manage("prepare").returncode == 0
    FileSystemStorage(source.folder / "files").save("runs/1/proof.json", ContentFile(b"{}"))
    made = source.manage("backup", str(tmp_path / "backup.tar"))
    assert made.returncode == 0, made.stderr
    restored = target.manage("restore", str(tmp_path / "backup.tar"))
    assert restored.returncode == 0, restored.stderr
    dumps = [site.manage("dumpdata", "--all").stdout for site in sites]
    assert dumps[0] == dumps[1] != "[]"
    assert contents(target) == {"files/runs/1/proof.json": b"{}"}
