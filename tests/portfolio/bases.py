"""Small customer bases, written so that a person can check them, for the tests of this package."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from portfolio.domain.customer_facts import NEVER, CustomerFacts


def day(value: date | None) -> int:
    return NEVER if value is None else (value - date(1970, 1, 1)).days


@dataclass(frozen=True)
class Buyer:
    """One customer: (purchases, revenue in minor units) of the two windows, and the dates that flows need."""

    name: str
    earlier: tuple[int, int] = (0, 0)
    later: tuple[int, int] = (0, 0)
    last_before: date | None = None
    later_first: date | None = None
    last: date | None = None


def facts_of(buyers: Iterable[Buyer]) -> CustomerFacts:
    rows = sorted(buyers, key=lambda buyer: buyer.name)

    def column(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array(values, dtype=np.int64)

    return CustomerFacts(
        customer_ids=pa.array([row.name for row in rows], pa.string()),
        last_before_day=column([day(row.last_before) for row in rows]),
        earlier_purchases=column([row.earlier[0] for row in rows]),
        earlier_revenue_minor=column([row.earlier[1] for row in rows]),
        later_purchases=column([row.later[0] for row in rows]),
        later_revenue_minor=column([row.later[1] for row in rows]),
        later_first_day=column([day(row.later_first) for row in rows]),
        last_day=column([day(row.last or row.later_first or row.last_before) for row in rows]),
    )
