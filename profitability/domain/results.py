"""The files of a run: statements by rank, pools, flows, traces and whale curve as Parquet, the summary as JSON.

statements.parquet: position 1..n (int64), customer_id, name, segment, attributes (string), every statement line as
`<line>_minor` (int64), rank and cumulative_contribution_minor (int64, null for customers without activity), tier and
tier_reason (string, null likewise). traces.parquet: one row per customer in the same order, `amount_<i>` int64 minor
units of the i-th pool and `volume_<j>` int64 of the j-th driver; pools.parquet says which column and decimals are a
pool's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from profitability.domain.allocation import Int64s
from profitability.domain.cost_flow import PoolResult
from profitability.domain.facts import Facts
from profitability.domain.money import format_number
from profitability.domain.statement import STATEMENT_LINES, Statements
from profitability.domain.tiers import TIER_REASONS, TIERS, Tiering
from profitability.domain.whale_curve import WhaleCurve

_ROW_GROUP = 65_536


@dataclass(frozen=True)
class Ranking:
    """The active customers by rank and the others by id, as positions in the facts, with tiers of the ranked."""

    order: Int64s
    inactive: Int64s
    tiering: Tiering

    @property
    def everyone(self) -> Int64s:
        joined: Int64s = np.concatenate([self.order, self.inactive])
        return joined


def write_statements(path: Path, customers: Path, facts: Facts, statements: Statements, ranking: Ranking) -> None:
    """Write statements.parquet; names and attributes come from the ledger's file of `customers`."""
    everyone = ranking.everyone
    ranked, rest = int(ranking.order.size), int(ranking.inactive.size)
    texts = pq.read_table(customers, columns=["customer_id", "name", "segment", "attributes"])
    texts = texts.take(pa.array(facts.place[everyone]))
    columns = {"position": pa.array(np.arange(1, ranked + rest + 1, dtype=np.int64))}
    columns |= {name: texts.column(name) for name in texts.column_names}
    columns |= {f"{line}_minor": pa.array(statements.line(line)[everyone]) for line in STATEMENT_LINES}
    cumulative = np.cumsum(statements.line("contribution")[ranking.order])
    columns["rank"] = _with_nulls(np.arange(1, ranked + 1, dtype=np.int64), rest)
    columns["cumulative_contribution_minor"] = _with_nulls(cumulative, rest)
    columns["tier"] = _names(ranking.tiering.tiers, TIERS, rest)
    columns["tier_reason"] = _names(ranking.tiering.reasons, TIER_REASONS, rest)
    _write(pa.table(columns), path)


def write_traces(path: Path, facts: Facts, pools: Sequence[PoolResult], ranking: Ranking) -> None:
    """Write traces.parquet: what each pool gave each customer, and the volume it was given for."""
    everyone = ranking.everyone
    columns = {
        "position": pa.array(np.arange(1, everyone.size + 1, dtype=np.int64)),
        "customer_id": facts.ids.take(pa.array(everyone)),
    }
    for index, pool in enumerate(pools):
        if pool.shares is not None:
            columns[f"amount_{index}"] = pa.array(pool.shares[everyone])
    for index, pool in enumerate(_first_with_driver(pools)):
        if pool.volumes is not None:
            columns[f"volume_{index}"] = pa.array(pool.volumes.values[everyone])
    _write(pa.table(columns), path)


def write_pools(path: Path, pools: Sequence[PoolResult], decimals: int) -> None:
    """Write pools.parquet: amounts int64 minor units, units and rates (major units per unit) as exact decimal texts."""
    drivers = [pool.pool.driver for pool in _first_with_driver(pools)]
    rows = []
    for index, pool in enumerate(pools):
        shared = pool.shares is not None
        rows.append(
            {
                "position": index + 1,
                "pool_id": pool.pool.pool_id,
                "name": pool.pool.name,
                "line": pool.pool.line,
                "amount_minor": pool.pool.amount_minor,
                "received_minor": pool.received_minor,
                "served_minor": pool.served_minor,
                "to_customers_minor": pool.to_customers_minor,
                "unused_minor": pool.unused_minor,
                "unassigned_minor": pool.unassigned_minor,
                "common_minor": pool.common_minor,
                "driver": pool.pool.driver or None,
                "volume": None if pool.rate is None else format_number(pool.volume, at_most=18),
                "rate": None if pool.rate is None else format_number(pool.rate / 10**decimals, at_least=decimals),
                "capacity": None if pool.capacity is None else format_number(pool.capacity),
                "trace_amount": f"amount_{index}" if shared else None,
                "trace_volume": f"volume_{drivers.index(pool.pool.driver)}" if shared else None,
                "trace_decimals": pool.volumes.exponent if pool.volumes is not None else None,
                "source_file": pool.pool.source_file,
                "source_row": pool.pool.source_row,
            }
        )
    _write(pa.Table.from_pylist(rows, schema=_POOLS), path)


def write_flows(path: Path, pools: Sequence[PoolResult]) -> None:
    """Write flows.parquet: what each pool passed on to each pool it serves."""
    rows = [
        {"from_pool": pool.pool.pool_id, "to_pool": served, "amount_minor": amount}
        for pool in pools
        for served, amount in pool.served_to
    ]
    _write(pa.Table.from_pylist(rows, schema=_FLOWS), path)


def write_whale(path: Path, curve: WhaleCurve) -> None:
    """Write whale.parquet: the points of the curve."""
    rows = [
        {"rank": point.rank, "cumulative_contribution_minor": point.cumulative_contribution_minor}
        for point in curve.points
    ]
    _write(pa.Table.from_pylist(rows, schema=_WHALE), path)


_POOLS = pa.schema(
    [("position", pa.int64()), ("pool_id", pa.string()), ("name", pa.string()), ("line", pa.string())]
    + [
        (f"{part}_minor", pa.int64())
        for part in ("amount", "received", "served", "to_customers", "unused", "unassigned", "common")
    ]
    + [(name, pa.string()) for name in ("driver", "volume", "rate", "capacity", "trace_amount", "trace_volume")]
    + [("trace_decimals", pa.int64()), ("source_file", pa.string()), ("source_row", pa.int64())]
)
_FLOWS = pa.schema([("from_pool", pa.string()), ("to_pool", pa.string()), ("amount_minor", pa.int64())])
_WHALE = pa.schema([("rank", pa.int64()), ("cumulative_contribution_minor", pa.int64())])


def _first_with_driver(pools: Sequence[PoolResult]) -> list[PoolResult]:
    first = {pool.pool.driver: pool for pool in reversed(pools) if pool.shares is not None}
    return [first[driver] for driver in sorted(first)]


def _with_nulls(values: Int64s, rest: int) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(values, pa.int64()), pa.nulls(rest, pa.int64())])


def _names(codes: np.ndarray[tuple[int], np.dtype[np.int8]], names: Sequence[str], rest: int) -> pa.ChunkedArray:
    kind = pa.dictionary(pa.int8(), pa.string())
    chosen = pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(names))
    return pa.chunked_array([chosen, pa.nulls(rest, kind)], kind)


def _write(table: pa.Table, path: Path) -> None:
    texts = [field.name for field in table.schema if not pa.types.is_int64(field.type)]
    pq.write_table(table, path, compression="lz4", use_dictionary=texts, row_group_size=_ROW_GROUP)
