"""Capacity per pool: how much there is, how much was used, what the rest costs."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from profitability.domain.columns import read_columns


@dataclass(frozen=True)
class CapacityLine:
    """One pool with a practical capacity: units of its driver, money in minor units, rate in major units per unit.

    Unused units and money are negative when more was used than there is.
    """

    pool_id: str
    name: str
    driver: str
    capacity: Decimal
    used: Decimal
    rate: Decimal
    full_cost_minor: int
    unused_minor: int

    @property
    def unused(self) -> Decimal:
        return self.capacity - self.used

    @property
    def is_over_used(self) -> bool:
        return self.used > self.capacity


def list_capacity(run: Path) -> tuple[CapacityLine, ...]:
    """Return the pools of a published run (its folder) that have a capacity, in the order given."""
    return tuple(
        CapacityLine(
            pool_id=pool["pool_id"],
            name=pool["name"],
            driver=pool["driver"] or "",
            capacity=Decimal(pool["capacity"]),
            used=Decimal(pool["volume"]),
            rate=Decimal(pool["rate"]),
            full_cost_minor=pool["amount_minor"] + pool["received_minor"],
            unused_minor=pool["unused_minor"],
        )
        for pool in read_columns(run / "pools.parquet").to_pylist()
        if pool["capacity"] and pool["rate"]
    )
