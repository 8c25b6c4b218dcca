"""One row per customer: all that flows, tiers and portfolio need to know of the purchases."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

type Ints = npt.NDArray[np.int64]
type Flags = npt.NDArray[np.bool_]

NEVER = -(2**31)


@dataclass(frozen=True)
class CustomerFacts:
    """Parallel columns, one entry per customer, in the order of the customer id as text.

    `earlier_*` belong to the earlier window, `later_*` to the later one. Purchases are counts; revenue is net sales in
    minor units, as it is (returns make it negative). `last_before_day` is the last purchase before the earlier
    window, `later_first_day` the first one in the later window, in days since 1970-01-01; NEVER where there is none.
    `last_day` is the last purchase of all.
    """

    customer_ids: pa.StringArray
    last_before_day: Ints
    earlier_purchases: Ints
    earlier_revenue_minor: Ints
    later_purchases: Ints
    later_revenue_minor: Ints
    later_first_day: Ints
    last_day: Ints

    def __len__(self) -> int:
        return len(self.customer_ids)


@dataclass(frozen=True)
class Sums:
    """A group of customers: how many, their purchases, their revenue in minor units."""

    customers: int = 0
    purchases: int = 0
    revenue_minor: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.customers + other.customers,
            self.purchases + other.purchases,
            self.revenue_minor + other.revenue_minor,
        )


def sum_by_group(groups: Ints, group_count: int, purchases: Ints, revenue_minor: Ints) -> tuple[Sums, ...]:
    """Add up customers by group 0 … group_count − 1; customers of group −1 are left out.

    Exact: whole numbers throughout. Raise OverflowError when a sum could leave 64 bits.
    """
    if len(revenue_minor) and int(np.abs(revenue_minor).max()) * len(revenue_minor) >= 2**63:
        raise OverflowError("revenue does not fit 64 bits")
    counts = np.bincount(groups[groups >= 0], minlength=group_count)
    purchase_sums = np.zeros(group_count, dtype=np.int64)
    revenue_sums = np.zeros(group_count, dtype=np.int64)
    for group in np.flatnonzero(counts):
        members = groups == group
        purchase_sums[group] = purchases[members].sum()
        revenue_sums[group] = revenue_minor[members].sum()
    return tuple(
        Sums(int(count), int(bought), int(revenue))
        for count, bought, revenue in zip(counts, purchase_sums, revenue_sums, strict=True)
    )
