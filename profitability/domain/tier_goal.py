"""What must change for a better tier: the smallest change in each lever, alone, that lifts a customer to it.

First-order: rates and the other customers stand still. A lever that cannot reach the goal alone is told so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

_COUNTED_LINES = ("order_handling", "logistics", "customer_service", "support", "sales", "marketing")


class UsedDriver(Protocol):
    """What a pool put on the customer: the driver, the statement line, the volume and the amount in minor units."""

    @property
    def driver(self) -> str: ...
    @property
    def line(self) -> str: ...
    @property
    def volume(self) -> Decimal | Fraction: ...
    @property
    def amount_minor(self) -> int: ...


@dataclass(frozen=True)
class Lever:
    """One lever: what it is now, what it would have to be (exact fractions), and whether that can be.

    `lever` is `discounts`, `cost_of_goods` or `price` (minor units of the period), `sales` (net sales at the margin of
    today, minor units) or `driver`; `driver` then names it and the numbers are its units.
    """

    lever: str
    driver: str
    now: Fraction
    needed: Fraction
    reachable: bool


def find_levers(
    missing_minor: int,
    *,
    gross_sales_minor: int,
    discounts_minor: int,
    cost_of_goods_minor: int,
    traces: Sequence[UsedDriver],
) -> tuple[Lever, ...]:
    """Return for each lever the smallest change that adds `missing_minor` (> 0) to the contribution.

    Drivers of lines below contribution, and drivers of revenue (their volume is the sales themselves), are no levers.
    """
    net = gross_sales_minor - discounts_minor
    margin = net - cost_of_goods_minor
    levers = [
        _lower("discounts", Fraction(discounts_minor), Fraction(missing_minor)),
        _lower("cost_of_goods", Fraction(cost_of_goods_minor), Fraction(missing_minor)),
        Lever(
            "price", "", Fraction(gross_sales_minor), Fraction(gross_sales_minor + missing_minor), gross_sales_minor > 0
        ),
    ]
    if net > 0 and margin > 0:
        levers.append(Lever("sales", "", Fraction(net), net + Fraction(missing_minor * net, margin), reachable=True))
    for driver in sorted({trace.driver for trace in traces}):
        lines = [trace for trace in traces if trace.driver == driver and trace.line in _COUNTED_LINES]
        if not lines or driver in ("@net_sales", "@gross_sales", "@gross_margin", "@customers"):
            continue
        now = Fraction(lines[0].volume)
        cost = sum(trace.amount_minor for trace in lines)
        if now > 0 and cost > 0:
            saved = Fraction(missing_minor) * now / cost
            levers.append(Lever("driver", driver, now, max(now - saved, Fraction(0)), saved <= now))
    return tuple(levers)


def _lower(lever: str, now: Fraction, by: Fraction) -> Lever:
    return Lever(lever, "", now, max(now - by, Fraction(0)), by <= now)
