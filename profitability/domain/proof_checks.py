"""Checks that a run ties: pool by pool, line by line, against the ledger, and in the files as written."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from profitability.domain.cost_flow import PoolResult
from profitability.domain.facts import Facts
from profitability.domain.ledger import COST_LINES, Ledger
from profitability.domain.proof import Proof, demand
from profitability.domain.statement import STATEMENT_LINES, Statements
from profitability.domain.summary import RunSummary


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


def check_files(folder: Path, ledger: Ledger, summary: RunSummary) -> None:
    """Demand that the written statements hold every customer of the ledger once, in whole numbers that tie to it."""
    with duckdb.connect() as connection:
        columns = [f"{line}_minor" for line in STATEMENT_LINES]
        path = str(folder / "statements.parquet")
        sums = ", ".join(f"sum({column})" for column in columns)
        found = _one(connection, f"SELECT count(*), {sums} FROM read_parquet(?)", [path])  # noqa: S608 - own columns
        demand("customers", found[0] - _count_customers(connection, ledger))
        for (line, total), written in zip(summary.totals.lines, found[1:], strict=True):
            demand(f"line {line}", (written or 0) - total)
        if ledger.has("transactions"):
            _check_sales(connection, ledger, summary)


def _check_sales(connection: duckdb.DuckDBPyConnection, ledger: Ledger, summary: RunSummary) -> None:
    sql = """SELECT coalesce(sum(gross_sales_minor), 0), coalesce(sum(discount_minor), 0),
        coalesce(sum(cost_of_goods_minor), 0) FROM read_parquet(?) WHERE date BETWEEN ? AND ?"""
    parameters = [str(ledger.path("transactions")), summary.period_start, summary.period_end]
    found = _one(connection, sql, parameters)
    for line, total in zip(("gross_sales", "discounts", "cost_of_goods"), found, strict=True):
        demand(f"ledger {line}", summary.totals.minor(line) - total)


def _count_customers(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> int:
    return _one(connection, "SELECT count(*) FROM read_parquet(?)", [str(ledger.path("customers"))])[0]


def _one(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object]) -> tuple[int, ...]:
    row = connection.execute(sql, parameters).fetchone()
    assert row is not None
    return row
