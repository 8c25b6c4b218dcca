"""The files of a run: statements by rank, pools, flows, traces and whale curve as Parquet, the summary as JSON.

statements.parquet: position 1..n (int64), customer_id, name, segment, attributes (string), every statement line as
`<line>_minor` (int64), rank and cumulative_contribution_minor (int64, null for customers without activity; cumulated is
what the run ranks by), tier and tier_reason (string, null likewise). traces.parquet: one row per customer in order of
id, with its position in the statements, `amount_<i>` int64 minor units of the i-th pool and `volume_<j>` int64 of the
j-th driver; pools.parquet says which column and decimals are a pool's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from profitability.domain.allocation import Int64s
from profitability.domain.columns import as_array, as_codes, as_texts, read_columns
from profitability.domain.cost_flow import PoolResult
from profitability.domain.facts import Facts
from profitability.domain.money import format_number
from profitability.domain.statement import Statements
from profitability.domain.tiers import TIER_REASONS, TIERS, Tiering
from profitability.domain.whale_curve import WhaleCurve

_ROW_GROUP = 65_536
_TEXTS = ("name", "segment", "attributes")
_REPEATED = ("segment", "attributes", "tier", "tier_reason")


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


def write_statements(
    path: Path,
    customers: Path,
    facts: Facts,
    statements: Statements,
    ranking: Ranking,
    rank_by: str = "contribution",
) -> None:
    """Write statements.parquet; names and attributes come from the ledger's file of `customers`."""
    everyone, ranked = ranking.everyone, int(ranking.order.size)
    texts = read_columns(customers, _TEXTS, ("segment", "attributes")).unify_dictionaries().combine_chunks()
    cumulative = np.cumsum(statements.line(rank_by)[ranking.order])

    def make_rows(start: int, end: int) -> pa.Table:
        at, last = everyone[start:end], min(end, ranked)
        rest = end - max(last, start)
        taken = texts.take(as_array(facts.place[at]))
        columns = {"position": as_array(np.arange(start + 1, end + 1, dtype=np.int64))}
        columns["customer_id"] = facts.ids.take(as_array(at))
        columns |= {name: taken.column(name) for name in _TEXTS}
        columns |= {f"{line}_minor": as_array(values) for line, values in statements.rows(at).items()}
        columns["rank"] = _with_nulls(np.arange(start + 1, last + 1, dtype=np.int64), rest)
        columns["cumulative_contribution_minor"] = _with_nulls(cumulative[start:last], rest)
        columns["tier"] = _names(ranking.tiering.tiers[start:last], TIERS, rest)
        columns["tier_reason"] = _names(ranking.tiering.reasons[start:last], TIER_REASONS, rest)
        return pa.table(columns)

    _write_by_groups(path, int(everyone.size), make_rows)


def write_traces(path: Path, facts: Facts, pools: Sequence[PoolResult], ranking: Ranking) -> None:
    """Write traces.parquet: what each pool gave each customer, and the volume it was given for."""
    position = np.empty(facts.customers, dtype=np.int64)
    position[ranking.everyone] = np.arange(1, facts.customers + 1, dtype=np.int64)
    columns = {"position": as_array(position), "customer_id": facts.ids}
    for index, pool in enumerate(pools):
        if pool.shares is not None:
            columns[f"amount_{index}"] = as_array(pool.shares)
    for index, pool in enumerate(_first_with_driver(pools)):
        if pool.volumes is not None:
            columns[f"volume_{index}"] = as_array(pool.volumes.values)
    _write(pa.table(columns), path)


