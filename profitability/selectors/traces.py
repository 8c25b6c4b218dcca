"""What a run's amounts are made of: pools, each customer's share of them, direct costs, and the rows they came from."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import cast

from profitability.models import Run
from profitability.selectors.origins import name_as_sent
from profitability.selectors.parquet import ask, ledger_file, result_file
from profitability.selectors.statements import Statement

MAX_SOURCE_ROWS = 200


@dataclass(frozen=True)
class PoolRow:
    """One pool of a run: amounts in minor units, `volume`, `rate` (major units) and `capacity` as decimal texts."""

    position: int
    pool_id: str
    name: str
    line: str
    amount_minor: int
    received_minor: int
    served_minor: int
    to_customers_minor: int
    unused_minor: int
    unassigned_minor: int
    common_minor: int
    driver: str | None
    volume: str | None
    rate: str | None
    capacity: str | None
    trace_amount: str | None
    trace_volume: str | None
    trace_decimals: int | None
    source_file: str
    source_row: int | None

    @property
    def full_cost_minor(self) -> int:
        return self.amount_minor + self.received_minor


@dataclass(frozen=True)
class Trace:
    """What one pool put on one customer, and for which volume."""

    pool: PoolRow
    amount_minor: int
    volume: Fraction


@dataclass(frozen=True)
class DirectCost:
    """A cost booked straight on a customer, with the row that says so."""

    line: str
    amount_minor: int
    booked_date: date | None
    text: str
    source_file: str
    source_row: int | None


_POOL_COLUMNS = ", ".join(field.name for field in fields(PoolRow))


def list_pools(run: Run) -> tuple[PoolRow, ...]:
    """Return the run's pools in the order given."""
    sql = f"SELECT {_POOL_COLUMNS} FROM read_parquet(?) ORDER BY position"  # noqa: S608 - fixed column names
    rows = ask(sql, [str(result_file(run, "pools"))])
    pools = tuple(PoolRow(*row) for row in rows)  # type: ignore[arg-type]  # the file's schema is the class's
    return name_as_sent(run.upload.canonical_key, "pools", pools)


def list_traces(run: Run, customer: Statement, pools: Sequence[PoolRow]) -> tuple[Trace, ...]:
    """Return what each pool put on the customer, pools that gave nothing left out."""
    shared = [pool for pool in pools if pool.trace_amount and pool.trace_volume]
    if not shared:
        return ()
    columns = ", ".join(f"{pool.trace_amount}, {pool.trace_volume}" for pool in shared)
    sql = f"SELECT {columns} FROM read_parquet(?) WHERE position = ?"  # noqa: S608 - column names of the engine
    rows = ask(sql, [str(result_file(run, "traces")), customer.position])
    values = cast(tuple[int, ...], rows[0])
    return tuple(
        Trace(pool, amount, Fraction(volume, 10 ** (pool.trace_decimals or 0)))
        for pool, amount, volume in zip(shared, values[::2], values[1::2], strict=True)
        if amount or volume
    )


def list_direct_costs(run: Run, customer_id: str, start: date, end: date) -> tuple[DirectCost, ...]:
    """Return the costs booked straight on the customer in the period; at most MAX_SOURCE_ROWS."""
    path = ledger_file(run, "direct_costs")
    if path is None:
        return ()
    sql = """
        SELECT line, amount_minor, date, coalesce(text, ''), source_file, source_row FROM read_parquet(?)
        WHERE customer_id = ? AND (date IS NULL OR date BETWEEN ? AND ?) ORDER BY source_row LIMIT ?
    """
    rows = ask(sql, [str(path), customer_id, start, end, MAX_SOURCE_ROWS])
    costs = tuple(DirectCost(*row) for row in rows)  # type: ignore[arg-type]  # the file's schema is the class's
    return name_as_sent(run.upload.canonical_key, "direct_costs", costs)


def sum_direct_costs(run: Run, customer_id: str, start: date, end: date) -> int:
    """Return the sum of all costs booked straight on the customer in the period, in minor units."""
    path = ledger_file(run, "direct_costs")
    if path is None:
        return 0
    sql = """
        SELECT coalesce(sum(amount_minor), 0)::BIGINT FROM read_parquet(?)
        WHERE customer_id = ? AND (date IS NULL OR date BETWEEN ? AND ?)
    """
    return cast(int, ask(sql, [str(path), customer_id, start, end])[0][0])


def sum_traces(traces: Sequence[Trace]) -> int:
    """Return what the pools put on the customer together, in minor units."""
    return sum(trace.amount_minor for trace in traces)


@dataclass(frozen=True)
class PoolFlow:
    """What one pool passed on to another it serves, in minor units."""

    from_pool: str
    to_pool: str
    amount_minor: int


def list_flows(run: Run) -> tuple[PoolFlow, ...]:
    """Return what the pools passed on to each other."""
    rows = ask("SELECT from_pool, to_pool, amount_minor FROM read_parquet(?)", [str(result_file(run, "flows"))])
    return tuple(PoolFlow(*row) for row in rows)  # type: ignore[arg-type]  # the columns above


@dataclass(frozen=True)
class PoolCustomer:
    """One customer of a pool: what the pool put on it, and for which volume."""

    customer_id: str
    name: str
    amount_minor: int
    volume: Fraction


def list_pool_customers(run: Run, pool: PoolRow, limit: int) -> tuple[PoolCustomer, ...]:
    """Return the customers that the pool put most on."""
    if not pool.trace_amount or not pool.trace_volume:
        return ()
    sql = f"""
        SELECT s.customer_id, s.name, t.{pool.trace_amount}, t.{pool.trace_volume}
        FROM (SELECT position, {pool.trace_amount}, {pool.trace_volume} FROM read_parquet(?)
              WHERE {pool.trace_amount} <> 0 ORDER BY abs({pool.trace_amount}) DESC, position LIMIT ?) t
        JOIN read_parquet(?) s ON s.position = t.position ORDER BY abs(t.{pool.trace_amount}) DESC, s.position
    """  # noqa: S608 - column names of the engine
    rows = ask(sql, [str(result_file(run, "traces")), limit, str(result_file(run, "statements"))])
    scale = 10 ** (pool.trace_decimals or 0)
    return tuple(
        PoolCustomer(str(customer_id), str(name), cast(int, amount), Fraction(cast(int, volume), scale))
        for customer_id, name, amount, volume in rows
    )
