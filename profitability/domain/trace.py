"""Where an amount on a statement comes from: pool, volume, total volume, rate, file and row."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from profitability.domain.columns import read_columns


@dataclass(frozen=True)
class TraceLine:
    """What one pool gave one customer: volume * rate, rounded to `amount_minor` by largest remainders.

    `total_volume` is what all customers and pools used, `capacity` the practical capacity where there is one; the
    rate is `full_cost_minor` divided by capacity, or by the total volume, in major units per unit.
    """

    pool_id: str
    pool_name: str
    line: str
    driver: str
    volume: Decimal
    total_volume: Decimal
    capacity: Decimal | None
    full_cost_minor: int
    rate: Decimal
    amount_minor: int
    source_file: str
    source_row: int


def find_traces(run: Path, customer_id: str) -> tuple[TraceLine, ...]:
    """Return what each pool gave the customer, in the pools' order; pools that gave nothing are left out.

    `run` is the folder of a published run. Empty for a customer that does not exist.
    """
    with duckdb.connect() as connection:
        path = str(run / "traces.parquet")
        cursor = connection.execute("SELECT * FROM read_parquet(?) WHERE customer_id = ?", [path, customer_id])
        names = [column[0] for column in cursor.description or ()]
        row = cursor.fetchone()
    if row is None:
        return ()
    values = dict(zip(names, row, strict=True))
    lines = []
    for pool in read_columns(run / "pools.parquet").to_pylist():
        if pool["trace_amount"] is None:
            continue
        volume = Decimal(values[pool["trace_volume"]]).scaleb(-pool["trace_decimals"])
        amount = values[pool["trace_amount"]]
        if volume or amount:
            lines.append(
                TraceLine(
                    pool_id=pool["pool_id"],
                    pool_name=pool["name"],
                    line=pool["line"],
                    driver=pool["driver"],
                    volume=volume,
                    total_volume=Decimal(pool["volume"]),
                    capacity=Decimal(pool["capacity"]) if pool["capacity"] else None,
                    full_cost_minor=pool["amount_minor"] + pool["received_minor"],
                    rate=Decimal(pool["rate"]),
                    amount_minor=amount,
                    source_file=pool["source_file"],
                    source_row=pool["source_row"],
                )
            )
    return tuple(lines)
