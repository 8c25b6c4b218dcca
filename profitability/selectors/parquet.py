"""Open DuckDB over the Parquet files of a run or of what it was made of."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from filestore import store
from profitability.models import Run

type Value = str | int | float | bytes | None


@contextmanager
def open_duckdb() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield an in-memory connection of its own, closed at the end."""
    connection = duckdb.connect(":memory:", config={"threads": 2})
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
