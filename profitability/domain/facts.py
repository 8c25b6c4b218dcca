"""Facts: one row per customer with whole-number columns, by a group-by over each sheet of the canonical ledger.

This is the only step that reads every transaction. It is plain SQL, run here by DuckDB; a driver's volume is a sum of
millionths, sales are sums of minor units. Every sum is cast to BIGINT (DuckDB's sum is HUGEINT, which Parquet would
turn into floating point) and no integer is divided. The groups are then placed on the customers, in order of id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from profitability.domain.allocation import Int64s, Volumes
from profitability.domain.columns import NO_DATE, find_places, has_dates_within, place_values, read_customers
from profitability.domain.ledger import COST_LINES, Ledger
from profitability.domain.settings import Settings

_ONE_BATCH = 1 << 40
_NO_NUMBER = "NULL"
_CONSTANTS = ("0", _NO_NUMBER)
type Sums = list[tuple[str, str]]
"""Columns to make of a group, as pairs of name and SQL."""

COMPUTED_DRIVERS = ("@gross_sales", "@net_sales", "@gross_margin", "@orders", "@lines", "@quantity", "@customers")


@dataclass(frozen=True)
class Facts:
    """One row per customer, ordered by customer_id as text (by code point).

    `ids` holds the customer_ids (string, no nulls), `place` the position of each in the customers sheet. Columns of
    `numbers`, all int64: transactions, gross, discounts, goods, orders, quantity, direct_<cost line>, driver_<i> for
    the i-th of `drivers`, volume_rows and direct_rows (rows in the period), <sheet>_all (rows outside it too),
    customer_since and first_date (days since 1970-01-01, NO_DATE where there is none). Money in minor units,
    quantities and drivers in millionths.
    """

    ids: pa.Array
    place: Int64s
    numbers: Mapping[str, Int64s]
    drivers: tuple[str, ...]
    decimals: int

    @property
    def customers(self) -> int:
        """Return how many customers the ledger lists."""
        return len(self.ids)

    def ints(self, column: str) -> Int64s:
        """Return a whole-number column; it must not be written to."""
        return self.numbers[column]

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
    distinct orders is the dearest part and can be left out when no driver asks for it; first dates are not looked for
    when every customer says when it began.
    """
    ids, place, since = read_customers(ledger.path("customers"))
    with_first_date = bool((since == NO_DATE).any())
    numbers = {"customer_since": since}
    for sheet, sums in list_sums(ledger, settings, drivers, with_orders, with_first_date).items():
        numbers |= _read_sums(connection, ledger.path(sheet), sums, ids)
    return Facts(ids, place, numbers, tuple(drivers), settings.decimals)


def _read_sums(connection: duckdb.DuckDBPyConnection, path: Path, sums: Sums, ids: pa.Array) -> dict[str, Int64s]:
    """Return the sums of a sheet placed on the customers; equal expressions, and columns of nothing, share memory."""
    nothing = {_missing(name): np.full(len(ids), _missing(name), dtype=np.int64) for name, _ in sums}
    chosen = {sql: name for name, sql in sums if sql not in _CONSTANTS}
    placed: dict[str, Int64s] = {}
    if path.exists() and chosen:
        sql = write_group_by(path, [(name, expression) for expression, name in chosen.items()])
        with connection.cursor() as cursor:
            groups: pa.Table = cursor.sql(sql).to_arrow_table(batch_size=_ONE_BATCH)
        at, found = find_places(groups.column("customer_id"), ids)
        for expression, name in chosen.items():
            placed[expression] = place_values(groups.column(name), at, found, len(ids), _missing(name))
    return {name: placed.get(sql, nothing[_missing(name)]) for name, sql in sums}


def list_sums(
    ledger: Ledger, settings: Settings, drivers: Sequence[str], with_orders: bool = True, with_first_date: bool = True
) -> dict[str, Sums]:
    """Return for each sheet the columns to make of a customer's rows, as pairs of name and SQL."""
    period = f"date BETWEEN DATE '{settings.period_start}' AND DATE '{settings.period_end}'"
    inside = {
        sheet: "TRUE"
        if ledger.has(sheet) and has_dates_within(ledger.path(sheet), settings.period_start, settings.period_end)
        else f"(date IS NULL OR {period})"
        for sheet in ("transactions", "volumes", "direct_costs")
    }
    return {
        "transactions": _transaction_sums(inside["transactions"], with_orders, with_first_date),
        "volumes": _volume_sums(inside["volumes"], drivers),
        "direct_costs": _direct_sums(inside["direct_costs"]),
    }


def write_group_by(path: Path, sums: Sums) -> str:
    """Write the statement that makes one row per customer of a sheet; names and paths are quoted."""
    columns = ", ".join(f"CAST({expression} AS BIGINT) AS {name}" for name, expression in sums)
    source = str(path).replace("'", "''")
    return f"SELECT customer_id, {columns} " + f"FROM read_parquet('{source}') GROUP BY customer_id"


def _transaction_sums(inside: str, with_orders: bool, with_first_date: bool) -> Sums:
    return [
        ("transactions_all", "count(*)"),
        ("first_date", "min(date) - DATE '1970-01-01'" if with_first_date else _NO_NUMBER),
        ("transactions", _count(inside)),
        ("gross", _sum("gross_sales_minor", inside)),
        ("discounts", _sum("discount_minor", inside)),
        ("goods", _sum("cost_of_goods_minor", inside)),
        ("quantity", _sum("quantity_micro", inside)),
        ("orders", _filter("count(DISTINCT order_id)", inside) if with_orders else "0"),
    ]


def _volume_sums(inside: str, drivers: Sequence[str]) -> Sums:
    sums = [("volumes_all", "count(*)"), ("volume_rows", _count(inside))]
    for index, driver in enumerate(drivers):
        name = driver.replace("'", "''")
        sums.append((f"driver_{index}", _sum("quantity_micro", f"driver = '{name}' AND {inside}")))
    return sums


def _direct_sums(inside: str) -> Sums:
    lines = [(f"direct_{line}", _sum("amount_minor", f"line = '{line}' AND {inside}")) for line in COST_LINES]
    return [("direct_costs_all", "count(*)"), ("direct_rows", _count(inside)), *lines]


def _filter(aggregate: str, condition: str) -> str:
    return aggregate if condition == "TRUE" else f"{aggregate} FILTER (WHERE {condition})"


def _count(condition: str) -> str:
    return _filter("count(*)", condition)


def _sum(column: str, condition: str) -> str:
    return f"coalesce({_filter(f'sum({column})', condition)}, 0)"


def _missing(column: str) -> int:
    return NO_DATE if column == "first_date" else 0