def write_pools(path: Path, pools: Sequence[PoolResult], decimals: int) -> None:
    """Write pools.parquet: amounts int64 minor units, units and rates (major units per unit) as exact decimal texts."""
    amounts = ("received_minor", "served_minor", "to_customers_minor", "unused_minor", "unassigned_minor")
    columns: dict[str, list[int]] = {
        "position": list(range(1, len(pools) + 1)),
        "amount_minor": [pool.pool.amount_minor for pool in pools],
        **{name: [getattr(pool, name) for pool in pools] for name in (*amounts, "common_minor")},
        "trace_decimals": [pool.volumes.exponent if pool.volumes is not None else 0 for pool in pools],
        "source_row": [pool.pool.source_row for pool in pools],
    }
    texts: dict[str, list[str | None]] = {
        **{name: [getattr(pool.pool, name) for pool in pools] for name in ("pool_id", "name", "line", "source_file")},
        "driver": [pool.pool.driver or None for pool in pools],
        "volume": [_number(pool.volume if pool.rate is not None else None, 18) for pool in pools],
        "rate": [None if pool.rate is None else _rate(pool.rate, decimals) for pool in pools],
        "capacity": [_number(pool.capacity, 6) for pool in pools],
        "trace_amount": [f"amount_{index}" if pool.shares is not None else None for index, pool in enumerate(pools)],
        "trace_volume": _volume_columns(pools),
    }
    arrays = {name: as_array(np.array(values, dtype=np.int64)) for name, values in columns.items()}
    _write(pa.table(arrays | {name: as_texts(values) for name, values in texts.items()}), path)


def write_flows(path: Path, pools: Sequence[PoolResult]) -> None:
    """Write flows.parquet: what each pool passed on to each pool it serves (from_pool, to_pool, amount_minor)."""
    flows = [(pool.pool.pool_id, served, amount) for pool in pools for served, amount in pool.served_to]
    columns = {
        "from_pool": as_texts([giver for giver, _, _ in flows]),
        "to_pool": as_texts([served for _, served, _ in flows]),
        "amount_minor": as_array(np.array([amount for _, _, amount in flows], dtype=np.int64)),
    }
    _write(pa.table(columns), path)


def write_whale(path: Path, curve: WhaleCurve) -> None:
    """Write whale.parquet: the points of the curve (rank, cumulative_contribution_minor)."""
    columns = {
        "rank": [point.rank for point in curve.points],
        "cumulative_contribution_minor": [point.cumulative_contribution_minor for point in curve.points],
    }
    _write(pa.table({name: as_array(np.array(values, dtype=np.int64)) for name, values in columns.items()}), path)


def _number(number: Fraction | None, decimals: int) -> str | None:
    return None if number is None else format_number(number, at_most=decimals)


def _rate(rate: Fraction, decimals: int) -> str:
    return format_number(rate / 10**decimals, at_least=decimals)


def _volume_columns(pools: Sequence[PoolResult]) -> list[str | None]:
    drivers = [pool.pool.driver for pool in _first_with_driver(pools)]
    return [f"volume_{drivers.index(pool.pool.driver)}" if pool.shares is not None else None for pool in pools]


def _first_with_driver(pools: Sequence[PoolResult]) -> list[PoolResult]:
    first = {pool.pool.driver: pool for pool in reversed(pools) if pool.shares is not None}
    return [first[driver] for driver in sorted(first)]


def _with_nulls(values: Int64s, rest: int) -> pa.ChunkedArray:
    return pa.chunked_array([as_array(values), pa.nulls(rest, pa.int64())])


def _names(codes: np.ndarray[tuple[int], np.dtype[np.int8]], names: Sequence[str], rest: int) -> pa.ChunkedArray:
    kind = pa.dictionary(pa.int8(), pa.string())
    return pa.chunked_array([as_codes(codes, names), pa.nulls(rest, kind)], kind)


def _write(table: pa.Table, path: Path) -> None:
    _write_by_groups(path, table.num_rows, lambda start, end: table.slice(start, end - start))


def _write_by_groups(path: Path, rows: int, make_rows: Callable[[int, int], pa.Table]) -> None:
    """Write a file group by group, so that only one group of rows is gathered at a time; `make_rows(start, end)`."""
    first = make_rows(0, min(rows, _ROW_GROUP))
    names = [field.name for field in first.schema if field.type == pa.int64()]
    options: dict[str, object] = {
        "compression": "lz4",
        "use_dictionary": [name for name in _REPEATED if name in first.column_names],
        "column_encoding": dict.fromkeys(names, "BYTE_STREAM_SPLIT"),
    }
    with pq.ParquetWriter(path, first.schema, **options) as writer:
        writer.write_table(first)
        for start in range(_ROW_GROUP, rows, _ROW_GROUP):
            writer.write_table(make_rows(start, min(start + _ROW_GROUP, rows)))
