"""The files of a run: statements by rank, pools, flows, traces and whale curve as Parquet, the summary as JSON.

statements.parquet: position 1..n (int64), customer_id, name, segment, attributes (string), every statement line as
`<line>_minor` (int64), rank and cumulative_contribution_minor (int64, null for customers without activity), tier and
tier_reason (string, null likewise). traces.parquet: one row per customer in the same order, `amount_<i>` int64 minor
units of the i-th pool and `volume_<j>` int64 of the j-th driver; pools.parquet says which column and decimals are a
pool's.
"""

from collections.abc import Sequence
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
from profitability.domain.statement import STATEMENT_LINES, Statements
from profitability.domain.tiers import TIER_REASONS, TIERS, Tiering
from profitability.domain.whale_curve import WhaleCurve

_ROW_GROUP = 65_536
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


def write_statements(path: Path, customers: Path, facts: Facts, statements: Statements, ranking: Ranking) -> None:
    """Write statements.parquet; names and attributes come from the ledger's file of `customers`."""
    everyone = ranking.everyone
    ranked, rest = int(ranking.order.size), int(ranking.inactive.size)
    texts = read_columns(customers, ["customer_id", "name", "segment", "attributes"])
    texts = texts.take(as_array(facts.place[everyone]))
    columns = {"position": as_array(np.arange(1, ranked + rest + 1, dtype=np.int64))}
    columns |= {name: texts.column(name) for name in texts.column_names}
    columns |= {f"{line}_minor": as_array(statements.line(line)[everyone]) for line in STATEMENT_LINES}
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
        "position": as_array(np.arange(1, everyone.size + 1, dtype=np.int64)),
        "customer_id": facts.ids.take(as_array(everyone)),
    }
    for index, pool in enumerate(pools):
        if pool.shares is not None:
            columns[f"amount_{index}"] = as_array(pool.shares[everyone])
    for index, pool in enumerate(_first_with_driver(pools)):
        if pool.volumes is not None:
            columns[f"volume_{index}"] = as_array(pool.volumes.values[everyone])
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
    texts = [name for name in table.schema.names if name in _REPEATED]
    pq.write_table(table, path, compression="lz4", use_dictionary=texts, row_group_size=_ROW_GROUP)
