"""The customers around the active ones: who could be won back at the start and at the end of a window."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from portfolio.domain.customer_facts import NEVER, CustomerFacts, Flags, Ints
from portfolio.domain.periods import Comparison, add_months


@dataclass(frozen=True)
class Stocks:
    """Customers: active at the start of the later window, and lost but not forgotten at its start and its end."""

    opening_active: int
    formerly_lost: int
    closing_lost: int


def count_stocks(facts: CustomerFacts, windows: Comparison, forgotten_months: int) -> Stocks:
    """Count who was active, and whom win-back could reach: not active, last purchase within `forgotten_months`."""
    opening = facts.earlier_purchases > 0
    closing = facts.later_purchases > 0
    formerly = ~opening & _within_memory(facts.last_before_day, windows.later.first_date, forgotten_months)
    after = windows.later.last_date + timedelta(days=1)
    lost = ~closing & _within_memory(facts.last_day, after, forgotten_months)
    return Stocks(int(opening.sum()), int(formerly.sum()), int(lost.sum()))


def _within_memory(last_day: Ints, day: date, forgotten_months: int) -> Flags:
    known = last_day != NEVER
    limit = np.where(known, add_months(np.where(known, last_day, 0), forgotten_months), NEVER)
    return np.asarray(limit >= (day - date(1970, 1, 1)).days, dtype=np.bool_)
