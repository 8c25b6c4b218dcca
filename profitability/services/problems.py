"""Keep what was wrong with an upload, or stopped a run: one Parquet file per reading."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from filestore import store
from profitability.domain.problem import Problem

SCHEMA = pa.schema(
    [
        ("level", pa.string()),
        ("sheet", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("code", pa.string()),
        ("params", pa.string()),
    ]
)


def keep_problems(engagement_id: str | None, problems: Sequence[Problem]) -> str:
    """Store the problems in their order and return the file's key; an empty key when there are none."""
    if not problems:
        return ""
    rows = [
        {
            "level": problem.level.value,
            "sheet": problem.sheet,
            "row": problem.row,
            "column": problem.column,
            "value": problem.value,
            "code": problem.code,
            "params": json.dumps(problem.params),
        }
        for problem in problems
    ]
    with tempfile.TemporaryDirectory(prefix="kundverk-") as folder:
        path = Path(folder) / "problems.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path)
        return store.save_path(f"problems/{engagement_id}", path).key
