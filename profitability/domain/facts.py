"""Facts: one row per customer with whole-number columns, by one group-by statement over the canonical ledger.

This is the only step that reads every transaction. It is plain SQL, run here by DuckDB; a driver's volume is a sum of
millionths, sales are sums of minor units. Every sum is cast to BIGINT (DuckDB's sum is HUGEINT, which Parquet would
turn into floating point) and no integer is divided.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from profitability.domain.allocation import Int64s, Volumes
from profitability.domain.ledger import COST_LINES, Ledger
from profitability.domain.settings import Settings

COMPUTED_DRIVERS = ("@gross_sales", "@net_sales", "@gross_margin", "@orders", "@lines", "@quantity", "@customers")


@dataclass(frozen=True)
class Facts:
    """One row per customer, ordered by customer_id as text (by code point).

    Columns of `table`: customer_id, name, segment, attributes (string); customer_since, first_date (date);
    transactions, gross, discounts, goods, orders, quantity, direct_<cost line>, driver_<i> for the i-th of `drivers`,
    volume_rows and direct_rows (rows in the period), transactions_all, volumes_all and direct_costs_all (rows outside
    it too): int64, no nulls. Money in minor units, quantities and drivers in millionths.
    """

    table: pa.Table
    drivers: tuple[str, ...]
    decimals: int

    @property
    def customers(self) -> int:
        """Return how many customers the ledger lists."""
        return int(self.table.num_rows)

    def ints(self, column: str) -> Int64s:
        """Return a whole-number column; it must not be written to."""
        array: Int64s = self.table[column].combine_chunks().to_numpy()
        return array

    def active(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Mark the customers with a transaction, a volume or a direct cost in the period."""
        return (self.ints("transactions") + self.ints("volume_rows") + self.ints("direct_rows")) > 0

    def find_volumes(self, driver: str) -> Volumes | None:
        """Return the volumes of a computed driver or of one that stands in the ledger; None for any other name.

        Computed volumes may be negative here.
        """
        if driver in self.drivers:
            return Volumes(self.ints(f"driver_{self.drivers.index(driver)}"), 6)
        match driver:
            case "@gross_sales":
                return Volumes(self.ints("gross"), self.decimals)
            case "@net_sales":
                return Volumes(self.ints("gross") - self.ints("discounts"), self.decimals)
            case "@gross_margin":
                return Volumes(self.ints("gross") - self.ints("discounts") - self.ints("goods"), self.decimals)
            case "@orders":
                return Volumes(self.ints("orders"))
            case "@lines":
                return Volumes(self.ints("transactions"))
            case "@quantity":
                return Volumes(self.ints("quantity"), 6)
            case "@customers":
                return Volumes((self.ints("transactions") > 0).astype(np.int64))
        return None


def connect(memory_mb: int, temporary: str) -> duckdb.DuckDBPyConnection:
    """Open an in-memory DuckDB that spills to the folder `temporary` beyond its memory."""
    return duckdb.connect(config={"memory_limit": f"{memory_mb}MB", "temp_directory": temporary})


def read_facts(
    connection: duckdb.DuckDBPyConnection,
    ledger: Ledger,
    settings: Settings,
    drivers: Sequence[str],
    *,
    with_orders: bool = True,
) -> Facts:
    """Group the ledger by customer for the period of `settings`; `drivers` are the names of the volumes to read.

    A customer listed twice stands there twice, rows of unknown customers are left out: validation names both. Counting
    distinct orders is the dearest part and can be left out when no driver asks for it.
    """
    sql = write_facts_sql(ledger, settings, drivers, with_orders=with_orders)
    with connection.cursor() as cursor:
        table: pa.Table = cursor.sql(sql).to_arrow_table()
    return Facts(table.combine_chunks(), tuple(drivers), settings.decimals)


def write_facts_sql(ledger: Ledger, settings: Settings, drivers: Sequence[str], *, with_orders: bool) -> str:
    """Write the facts statement; names of drivers and paths are quoted, everything else is the engine's own."""
    inside = f"date BETWEEN DATE '{settings.period_start}' AND DATE '{settings.period_end}'"
    tables = {"c": _select("*", ledger, "customers") + " WHERE customer_id IS NOT NULL"}
    joins, columns = [], []
    for sheet, sums in (
        ("transactions", _transaction_sums(inside, with_orders=with_orders)),
        ("volumes", _volume_sums(f"(date IS NULL OR {inside})", drivers)),
        ("direct_costs", _direct_sums(f"(date IS NULL OR {inside})")),
    ):
        present = ledger.has(sheet)
        columns += [_joined_column(sheet, name, present=present) for name, _ in sums]
        if present:
            selected = ", ".join(f"{expression} AS {name}" for name, expression in sums)
            tables[sheet] = _select(f"customer_id, {selected}", ledger, sheet) + " GROUP BY customer_id"
            joins.append(f"LEFT JOIN {sheet} ON {sheet}.customer_id = c.customer_id")
    named = ", ".join(f"{name} AS ({select})" for name, select in tables.items())
    own = "c.customer_id, name, segment, attributes, customer_since"
    from_joined = f"FROM c {' '.join(joins)} ORDER BY c.customer_id"
    return f"WITH {named} SELECT {own}, {', '.join(columns)} " + from_joined


def _select(columns: str, ledger: Ledger, sheet: str) -> str:
    path = str(ledger.path(sheet)).replace("'", "''")
    return f"SELECT {columns} " + f"FROM read_parquet('{path}')"


def _joined_column(sheet: str, name: str, *, present: bool) -> str:
    if name == "first_date":
        return f"{sheet}.{name}" if present else f"NULL::DATE AS {name}"
    return f"coalesce({sheet}.{name}, 0)::BIGINT AS {name}" if present else f"0::BIGINT AS {name}"


def _transaction_sums(inside: str, *, with_orders: bool) -> list[tuple[str, str]]:
    def total(column: str) -> str:
        return f"sum({column}) FILTER (WHERE {inside})"

    return [
        ("transactions_all", "count(*)"),
        ("first_date", "min(date)"),
        ("transactions", f"count(*) FILTER (WHERE {inside})"),
        ("gross", total("gross_sales_minor")),
        ("discounts", total("discount_minor")),
        ("goods", total("cost_of_goods_minor")),
        ("quantity", total("quantity_micro")),
        ("orders", f"count(DISTINCT order_id) FILTER (WHERE {inside})" if with_orders else "0"),
    ]


def _volume_sums(inside: str, drivers: Sequence[str]) -> list[tuple[str, str]]:
    sums = [("volumes_all", "count(*)"), ("volume_rows", f"count(*) FILTER (WHERE {inside})")]
    for index, driver in enumerate(drivers):
        name = driver.replace("'", "''")
        sums.append((f"driver_{index}", f"sum(quantity_micro) FILTER (WHERE driver = '{name}' AND {inside})"))
    return sums


def _direct_sums(inside: str) -> list[tuple[str, str]]:
    lines = [
        (f"direct_{line}", f"sum(amount_minor) FILTER (WHERE line = '{line}' AND {inside})") for line in COST_LINES
    ]
    return [("direct_costs_all", "count(*)"), ("direct_rows", f"count(*) FILTER (WHERE {inside})"), *lines]
