"""Make a canonical ledger of any size for measuring: seeded, in Parquet, with amounts times volumes beyond 2**63."""

import argparse
from pathlib import Path

import duckdb

from profitability.domain.ledger import COST_LINES, Ledger
from profitability.domain.money import QUANTITY_DECIMALS
from profitability.domain.template import SHEETS, Column, Kind

DRIVERS = 6
POOLS = 20
COMPUTED = ("@net_sales", "@lines", "@quantity", "@customers")


def generate_ledger(folder: Path, customers: int, transactions: int, *, seed: int = 1) -> Ledger:
    """Write a ledger of `customers`, `transactions`, POOLS pools and DRIVERS drivers of volumes to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(folder)
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        connection.execute(f"SELECT setseed({1 / (seed + 1)})")
        _write_customers(connection, ledger, customers)
        _write_transactions(connection, ledger, customers, transactions)
        _write_volumes(connection, ledger, customers)
        _write_model(connection, ledger)
    ledger.write_manifest(f"generated {customers} {transactions} {seed}", 2)
    return ledger


def write_sheets(ledger: Ledger, folder: Path) -> None:
    """Write the ledger as the CSV files that somebody would have sent."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for sheet in SHEETS:
            if not ledger.has(sheet.name):
                continue
            columns = ", ".join(_text(column) for column in sheet.columns)
            select = f"SELECT {columns} FROM '{ledger.path(sheet.name)}' ORDER BY source_row"
            connection.execute(f"COPY ({select}) TO '{folder / sheet.name}.csv' (FORMAT csv, HEADER)")


def _text(column: Column) -> str:
    decimals = {Kind.AMOUNT: 2, Kind.QUANTITY: QUANTITY_DECIMALS}.get(column.kind)
    if decimals is None:
        return column.name
    unit = f"CAST('0.{'1'.rjust(decimals, '0')}' AS DECIMAL({decimals}, {decimals}))"
    exact = f"CAST({column.stored} AS DECIMAL(19, 0)) * {unit}"
    return f"regexp_replace(CAST({exact} AS VARCHAR), '[.]?0+$', '') AS {column.name}"


def _copy(connection: duckdb.DuckDBPyConnection, select: str, path: Path) -> None:
    connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)")


def _source(sheet: str) -> str:
    return f"'{sheet}.csv' AS source_file"


def _write_customers(connection: duckdb.DuckDBPyConnection, ledger: Ledger, customers: int) -> None:
    select = f"""
        SELECT 'K' || lpad(i::VARCHAR, 8, '0') AS customer_id, 'Kund ' || hash(i)::VARCHAR AS name,
            'S' || (i % 7)::VARCHAR AS segment, DATE '2010-01-01' + (hash(i, 1) % 5400)::INTEGER AS customer_since,
            '{{}}' AS attributes, {_source("customers")}, i + 2 AS source_row
        FROM range({customers}) t(i)"""
    _copy(connection, select, ledger.path("customers"))


def _write_transactions(connection: duckdb.DuckDBPyConnection, ledger: Ledger, customers: int, rows: int) -> None:
    customer = f"floor({customers} * pow((hash(i, 2) % 1000000007) / 1000000007.0, 2.2))::BIGINT"
    select = f"""
        SELECT 'K' || lpad(({customer})::VARCHAR, 8, '0') AS customer_id,
            DATE '2025-01-01' + (hash(i, 3) % 365)::INTEGER AS date,
            (hash(i, 4) % 4000000)::BIGINT - 100000 AS gross_sales_minor,
            'O' || (i // 3)::VARCHAR AS order_id, 'P' || (hash(i, 5) % 500)::VARCHAR AS product,
            ((hash(i, 6) % 40) * 1000000)::BIGINT AS quantity_micro,
            (hash(i, 7) % 90000)::BIGINT AS discount_minor, (hash(i, 8) % 2500000)::BIGINT AS cost_of_goods_minor,
            {_source("transactions")}, i + 2 AS source_row
        FROM range({rows}) t(i)"""
    _copy(connection, select, ledger.path("transactions"))


def _write_volumes(connection: duckdb.DuckDBPyConnection, ledger: Ledger, customers: int) -> None:
    quantity = "CASE WHEN d < 3 THEN (hash(i, d) % 60) * 1000000 ELSE hash(i, d) % 9000000 * 10000 END"
    select = f"""
        SELECT 'driver ' || d::VARCHAR AS driver, 'K' || lpad(i::VARCHAR, 8, '0') AS customer_id,
            ({quantity})::BIGINT AS quantity_micro, NULL::DATE AS date, {_source("volumes")},
            (i * {DRIVERS} + d + 2)::BIGINT AS source_row
        FROM range({customers}) t(i), range({DRIVERS}) u(d) WHERE hash(i, d, 9) % 4 > 0"""
    _copy(connection, select, ledger.path("volumes"))


def _write_model(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> None:
    names = [f"driver {index}" for index in range(DRIVERS)] + list(COMPUTED)
    pools = []
    for index in range(POOLS):
        amount = (-1 if index == 7 else 1) * (987_654_321_01 + index * 31_415_926_53)
        line, driver = COST_LINES[index % len(COST_LINES)], names[index % len(names)]
        pools.append(f"('P{index:02}', 'Pool {index}', '{line}', {amount}, '{driver}', NULL::BIGINT, {index + 2})")
    columns = "pool_id, name, line, amount_minor, driver, capacity_micro, source_row"
    values = f"SELECT *, {_source('pools')} FROM (VALUES {', '.join(pools)}) t({columns})"
    _copy(connection, values, ledger.path("pools"))
    settings = "SELECT *, 'settings.csv' AS source_file FROM (VALUES ('period_start', '2025-01-01', 2), "
    settings += "('period_end', '2025-12-31', 3)) t(key, value, source_row)"
    _copy(connection, settings, ledger.path("settings"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--sheets", type=Path, help="write the ledger as CSV to this folder too")
    chosen = parser.parse_args()
    ledger = generate_ledger(chosen.folder, chosen.customers, chosen.transactions)
    if chosen.sheets:
        write_sheets(ledger, chosen.sheets)
