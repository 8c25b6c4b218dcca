"""Capacity per pool: how much there is, how much was used, what the rest costs."""

from collections.abc import Sequence
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


@dataclass(frozen=True)
class CapacityHistory:
    """One pool over several runs, in their order; None for a run in which it has no capacity."""

    pool_id: str
    name: str
    driver: str
    lines: tuple[CapacityLine | None, ...]


def compare_capacity(runs: Sequence[Path]) -> tuple[CapacityHistory, ...]:
    """Return every pool that has a capacity in any of the runs (their folders, oldest first), named as in the last."""
    found = [{line.pool_id: line for line in list_capacity(run)} for run in runs]
    latest = {pool_id: line for lines in found for pool_id, line in lines.items()}
    return tuple(
        CapacityHistory(pool_id, line.name, line.driver, tuple(lines.get(pool_id) for lines in found))
        for pool_id, line in sorted(latest.items())
    )


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
