"""Copy the database into a file as of one moment, and back into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction

from accounts.fence import EVERYTHING, SETTING


class CopyError(Exception):
    """The database's own tool failed or is missing; the message says what it said."""


def write(target: Path) -> dict[str, int]:
    """Copy the database into `target`; return how many rows each table has in the copy."""
    return _write_postgresql(target) if connection.vendor == "postgresql" else _write_sqlite(target)


def restore(source: Path) -> None:
    """Fill the empty database from a copy."""
    if connection.vendor == "postgresql":
        _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname", _name(), str(source))
        return
    connection.close()
    with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(_name())) as database:
        copy.backup(database)


def count_rows() -> dict[str, int]:
    """Return the number of rows of every table."""
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a quoted name
            counts[table] = int(cursor.fetchone()[0])
        return counts


def _write_sqlite(target: Path) -> dict[str, int]:
    with closing(sqlite3.connect(_name(), timeout=20)) as database, closing(sqlite3.connect(target)) as copy:
        database.backup(copy)
        tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = sorted(name for name in tables if not name.startswith("sqlite_"))
        return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in own}  # noqa: S608 - ours


def _write_postgresql(target: Path) -> dict[str, int]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        where = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}")
        _run("pg_dump", "--enable-row-security", *where, _name())
        return count_rows()


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(tool: str, *arguments: str) -> None:
    """Run one of PostgreSQL's tools on our database; passwords go by environment, never by command line."""
    path = shutil.which(tool)
    if path is None:
        raise CopyError(f"{tool} is not installed; it comes with PostgreSQL's client.")
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    known = connection.get_connection_params()
    whole = {"PGOPTIONS": f"-c {SETTING}={EVERYTHING}"}  # the tools read and write the rows of every engagement
    environment = {**os.environ, **whole, **{name: str(known[key]) for name, key in names.items() if known.get(key)}}
    command = [path, *arguments]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)  # noqa: S603 - ours
    if done.returncode != 0:
        raise CopyError(f"{tool}: {done.stderr.strip()}")
