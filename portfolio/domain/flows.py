"""Who stayed, came, came back and left between two windows."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from portfolio.domain.customer_facts import NEVER, CustomerFacts, Flags, Ints, Sums, sum_by_group
from portfolio.domain.periods import add_months


class Flow(IntEnum):
    """What became of a customer; in the order in which it is told."""

    NONE = -1
    RETAINED = 0
    WON_BACK = 1
    NEW = 2
    LOST = 3


@dataclass(frozen=True)
class Flows:
    """The four flows; `lost` with purchases and revenue of the earlier window, the others of the later one.

    `opening` is the active customers of the earlier window with its figures, `closing` those of the later one.
    """

    retained: Sums
    won_back: Sums
    new: Sums
    lost: Sums
    opening: Sums

    @property
    def closing(self) -> Sums:
        return self.retained + self.won_back + self.new

    @property
    def difference(self) -> int:
        """Opening + new + won back − lost − closing, in customers: 0 when nobody was forgotten."""
        came = self.new.customers + self.won_back.customers
        return self.opening.customers + came - self.lost.customers - self.closing.customers


def classify_flows(facts: CustomerFacts, forgotten_months: int) -> Ints:
    """Return the `Flow` of each customer.

    Active = at least one purchase in the window. Won back = active later, not earlier, but before that, and gone for
    at most `forgotten_months` at the first purchase back; gone for longer, or never here before = new.
    """
    later, earlier = facts.later_purchases > 0, facts.earlier_purchases > 0
    returned = later & ~earlier & _remembered(facts, forgotten_months)
    flow = np.full(len(facts), Flow.NONE, dtype=np.int64)
    flow[later & earlier] = Flow.RETAINED
    flow[returned] = Flow.WON_BACK
    flow[later & ~earlier & ~returned] = Flow.NEW
    flow[earlier & ~later] = Flow.LOST
    return flow


def _remembered(facts: CustomerFacts, forgotten_months: int) -> Flags:
    returned = np.flatnonzero((facts.last_before_day != NEVER) & (facts.later_first_day != NEVER))
    limit = add_months(facts.last_before_day[returned], forgotten_months)
    remembered = np.zeros(len(facts), dtype=np.bool_)
    remembered[returned] = facts.later_first_day[returned] <= limit
    return remembered


def sum_flows(facts: CustomerFacts, flow: Ints) -> Flows:
    """Add up the flows of `classify_flows`."""
    later = sum_by_group(flow, 4, facts.later_purchases, facts.later_revenue_minor)
    earlier = sum_by_group(flow, 4, facts.earlier_purchases, facts.earlier_revenue_minor)
    return Flows(
        retained=later[Flow.RETAINED],
        won_back=later[Flow.WON_BACK],
        new=later[Flow.NEW],
        lost=earlier[Flow.LOST],
        opening=earlier[Flow.RETAINED] + earlier[Flow.LOST],
    )
