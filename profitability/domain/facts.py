"""Facts: one row per customer with whole-number columns, by a group-by over each sheet of the canonical ledger.

This is the only step that reads every transaction. It is plain SQL (facts_sql), run by DuckDB unless the caller has
another engine where the rows live; a driver's volume is a sum of millionths, sales are sums of minor units. The groups
are placed on the customers, in order of id.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa

from profitability.domain.allocation import Int64s, Volumes
from profitability.domain.columns import NO_DATE, as_ints, find_places, first_of_each, read_customers
from profitability.domain.facts_sql import CONSTANTS, DUCKDB, Dialect, Sums, Wanted, list_sums, write_placed_groups
from profitability.domain.ledger import Ledger
from profitability.domain.settings import Settings

_BATCH = 1 << 17
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
    """What runs the group-by of a sheet."""

    @property
    def dialect(self) -> Dialect:
        """Return how it wants the statement."""
        ...

    def group(self, path: Path, sums: Sums, customers: pa.Table) -> Iterable[pa.RecordBatch]:
        """Yield `place` and the sums, BIGINT, one row per customer of the sheet whose canonical file is `path`.

        `customers` are customer_id, each once, and place; customers of the sheet that do not stand there are left out.
        A row without a place, where there is one, holds the sums of all rows of the sheet.
        """
        ...


@dataclass(frozen=True)
class DuckDbEngine:
    """Groups the ledger's Parquet by DuckDB."""

    connection: duckdb.DuckDBPyConnection
    dialect: Dialect = DUCKDB

    def group(self, path: Path, sums: Sums, customers: pa.Table) -> Iterator[pa.RecordBatch]:
        """Group the file; a cursor of its own, for the connection may be in the middle of another result.

        The places are joined to the groups where these are, so that no id leaves DuckDB.
        """
        source = str(path).replace("'", "''")
        with self.connection.cursor() as cursor:
            cursor.register("customers", customers)
            statement = write_placed_groups(f"read_parquet('{source}')", sums)
            yield from cursor.sql(statement).to_arrow_reader(_BATCH)


def place_groups(groups: pa.Table, customers: pa.Table) -> list[pa.RecordBatch]:
    """Return the groups of customer_id with `place` in its stead, without those of unknown customers."""
    place = find_places(groups.column("customer_id"), customers)
    batches: list[pa.RecordBatch] = groups.set_column(0, "place", place).filter(place.is_valid()).to_batches()
    return batches


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
    totals: dict[str, int] = {}
    customers = first_of_each(ids)
    for sheet, sums in list_sums(ledger, wanted, engine.dialect).items():
        placed, of_all = _read_sums(engine, ledger.path(sheet), sums, customers, len(ids))
        nothing = {missing: _fill(len(ids), missing) for missing in {_missing(name) for name, _ in sums}}
        numbers |= {name: placed.get(expression, nothing[_missing(name)]) for name, expression in sums}
        totals |= of_all
    return Facts(ids, place, numbers, tuple(drivers), settings.decimals, totals)


def _read_sums(
    engine: GroupingEngine, path: Path, sums: Sums, customers: pa.Table, size: int
) -> tuple[dict[str, Int64s], dict[str, int]]:
    """Return the sums of a sheet placed on the customers, by expression, for equal ones share memory; and the totals.

    The row without a place, where there is one, is put behind the last customer.
    """
    placed: dict[str, Int64s] = {}
    totals: dict[str, int] = {}
    chosen = {expression: name for name, expression in sums if expression not in CONSTANTS}
    if not path.exists() or not chosen:
        return placed, totals
    placed = {expression: _fill(size + 1, _missing(name)) for expression, name in chosen.items()}
    has_totals = False
    for groups in engine.group(path, [(name, expression) for expression, name in chosen.items()], customers):
        at = as_ints(groups.column("place"), size)
        has_totals = has_totals or groups.column("place").null_count > 0
        for expression, name in chosen.items():
            placed[expression][at] = as_ints(groups.column(name), _missing(name))
    if has_totals:
        totals = {name: int(placed[expression][size]) for expression, name in chosen.items()}
    return {expression: values[:size] for expression, values in placed.items()}, totals


def _missing(column: str) -> int:
    return NO_DATE if column == "first_date" else 0


def _fill(size: int, value: int) -> Int64s:
    """Return an array of one value; of zeros it takes no memory before it is written."""
    return np.full(size, value, dtype=np.int64) if value else np.zeros(size, dtype=np.int64)
