"""Checks that a run ties: pool by pool and line by line in memory, then once more in the files as written."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from profitability.domain.columns import count_rows, has_dates_within, read_columns
from profitability.domain.cost_flow import PoolResult
from profitability.domain.facts import Facts
from profitability.domain.ledger import COST_LINES, Ledger
from profitability.domain.proof import Proof, ProofFailedError, demand
from profitability.domain.statement import SALES, STATEMENT_LINES, SUBTOTALS, Statements
from profitability.domain.summary import RunSummary
from profitability.domain.workspace import open_workspace


def check_figures(facts: Facts, pools: Sequence[PoolResult], statements: Statements) -> Proof:
    """Demand that every pool balances and the statements hold what went to customers; return the proof."""
    for pool in pools:
        went = pool.served_minor + pool.to_customers_minor + pool.unused_minor
        went += pool.unassigned_minor + pool.common_minor
        demand(f"pool {pool.pool.pool_id}", pool.full_cost_minor - went)
    demand("services", sum(pool.received_minor for pool in pools) - sum(pool.served_minor for pool in pools))
    direct = sum(int(facts.ints(f"direct_{line}").sum()) for line in COST_LINES)
    on_statements = sum(statements.total(line) for line in COST_LINES)
    demand("cost lines", on_statements - direct - sum(pool.to_customers_minor for pool in pools))
    proof = Proof(
        pools_minor=sum(pool.pool.amount_minor for pool in pools),
        direct_costs_minor=direct,
        to_customers_minor=on_statements,
        common_minor=sum(pool.common_minor for pool in pools),
        unused_minor=sum(pool.unused_minor for pool in pools),
        unassigned_minor=sum(pool.unassigned_minor for pool in pools),
    )
    demand("proof", proof.difference_minor)
    return proof


def check_files(
    folder: Path, ledger: Ledger, summary: RunSummary, totals: Mapping[str, int] = MappingProxyType({})
) -> None:
    """Demand that the files of a run hold every customer of the ledger once, in whole numbers that tie to it.

    `totals` are those of the facts, of as many rows as each file itself says that it has; the transactions are read
    once more for sales that they lack. The check that fails is named: not_whole_numbers, lost_row, phantom_row,
    doubled_row, rows of <sheet>, statement <subtotal>, line <line>, pool <pool_id>, ledger <line>.
    """
    for name in ("statements", "traces", "pools"):
        _check_types(folder / f"{name}.parquet")
    for sheet in ("transactions", "volumes", "direct_costs"):
        if f"{sheet}_all" in totals:
            demand(f"rows of {sheet}", count_rows(ledger.path(sheet)) - totals[f"{sheet}_all"])
    with open_workspace() as workspace, workspace.connect() as connection:
        _check_customers(connection, folder, ledger)
        _check_lines(connection, folder, summary)
        _check_pools(connection, folder)
        if ledger.has("transactions"):
            sales = [totals.get(column) for column in SALES.values()]
            found = _sum_sales(connection, ledger, summary) if None in sales else sales
            for line, total in zip(SALES, found, strict=True):
                demand(f"ledger {line}", summary.totals.minor(line) - (total or 0))


def _check_types(path: Path) -> None:
    optional = {"rank", "cumulative_contribution_minor"}
    with pq.ParquetFile(path) as file:
        numbers = [
            (position, field.name)
            for position, field in enumerate(file.schema_arrow)
            if field.name.endswith("_minor") or field.name.startswith(("amount_", "volume_"))
        ]
        for position, name in numbers:
            whole = file.schema_arrow.field(position).type == pa.int64()
            groups = [file.metadata.row_group(group) for group in range(file.metadata.num_row_groups)]
            nulls = sum(group.column(position).statistics.null_count for group in groups if group.num_rows)
            if not whole or (nulls and name not in optional):
                raise ProofFailedError("not_whole_numbers", nulls)


def _check_customers(connection: duckdb.DuckDBPyConnection, folder: Path, ledger: Ledger) -> None:
    """Compare the two lists of customers by count and by the sum of their hashes; name the fault if they differ."""
    sql = "SELECT count(*), coalesce(sum(hash(customer_id)), 0) FROM read_parquet(?)"
    written, listed = str(folder / "statements.parquet"), str(ledger.path("customers"))
    if _one(connection, sql, [written]) == _one(connection, sql, [listed]):
        return
    missing = "SELECT count(*) FROM read_parquet(?) WHERE customer_id NOT IN (SELECT customer_id FROM read_parquet(?))"
    doubled = "SELECT count(*) - count(DISTINCT customer_id) FROM read_parquet(?)"
    demand("lost_row", _one(connection, missing, [listed, written])[0])
    demand("phantom_row", _one(connection, missing, [written, listed])[0])
    demand("doubled_row", _one(connection, doubled, [written])[0])
    raise ProofFailedError("customers", 0)


def _check_lines(connection: duckdb.DuckDBPyConnection, folder: Path, summary: RunSummary) -> None:
    sums = [f"sum({line}_minor)" for line in STATEMENT_LINES]
    wrong = [f"count(*) FILTER (WHERE {name}_minor <> {parts})" for name, parts in _subtotals()]
    sql = f"SELECT {', '.join([*sums, *wrong])} FROM read_parquet(?)"  # noqa: S608 - the engine's own columns
    found = _one(connection, sql, [str(folder / "statements.parquet")])
    for name, rows in zip(SUBTOTALS, found[len(sums) :], strict=True):
        demand(f"statement {name}", rows)
    for (line, total), written in zip(summary.totals.lines, found, strict=False):
        demand(f"line {line}", (written or 0) - total)


def _subtotals() -> list[tuple[str, str]]:
    subtotals, terms = [], [f"{STATEMENT_LINES[0]}_minor"]
    for line in STATEMENT_LINES[1:]:
        if line in SUBTOTALS:
            subtotals.append((line, " - ".join(terms)))
            terms = [f"{line}_minor"]
        else:
            terms.append(f"{line}_minor")
    return subtotals


def _check_pools(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    pools = read_columns(folder / "pools.parquet").to_pylist()
    for pool in pools:
        went = sum(pool[f"{part}_minor"] for part in ("served", "to_customers", "unused", "unassigned", "common"))
        demand(f"pool {pool['pool_id']}", pool["amount_minor"] + pool["received_minor"] - went)
    traced = [pool for pool in pools if pool["trace_amount"]]
    if traced:
        sums = ", ".join(f"sum({pool['trace_amount']})" for pool in traced)
        sql = f"SELECT {sums} FROM read_parquet(?)"  # noqa: S608 - the engine's own columns
        found = _one(connection, sql, [str(folder / "traces.parquet")])
        for pool, total in zip(traced, found, strict=True):
            demand(f"pool {pool['pool_id']}", pool["to_customers_minor"] - (total or 0))


def _sum_sales(connection: duckdb.DuckDBPyConnection, ledger: Ledger, summary: RunSummary) -> Sequence[int]:
    path = ledger.path("transactions")
    sql = """SELECT coalesce(sum(gross_sales_minor), 0), coalesce(sum(discount_minor), 0),
        coalesce(sum(cost_of_goods_minor), 0) FROM read_parquet(?)"""
    parameters: list[object] = [str(path)]
    if not has_dates_within(path, summary.period_start, summary.period_end):
        sql += " WHERE date BETWEEN ? AND ?"
        parameters += [summary.period_start, summary.period_end]
    return _one(connection, sql, parameters)


def _one(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object]) -> tuple[int, ...]:
    row = connection.execute(sql, parameters).fetchone()
    assert row is not None
    return row
