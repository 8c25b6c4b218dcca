"""Direct and full costing side by side: what each customer's result is when the firm's own costs are forced down too.

A view beside the statement, never on it: common costs, unused capacity and unassigned cost are shared over the ranked
customers by a stated base, by largest remainders, so that the full results sum to the firm's result to the minor unit.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from profitability.domain.allocation import Int64s, Volumes, share_out
from profitability.domain.columns import as_ints, read_columns
from profitability.domain.summary import read_summary
from profitability.domain.tiers import TIERS

BASES = ("net_sales", "cost", "equal")


@dataclass(frozen=True)
class FullCosting:
    """Per ranked customer, in order of rank and in minor units: result, the firm's costs forced down, full result."""

    result: Int64s
    forced: Int64s
    forced_minor: int

    @property
    def full_result(self) -> Int64s:
        full: Int64s = self.result - self.forced
        return full

    @property
    def turned(self) -> int:
        """Count the customers whose result turns from a profit to a loss."""
        return int(np.count_nonzero((self.result > 0) & (self.full_result <= 0)))


def force_down(run: Path, base: str) -> FullCosting:
    """Share what stayed with the firm over the ranked customers of a published run (its folder).

    `base` is `net_sales` (negative counts as 0), `cost` (all costs on the statement, negative as 0) or `equal`; where a
    base is nothing for everybody the shares are equal. With no ranked customers nothing is forced down.
    """
    proof = read_summary(run).proof
    amount = proof.common_minor + proof.unused_minor + proof.unassigned_minor
    lines = ["rank", "net_sales_minor", "gross_margin_minor", "result_minor"]
    table = read_columns(run / "statements.parquet", lines)
    ranked = table.num_rows - table.column("rank").null_count
    table = table.slice(0, ranked)
    result = as_ints(table.column("result_minor"))
    if not ranked:
        return FullCosting(result, result, 0)
    weights = {
        "net_sales": as_ints(table.column("net_sales_minor")),
        "cost": as_ints(table.column("gross_margin_minor")) - result,
        "equal": np.ones(ranked, dtype=np.int64),
    }[base]
    volumes = Volumes(np.maximum(weights, 0))
    if not volumes.total:
        volumes = Volumes(np.ones(ranked, dtype=np.int64))
    return FullCosting(result, share_out(amount, volumes, (), None).customers, amount)


@dataclass(frozen=True)
class TierCosting:
    """One tier by direct and by full costing: customers, how many turn to a loss, and sums in minor units."""

    tier: str
    customers: int
    turned: int
    result_minor: int
    forced_minor: int

    @property
    def full_result_minor(self) -> int:
        return self.result_minor - self.forced_minor


@dataclass(frozen=True)
class TurnedCustomer:
    """A customer whose profit is a loss by full costing, in minor units; `position` counts from 1 by rank."""

    position: int
    result_minor: int
    forced_minor: int

    @property
    def full_result_minor(self) -> int:
        return self.result_minor - self.forced_minor


@dataclass(frozen=True)
class CostingComparison:
    """Direct and full costing side by side: tiers, and the customers whose profit turns to the largest losses."""

    base: str
    forced_minor: int
    tiers: tuple[TierCosting, ...]
    turned: tuple[TurnedCustomer, ...]


def compare_costing(run: Path, base: str, *, most: int = 20) -> CostingComparison:
    """Set direct and full costing of a published run (its folder) side by side; `base` as in force_down."""
    costing = force_down(run, base)
    codes = read_columns(run / "statements.parquet", ["tier"]).column("tier").cast("string")
    names = codes.slice(0, costing.result.size)
    turned = (costing.result > 0) & (costing.full_result <= 0)
    tiers = []
    for tier in TIERS:
        members = np.flatnonzero(pc.fill_null(pc.equal(names, tier), False).to_numpy())
        sums = (int(values[members].sum()) for values in (costing.result, costing.forced))
        tiers.append(TierCosting(tier, int(members.size), int(np.count_nonzero(turned[members])), *sums))
    places = np.flatnonzero(turned)
    worst = places[np.argsort(costing.full_result[places], kind="stable")][:most]
    return CostingComparison(
        base,
        costing.forced_minor,
        tuple(tiers),
        tuple(TurnedCustomer(at + 1, int(costing.result[at]), int(costing.forced[at])) for at in worst.tolist()),
    )
