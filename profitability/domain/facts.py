"""Facts: one row per customer with whole-number columns, summed up over each sheet of the canonical ledger.

This is the only step that reads every transaction. It is plain SQL (facts_sql), run by DuckDB unless the caller has
another engine where the rows live; a driver's volume is a sum of millionths, sales are sums of minor units. The sums
are placed on the customers, in order of id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa

from profitability.domain.allocation import Int64s, Volumes
from profitability.domain.columns import NO_DATE, first_of_each, read_customers
from profitability.domain.facts_sql import Sums, Wanted, list_sums
from profitability.domain.ledger import Ledger
from profitability.domain.placed_sums import PlacedSums, sum_rows
from profitability.domain.settings import Settings

COMPUTED_DRIVERS = ("@gross_sales", "@net_sales", "@gross_margin", "@orders", "@lines", "@quantity", "@customers")


@dataclass(frozen=True)
class Facts:
    """One row per customer, ordered by customer_id as text (by code point).

    `ids` holds the customer_ids (string, no nulls), `place` the position of each in the customers sheet. Columns of
    `numbers`, all int64: transactions, gross, discounts, goods, orders, quantity, direct_<cost line>, driver_<i> for
    the i-th of `drivers`, volume_rows and direct_rows (rows in the period), <sheet>_all (rows outside it too),
    customer_since and first_date (days since 1970-01-01, NO_DATE where there is none). Money in minor units,
    quantities and drivers in millionths. `totals` are sums of such columns over all rows of the ledger, whomever they
    name, where the engine counted them beside the groups.
    """

    ids: pa.Array
    place: Int64s
    numbers: Mapping[str, Int64s]
    drivers: tuple[str, ...]
    decimals: int
    totals: Mapping[str, int] = field(default_factory=dict)

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
    """What sums a sheet up by customer."""

    def sum_up(self, path: Path, sums: Sums, customers: pa.Table, size: int) -> PlacedSums:
        """Return the sums of the sheet whose canonical file is `path`, placed on `size` customers.

        `customers` are customer_id, each once, and place. Totals are those of all rows, where the engine counts them
        beside the sums by customer.
        """
        ...


@dataclass(frozen=True)
class DuckDbEngine:
    """Adds the rows of the ledger's Parquet up as DuckDB reads them."""

    connection: duckdb.DuckDBPyConnection

    def sum_up(self, path: Path, sums: Sums, customers: pa.Table, size: int) -> PlacedSums:
        """Sum the file up; a cursor of its own, for the connection may be in the middle of another result."""
        source = str(path).replace("'", "''")
        with self.connection.cursor() as cursor:
            cursor.register("customers", customers)
            return sum_rows(cursor, f"read_parquet('{source}')", sums, size)


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
    size = len(ids)
    wanted = Wanted(settings, tuple(drivers), with_orders, bool((since == NO_DATE).any()))
    numbers = {"customer_since": since}
    totals: dict[str, int] = {}
    customers = first_of_each(ids)
    for sheet, sums in list_sums(ledger, wanted).items():
        nothing = np.zeros(size, dtype=np.int64)
        placed = PlacedSums({})
        if ledger.has(sheet):
            placed = engine.sum_up(ledger.path(sheet), sums, customers, size)
        numbers |= {each.name: placed.columns[each.made_of][:size] if placed.columns else nothing for each in sums}
        totals |= placed.totals
    if "orders" not in numbers:
        numbers["orders"] = np.zeros(size, dtype=np.int64)
    if "first_date" not in numbers or not ledger.has("transactions"):
        numbers["first_date"] = np.full(size, NO_DATE)
    return Facts(ids, place, numbers, tuple(drivers), settings.decimals, totals)
