"""The map of the money: from each pool to the pools it serves, to customers, and to what stays with the firm."""

from dataclasses import dataclass
from pathlib import Path

from profitability.domain.columns import read_columns

OUTLETS = ("unused", "unassigned", "common")


@dataclass(frozen=True)
class MoneyFlow:
    """Money from a pool to `target`, in minor units.

    `kind` is `pool` (target: a pool_id), `customers` (target: the line of the statement) or one of OUTLETS (target: the
    same word). Negative for negative pools and over-used capacity.
    """

    pool_id: str
    kind: str
    target: str
    amount_minor: int


def map_money(run: Path) -> tuple[MoneyFlow, ...]:
    """Return every flow of a published run (its folder) that is not zero, pool by pool in the order given.

    For each pool, what comes in (its amount and flows of kind `pool` towards it) equals what goes out.
    """
    served: dict[str, list[MoneyFlow]] = {}
    for flow in read_columns(run / "flows.parquet").to_pylist():
        between = MoneyFlow(flow["from_pool"], "pool", flow["to_pool"], flow["amount_minor"])
        served.setdefault(between.pool_id, []).append(between)
    flows: list[MoneyFlow] = []
    for pool in read_columns(run / "pools.parquet").to_pylist():
        pool_id = pool["pool_id"]
        flows.extend(served.get(pool_id, ()))
        flows.append(MoneyFlow(pool_id, "customers", pool["line"], pool["to_customers_minor"]))
        flows.extend(MoneyFlow(pool_id, outlet, outlet, pool[f"{outlet}_minor"]) for outlet in OUTLETS)
    return tuple(flow for flow in flows if flow.amount_minor)
