"""Purchases per customer and bucket of days: counted once, compared over as many windows as are asked for.

The buckets are cut where some window begins or ends, so that each window is a row of whole buckets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from portfolio.domain.customer_facts import NEVER, CustomerFacts, Ints
from portfolio.domain.periods import Comparison

_DAY = timedelta(days=1)


def bucket_ends(comparisons: Iterable[Comparison]) -> tuple[date, ...]:
    """Return the last day of each bucket, rising; the first bucket is everything before the earliest window."""
    ends = set[date]()
    for windows in comparisons:
        ends |= {windows.earlier.first_date - _DAY, windows.earlier.last_date, windows.later.last_date}
    return tuple(sorted(ends))


@dataclass(frozen=True)
class SplitOrders:
    """Orders with rows in several buckets: a row for each order and bucket, as customer (index) and order (number)."""

    customer: Ints
    order: Ints
    bucket: Ints


@dataclass(frozen=True)
class CustomerBuckets:
    """Parallel columns, one entry per customer and bucket with a transaction, by rising bucket.

    `customer`: index in `customer_ids`, which are sorted as text. `purchases`: those of orders that lie in one bucket;
    the others stand in `split`. `revenue_minor`: of all. `first_day`, `last_day`: days since 1970-01-01.
    `ends`: the last day of each bucket.
    """

    customer_ids: pa.StringArray
    ends: tuple[date, ...]
    customer: Ints
    bucket: Ints
    purchases: Ints
    revenue_minor: Ints
    first_day: Ints
    last_day: Ints
    split: SplitOrders

    def compare(self, windows: Comparison) -> CustomerFacts:
        """Return the facts of two windows that were among those the buckets were cut for."""
        first = self.ends.index(windows.earlier.first_date - _DAY) + 1
        middle = self.ends.index(windows.earlier.last_date) + 1
        end = self.ends.index(windows.later.last_date) + 1
        return CustomerFacts(
            customer_ids=self.customer_ids,
            last_before_day=self._latest(self.last_day, range(first)),
            earlier_purchases=self._sum(self.purchases, first, middle) + self._split_purchases(first, middle),
            earlier_revenue_minor=self._sum(self.revenue_minor, first, middle),
            later_purchases=self._sum(self.purchases, middle, end) + self._split_purchases(middle, end),
            later_revenue_minor=self._sum(self.revenue_minor, middle, end),
            later_first_day=self._latest(self.first_day, reversed(range(middle, end))),
            last_day=self._latest(self.last_day, range(end)),
        )

    def _of(self, column: Ints, bucket: int) -> Ints:
        """Return the column's rows of one bucket; a customer has at most one."""
        low, high = (int(np.searchsorted(self.bucket, end)) for end in (bucket, bucket + 1))
        return column[low:high]

    def _sum(self, column: Ints, first: int, end: int) -> Ints:
        total = np.zeros(len(self.customer_ids), dtype=np.int64)
        for bucket in range(first, end):
            total[self._of(self.customer, bucket)] += self._of(column, bucket)
        return total

    def _latest(self, column: Ints, buckets: Iterable[int]) -> Ints:
        """Return each customer's value in the last of `buckets` that it has one in; NEVER without any."""
        found = np.full(len(self.customer_ids), NEVER, dtype=np.int64)
        for bucket in buckets:
            found[self._of(self.customer, bucket)] = self._of(column, bucket)
        return found

    def _split_purchases(self, first: int, end: int) -> Ints:
        inside = (self.split.bucket >= first) & (self.split.bucket < end)
        _orders, rows = np.unique(self.split.order[inside], return_index=True)
        owners = self.split.customer[inside][rows]
        return np.bincount(owners, minlength=len(self.customer_ids)).astype(np.int64)
