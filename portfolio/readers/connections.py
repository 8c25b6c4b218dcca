"""How this app opens DuckDB."""

import duckdb

MEMORY_MB = 1024


def connect() -> duckdb.DuckDBPyConnection:
    """Open an in-memory DuckDB that spills to disk beyond its memory."""
    return duckdb.connect(config={"memory_limit": f"{MEMORY_MB}MB"})
