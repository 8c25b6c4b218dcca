"""How sure the tiers of a run are, from its ledger: the shares of draws by rank, as a file beside the run."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from profitability.domain.certainty import Certainty, Ranked, simulate_tiers
from profitability.domain.columns import as_array
from profitability.domain.statement import rank_customers
from profitability.domain.what_if import open_bench

_ROW_GROUP = 65_536
_COLUMNS = ("gold", "silver", "bronze")


def simulate_run(
    ledger: Path,
    out: Path,
    *,
    overrides: Mapping[str, str],
    memory_mb: int,
    spread: float,
    draws: int,
    seed: int,
    progress: Callable[[float], None],
    standard_rates: tuple[tuple[str, Fraction], ...] = (),
    previous_tiers: Mapping[str, str] | None = None,
) -> Certainty:
    """Simulate the tiers of a sound ledger and write certainty.parquet to `out`.

    The file has one row per ranked customer: position 1..n by rank (int64), gold, silver, bronze (float, shares 0-1);
    certainty.npy holds the same shares row by row, to be read where a customer stands.
    """
    bench = open_bench(
        ledger,
        overrides=overrides,
        memory_mb=memory_mb,
        standard_rates=standard_rates,
        previous_tiers=previous_tiers,
    )
    order = rank_customers(bench.contribution, bench.marks.active)
    previous = bench.marks.previous
    ranked = Ranked(
        order,
        bench.places.codes[order],
        bench.marks.is_new[order],
        None if previous is None else previous[order],
    )
    certainty = simulate_tiers(
        bench.contribution,
        bench.flow.pools,
        ranked,
        bench.settings,
        spread=spread,
        draws=draws,
        seed=seed,
        progress=progress,
    )
    columns = {"position": as_array(np.arange(1, order.size + 1, dtype=np.int64))}
    for name, shares in zip(_COLUMNS, certainty.shares, strict=True):
        values = np.ascontiguousarray(shares, dtype=np.float32)
        columns[name] = pa.Array.from_buffers(pa.float32(), values.size, [None, pa.py_buffer(values)])
    np.save(out / "certainty.npy", np.ascontiguousarray(certainty.shares.T, dtype=np.float32))
    pq.write_table(pa.table(columns), out / "certainty.parquet", compression="lz4", row_group_size=_ROW_GROUP)
    return certainty
