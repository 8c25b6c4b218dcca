"""The further columns that customers were sent with: kept as attributes, by name."""

import json
from pathlib import Path

import duckdb

_LOOKED_AT = 1_000


def read_attribute_names(connection: duckdb.DuckDBPyConnection, customers: Path) -> list[str]:
    """Return the names of the customers' attributes, in the order sent; none in a ledger that keeps none."""
    columns = connection.execute("DESCRIBE SELECT * FROM read_parquet($path)", {"path": str(customers)}).fetchall()
    if "attributes" not in {column[0] for column in columns}:
        return []
    sql = "SELECT DISTINCT attributes FROM (SELECT attributes FROM read_parquet($path) LIMIT $most)"
    rows = connection.execute(sql, {"path": str(customers), "most": _LOOKED_AT}).fetchall()
    return list(dict.fromkeys(name for (text,) in rows if text for name in json.loads(text)))


def attribute_path(name: str) -> str:
    """Return where DuckDB finds an attribute of that name in the JSON object."""
    return '$."' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
