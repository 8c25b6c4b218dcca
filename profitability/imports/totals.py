"""Control totals: of a canonical CSV sheet, and of a ledger of an earlier period to hold them against."""

from pathlib import Path

import duckdb

from profitability.imports.record import TotalRecord

_MOST = 400
_CSV = {
    "transactions": ("left(date, 7)", "gross_sales", ""),
    "pools": ("pool_id", "amount", ""),
    "volumes": ("driver", "", "quantity"),
    "direct_costs": ("line", "amount", ""),
    "customers": ("''", "", ""),
    "services": ("from_pool", "", "quantity"),
    "time_equations": ("driver", "", ""),
    "settings": ("''", "", ""),
}
_PARQUET = {
    "transactions": ("strftime(date, '%Y-%m')", "gross_sales_minor", ""),
    "pools": ("pool_id", "amount_minor", ""),
    "volumes": ("driver", "", "quantity_micro"),
    "direct_costs": ("line", "amount_minor", ""),
    "customers": ("''", "", ""),
}


def sum_sheet(sheet: str, path: Path) -> tuple[TotalRecord, ...]:
    """Return rows and sums of a canonical CSV file per month, pool, driver or line, in order of the key."""
    key, amount, volume = _CSV[sheet]
    amounts = f"CAST(sum(CAST({amount} AS DECIMAL(20, 2))) * 100 AS BIGINT)" if amount else "NULL"
    volumes = f"CAST(sum(CAST({volume} AS DECIMAL(24, 6))) * 1000000 AS BIGINT)" if volume else "NULL"
    return _ask(key, amounts, volumes, "read_csv(?, all_varchar = true, header = true)", path)


def sum_ledger(sheet: str, path: Path) -> tuple[TotalRecord, ...]:
    """Return the same of a sheet of a ledger (Parquet)."""
    key, amount, volume = _PARQUET[sheet]
    amounts = f"CAST(sum({amount}) AS BIGINT)" if amount else "NULL"
    volumes = f"CAST(sum({volume}) AS BIGINT)" if volume else "NULL"
    return _ask(key, amounts, volumes, "read_parquet(?)", path)


def _ask(key: str, amounts: str, volumes: str, source: str, path: Path) -> tuple[TotalRecord, ...]:
    sql = f"""
        SELECT coalesce({key}, ''), count(*), {amounts}, {volumes} FROM {source} GROUP BY 1 ORDER BY 1 LIMIT {_MOST}
    """
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("SET enable_progress_bar = false")
        rows = connection.execute(sql, [str(path)]).fetchall()
    return tuple(TotalRecord(str(each[0]), each[1], each[2], each[3]) for each in rows)
