"""Canonical ledgers of a few rows, as the reading of an upload leaves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_TRANSACTIONS = pa.schema(
    [
        ("customer_id", pa.string()),
        ("date", pa.date32()),
        ("gross_sales_minor", pa.int64()),
        ("order_id", pa.string()),
        ("discount_minor", pa.int64()),
        ("product", pa.string()),
    ]
)
_CUSTOMERS = pa.schema([("customer_id", pa.string()), ("name", pa.string()), ("segment", pa.string())])


@dataclass(frozen=True)
class Row:
    """One transaction; amounts in minor units."""

    customer_id: str
    date: date
    gross_sales_minor: int
    order_id: str | None = None
    discount_minor: int | None = None
    product: str | None = None


def write_ledger(folder: Path, rows: Sequence[Row], segments: dict[str, str] | None = None) -> Path:
    """Write transactions.parquet and customers.parquet and return the folder."""
    table = pa.Table.from_pylist([vars(row) for row in rows], schema=_TRANSACTIONS)
    pq.write_table(table, folder / "transactions.parquet")
    people = [
        {"customer_id": name, "name": f"Kund {name}", "segment": (segments or {}).get(name)}
        for name in sorted({row.customer_id for row in rows})
    ]
    pq.write_table(pa.Table.from_pylist(people, schema=_CUSTOMERS), folder / "customers.parquet")
    return folder


def write_service(folder: Path, used: Sequence[tuple[str, str, int, date | None]]) -> None:
    """Add a pool of support driven by "ärenden", and volumes: driver, customer, millionths of a unit, day."""
    pools = {
        "pool_id": ["p"], "name": ["P"], "line": ["support"], "amount_minor": [1], "driver": ["ärenden"],
        "capacity_micro": pa.nulls(1, pa.int64()), "source_file": ["x"], "source_row": [2],
    }  # fmt: skip
    pq.write_table(pa.table(pools), folder / "pools.parquet")
    names = ("driver", "customer_id", "quantity_micro", "date")
    pq.write_table(
        pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in used]), folder / "volumes.parquet"
    )
