"""Find what was wrong with an upload or stopped a run."""

import json

import pyarrow.parquet as pq

from filestore import store
from profitability.domain.problem import Level, Problem


def list_problems(problems_key: str) -> tuple[Problem, ...]:
    """Return the stored problems in their order; none when `problems_key` is empty."""
    if not problems_key:
        return ()
    rows = pq.read_table(store.local_path(problems_key)).to_pylist()
    return tuple(
        Problem(
            level=Level(row["level"]),
            sheet=row["sheet"],
            row=row["row"],
            column=row["column"],
            value=row["value"],
            code=row["code"],
            params=tuple((name, value) for name, value in json.loads(row["params"])),
        )
        for row in rows
    )
