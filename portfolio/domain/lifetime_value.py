"""Lifetime value, the simple form: what a customer buys for in a period times how many periods it stays."""

from dataclasses import dataclass
from fractions import Fraction

from portfolio.domain.customer_facts import Sums
from portfolio.domain.definition import TIERS
from portfolio.domain.migration import Migration
from portfolio.domain.ratio import ratio


def expected_duration(retention_share: Fraction | None) -> Fraction | None:
    """Return 1 / (1 − retention), in periods; None when retention is unknown or nobody leaves (no end in sight)."""
    if retention_share is None or retention_share >= 1:
        return None
    return 1 / (1 - retention_share)


def lifetime_value(purchases: Fraction, value_per_purchase: Fraction, duration: Fraction) -> Fraction:
    """Return purchases per period × value per purchase × duration in periods, in the unit of the value."""
    return purchases * value_per_purchase * duration


@dataclass(frozen=True)
class PortfolioRow:
    """One tier, or `all`. Amounts in minor units, unrounded; shares 0–1; None where there is nothing to divide by.

    `portfolio_value_minor` = revenue × duration; for `all` the sum over the tiers, not total × total.
    """

    tier: str
    sums: Sums
    retention_share: Fraction | None
    index: Fraction | None
    portfolio_value_minor: Fraction | None

    @property
    def purchases_per_customer(self) -> Fraction | None:
        return ratio(self.sums.purchases, self.sums.customers)

    @property
    def revenue_per_purchase_minor(self) -> Fraction | None:
        return ratio(self.sums.revenue_minor, self.sums.purchases)

    @property
    def revenue_per_customer_minor(self) -> Fraction | None:
        return ratio(self.sums.revenue_minor, self.sums.customers)

    @property
    def duration(self) -> Fraction | None:
        return expected_duration(self.retention_share)

    @property
    def lifetime_value_minor(self) -> Fraction | None:
        return _times(self.revenue_per_customer_minor, self.duration)


@dataclass(frozen=True)
class TierBase:
    """What the portfolio is made of: a tier's figures of the later window and its retention (0–1)."""

    tier: str
    sums: Sums
    retention_share: Fraction | None


def _times(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left * right


def value_portfolio(bases: tuple[TierBase, ...], retention_share: Fraction | None) -> tuple[PortfolioRow, ...]:
    """Return the portfolio's rows: the tiers as given (best first), then `all` with the retention of the whole base.

    `index` sets a tier's lifetime value against the last tier's; None when that is zero, negative or unknown. A tier
    without customers is worth nothing; one that has customers but no known duration leaves the sum unknown.
    """
    values = [
        Fraction(0)
        if not base.sums.customers
        else _times(Fraction(base.sums.revenue_minor), expected_duration(base.retention_share))
        for base in bases
    ]
    plain = [PortfolioRow(b.tier, b.sums, b.retention_share, None, v) for b, v in zip(bases, values, strict=True)]
    floor = plain[-1].lifetime_value_minor if plain else None
    known = [value for value in values if value is not None]
    total = sum(known, Fraction(0)) if len(known) == len(values) else None
    everyone = PortfolioRow("all", sum((base.sums for base in bases), Sums()), retention_share, None, total)
    rows = (
        PortfolioRow(row.tier, row.sums, row.retention_share, _index(row, floor), row.portfolio_value_minor)
        for row in plain
    )
    return (*rows, everyone)


def _index(row: PortfolioRow, floor: Fraction | None) -> Fraction | None:
    own = row.lifetime_value_minor
    return own / floor if own is not None and floor is not None and floor > 0 else None


def bases_of(migration: Migration) -> tuple[TierBase, ...]:
    """Return each tier's closing figures with the retention of the customers that were in it at the start."""
    return tuple(TierBase(tier, migration.to_target(tier), migration.retention(tier)) for tier in TIERS)
