"""What must change for a better tier: the smallest change in each lever, alone, that lifts a customer to it.

First-order: rates and the other customers stand still. A lever that cannot reach the goal alone is told so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import duckdb

from profitability.domain.money import parse_scaled
from profitability.domain.statement import lines_above
from profitability.domain.summary import RunSummary


@dataclass(frozen=True)
class TierBorders:
    """The smallest amount of the ranked line (minor units) that makes a customer gold, and silver; None: nobody is."""

    gold_minor: int | None
    silver_minor: int | None


def find_borders(run: Path, summary: RunSummary) -> TierBorders:
    """Return the borders to reach in a published run (its folder): fixed amounts, or above the last customer's.

    Where rank decides that is one minor unit above the last customer that the rule gives the tier, for silver under
    `whale` the first minor unit; where a margin holds tiers it is added.
    """
    settings = dict(summary.settings)
    rule = settings.get("tier_rule", "whale")
    if rule == "threshold":
        gold, silver = (parse_scaled(settings.get(key, ""), summary.decimals) for key in ("gold_from", "silver_from"))
    else:
        lowest = _find_lowest(run, summary.rank_by)
        gold, silver = (None if minor is None else minor + 1 for minor in lowest)
        silver = 1 if rule == "whale" else silver
    margin = parse_scaled(settings.get("tier_margin", "0"), summary.decimals) if summary.previous_tiers_sha256 else 0
    return TierBorders(*(None if border is None else border + (margin or 0) for border in (gold, silver)))


def _find_lowest(run: Path, line: str) -> tuple[int | None, int | None]:
    sql = f"""
        SELECT min({line}_minor) FILTER (WHERE tier = 'gold'), min({line}_minor) FILTER (WHERE tier = 'silver')
        FROM read_parquet(?) WHERE tier_reason NOT IN ('new_customer', 'no_peak', 'held_by_margin')
    """  # noqa: S608 - a line of the statement, as the settings allow it
    with duckdb.connect() as connection:
        row = connection.execute(sql, [str(run / "statements.parquet")]).fetchone()
    assert row is not None
    return row[0], row[1]


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
    rank_by: str = "contribution",
) -> tuple[Lever, ...]:
    """Return for each lever the smallest change that adds `missing_minor` (> 0) to the line `rank_by`.

    Drivers of lines below it, and drivers of revenue (their volume is the sales themselves), are no levers.
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
    counted = lines_above(rank_by)
    for driver in sorted({trace.driver for trace in traces}):
        lines = [trace for trace in traces if trace.driver == driver and trace.line in counted]
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
