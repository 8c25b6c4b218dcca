"""Open DuckDB over the Parquet files of a run or of what it was made of."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import duckdb

from filestore import store
from profitability.models import Run

type Value = str | int | float | bytes | None


_databases: dict[int, duckdb.DuckDBPyConnection] = {}
_opening = Lock()


@contextmanager
def open_duckdb() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection of its own, closed at the end; only for questions, as the database in memory is shared.

    Opening a database takes 10 to 20 milliseconds of processor time, more than most questions. A forked process opens
    another one: the threads of its parent's do not exist there.
    """
    with _opening:
        if os.getpid() not in _databases:
            _databases[os.getpid()] = duckdb.connect(":memory:", config={"threads": 2})
        connection = _databases[os.getpid()].cursor()
    try:
        yield connection
    finally:
        connection.close()


def ask(sql: str, values: Sequence[object]) -> list[tuple[object, ...]]:
    """Return the rows of one question."""
    with open_duckdb() as connection:
        rows: list[tuple[object, ...]] = connection.execute(sql, list(values)).fetchall()
    return rows


def result_file(run: Run, name: str) -> Path:
    """Return one of the run's result files on this machine; raise FileNotFoundError when it is gone."""
    return store.local_path(f"{run.result_key}/{name}.parquet")


def ledger_file(run: Run, sheet: str) -> Path | None:
    """Return a sheet of the ledger that the run was made of; None when that sheet was not sent."""
    key = f"{run.upload.canonical_key}/{sheet}.parquet"
    return store.local_path(key) if store.exists(key) else None
