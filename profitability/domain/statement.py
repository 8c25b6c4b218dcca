"""The customer income statement: sixteen lines per customer in minor units, and the order customers rank in."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s
from profitability.domain.cost_flow import PoolResult
from profitability.domain.facts import Facts
from profitability.domain.ledger import COST_LINES

STATEMENT_LINES = (
    "gross_sales",
    "discounts",
    "net_sales",
    "cost_of_goods",
    "gross_margin",
    "order_handling",
    "logistics",
    "tb2",
    "customer_service",
    "support",
    "sales",
    "marketing",
    "contribution",
    "customer_sustaining",
    "interest",
    "result",
)
SUBTOTALS = ("net_sales", "gross_margin", "tb2", "contribution", "result")
"""Each is what stands above it minus what stands between; costs and discounts are positive when they lower it."""


@dataclass(frozen=True)
class Statements:
    """Statements of all customers in order of id: `values` int64 minor units, shape (lines, customers)."""

    values: NDArray[np.int64]

    def line(self, name: str) -> Int64s:
        """Return one line for all customers."""
        row: Int64s = self.values[STATEMENT_LINES.index(name)]
        return row

    def total(self, name: str) -> int:
        """Return the sum of one line over all customers."""
        return int(self.line(name).sum())


def build_statements(facts: Facts, pools: Iterable[PoolResult]) -> Statements:
    """Set sales, direct costs and the pools' shares up as statements; the subtotals follow from the lines."""
    values = np.zeros((len(STATEMENT_LINES), facts.customers), dtype=np.int64)
    for line, column in (("gross_sales", "gross"), ("discounts", "discounts"), ("cost_of_goods", "goods")):
        values[STATEMENT_LINES.index(line)] = facts.ints(column)
    for line in COST_LINES:
        values[STATEMENT_LINES.index(line)] = facts.ints(f"direct_{line}")
    for pool in pools:
        if pool.shares is not None:
            values[STATEMENT_LINES.index(pool.pool.line)] += pool.shares
    running = values[0].copy()
    for index, line in enumerate(STATEMENT_LINES[1:], start=1):
        if line in SUBTOTALS:
            values[index] = running
        else:
            running -= values[index]
    return Statements(values)


def rank_customers(contribution: Int64s, active: NDArray[np.bool_]) -> Int64s:
    """Return the positions of the active customers by contribution, falling, ties by position (customer id)."""
    chosen = np.flatnonzero(active)
    order: Int64s = chosen[np.argsort(-contribution[chosen], kind="stable")]
    return order
