"""Facts: one row per customer with whole-number columns, by a group-by over each sheet of the canonical ledger.

This is the only step that reads every transaction. It is plain SQL (facts_sql), run by DuckDB unless the caller has
another engine where the rows live; a driver's volume is a sum of millionths, sales are sums of minor units. The groups
are then placed on the customers, in order of id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa

from profitability.domain.allocation import Int64s, Volumes
from profitability.domain.columns import NO_DATE, find_places, place_values, read_customers
from profitability.domain.facts_sql import CONSTANTS, DUCKDB, Dialect, Sums, Wanted, list_sums, write_group_by
from profitability.domain.ledger import Ledger
from profitability.domain.settings import Settings

_ONE_BATCH = 1 << 40
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


class GroupingEngine(Protocol):
    """What runs the group-by of a sheet."""

    @property
    def dialect(self) -> Dialect:
        """Return how it wants the statement."""
        ...

    def group(self, path: Path, sums: Sums) -> pa.Table:
        """Return customer_id and the sums, BIGINT, one row per customer of the sheet whose canonical file is `path`."""
        ...


@dataclass(frozen=True)
class DuckDbEngine:
    """Groups the ledger's Parquet by DuckDB."""

    connection: duckdb.DuckDBPyConnection
    dialect: Dialect = DUCKDB

    def group(self, path: Path, sums: Sums) -> pa.Table:
        """Group the file; a cursor of its own, for the connection may be in the middle of another result."""
        source = str(path).replace("'", "''")
        with self.connection.cursor() as cursor:
            groups: pa.Table = cursor.sql(write_group_by(f"read_parquet('{source}')", sums)).to_arrow_table(_ONE_BATCH)
        return groups


def read_facts(
    engine: GroupingEngine,
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
    wanted = Wanted(settings, tuple(drivers), with_orders, bool((since == NO_DATE).any()))
    numbers = {"customer_since": since}
    for sheet, sums in list_sums(ledger, wanted, engine.dialect).items():
        numbers |= _read_sums(engine, ledger.path(sheet), sums, ids)
    return Facts(ids, place, numbers, tuple(drivers), settings.decimals)


def _read_sums(engine: GroupingEngine, path: Path, sums: Sums, ids: pa.Array) -> dict[str, Int64s]:
    """Return the sums of a sheet placed on the customers; equal expressions, and columns of nothing, share memory."""
    nothing = {_missing(name): np.full(len(ids), _missing(name), dtype=np.int64) for name, _ in sums}
    chosen = {sql: name for name, sql in sums if sql not in CONSTANTS}
    placed: dict[str, Int64s] = {}
    if path.exists() and chosen:
        groups = engine.group(path, [(name, expression) for expression, name in chosen.items()])
        at, found = find_places(groups.column("customer_id"), ids)
        for expression, name in chosen.items():
            placed[expression] = place_values(groups.column(name), at, found, len(ids), _missing(name))
    return {name: placed.get(sql, nothing[_missing(name)]) for name, sql in sums}


def _missing(column: str) -> int:
    return NO_DATE if column == "first_date" else 0
