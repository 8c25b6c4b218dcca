"""The customer income statement: sixteen lines per customer in minor units, and the order customers rank in."""

from collections.abc import Iterable, Mapping
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
SALES = {"gross_sales": "gross", "discounts": "discounts", "cost_of_goods": "goods"}
"""Lines that come from the transactions, with the columns of the facts that hold them."""
_STRETCH = 256
SUBTOTALS = ("net_sales", "gross_margin", "tb2", "contribution", "result")
"""Each is what stands above it minus what stands between; costs and discounts are positive when they lower it."""
_COUNTED = frozenset(STATEMENT_LINES) - set(SUBTOTALS)


@dataclass(frozen=True)
class Statements:
    """Statements of all customers in order of id: int64 minor units of each line of STATEMENT_LINES, not to be written.

    Lines that need no sum share the memory of the facts.
    """

    lines: Mapping[str, Int64s]

    def line(self, name: str) -> Int64s:
        """Return one line for all customers."""
        return self.lines[name]

    def total(self, name: str) -> int:
        """Return the sum of one line over all customers."""
        return int(self.lines[name].sum())

    def rows(self, places: Int64s) -> dict[str, Int64s]:
        """Return all lines of the customers at these places; subtotals are counted anew, which is cheaper."""
        chosen = {name: np.take(self.lines[name], places, mode="clip") for name in STATEMENT_LINES if name in _COUNTED}
        return _add_subtotals(chosen)


def build_statements(facts: Facts, pools: Iterable[PoolResult]) -> Statements:
    """Set sales, direct costs and the pools' shares up as statements; the subtotals follow from the lines."""
    lines = {name: facts.ints(column) for name, column in SALES.items()}
    lines |= {line: facts.ints(f"direct_{line}") for line in COST_LINES}
    own: set[str] = set()
    for pool in pools:
        if pool.shares is None:
            continue
        line = pool.pool.line
        if line in own:
            lines[line] += pool.shares
        else:
            lines[line] = lines[line] + pool.shares
            own.add(line)
    return Statements(_add_subtotals(lines))


def _add_subtotals(lines: Mapping[str, Int64s]) -> dict[str, Int64s]:
    """Return all lines of the statement in its order, the subtotals counted from the others."""
    complete: dict[str, Int64s] = {}
    running = lines[STATEMENT_LINES[0]]
    for line in STATEMENT_LINES:
        if line in SUBTOTALS:
            complete[line] = running
            continue
        complete[line] = lines[line]
        if line == STATEMENT_LINES[0]:
            continue
        is_kept = any(running is known for known in complete.values())
        running = np.subtract(running, lines[line], out=None if is_kept else running)
    return complete


def lines_above(line: str) -> tuple[str, ...]:
    """Return the lines of the statement that stand above one of them: those it is made of."""
    return STATEMENT_LINES[: STATEMENT_LINES.index(line)]


def sort_again(falling: Int64s) -> Int64s:
    """Return values in falling order, quickly where they stand nearly so, as after a change; any order may come in.

    Stretches that fit the processor's registers are sorted first, then what is left is merged.
    """
    rising = -falling
    rising[: rising.size - rising.size % _STRETCH].reshape(-1, _STRETCH).sort(axis=1)
    rising.sort(kind="stable")
    again: Int64s = np.negative(rising, out=rising)
    return again


def rank_customers(values: Int64s, active: NDArray[np.bool_]) -> Int64s:
    """Return the positions of the active customers by what is ranked, falling, ties by position (customer id)."""
    chosen = np.flatnonzero(active)
    ranked = values if chosen.size == values.size else values[chosen]
    order: Int64s = _order_falling(ranked)
    return order if chosen.size == values.size else chosen[order]


def _order_falling(values: Int64s) -> Int64s:
    """Return the places of the values, falling, ties by place: sorted as one number with its place where both fit."""
    bits = max(values.size - 1, 1).bit_length()
    if not values.size or (int(values.max()) - int(values.min())) >> (63 - bits):
        order: Int64s = np.argsort(-values, kind="stable")
        return order
    packed: Int64s = values.max() - values
    packed <<= bits
    packed |= np.arange(values.size)
    packed.sort()
    packed &= (1 << bits) - 1
    return packed
