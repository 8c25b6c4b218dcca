"""What is known of the rows of a large file that were read in one pass, beside those looked at one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from profitability.intake.outside_period import Outside


def _nothing_above(rows: Sequence[int]) -> list[Decimal]:
    return [Decimal(0) for _ in rows]


@dataclass(frozen=True)
class Plain:
    """`total` is the main amount's sum in major units, `last_row` the last plain row.

    `ids` are (customer, first row); `doubles` (row, first row that it is like), the first of `doubled` such; `outside`
    those before and after the period. `sum_above` gives, for each of some rows, the sum over the plain rows above it.
    """

    rows: int = 0
    total: Decimal = Decimal(0)
    last_row: int = 0
    ids: tuple[tuple[str, int], ...] = ()
    doubles: tuple[tuple[int, int], ...] = ()
    doubled: int = 0
    outside: tuple[Outside, Outside] = (Outside(), Outside())
    sum_above: Callable[[Sequence[int]], list[Decimal]] = field(default=_nothing_above, compare=False)


NO_PLAIN = Plain()
