"""Gold, silver and bronze by rank and contribution, with the clause that decided for each customer.

What is called contribution here is whatever the run ranks by (the setting `rank_by`).
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s
from profitability.domain.columns import NO_DATE
from profitability.domain.settings import Settings
from profitability.domain.statement import Statements

TIERS = ("gold", "silver", "bronze")
GOLD, SILVER, BRONZE = range(3)
TIER_REASONS = (
    "within_peak_share",
    "gold_share_full",
    "earns",
    "costs",
    "within_gold_percent",
    "gold_needs_contribution",
    "within_silver_percent",
    "below_silver_percent",
    "from_gold_amount",
    "from_silver_amount",
    "below_silver_amount",
    "new_customer",
    "no_peak",
    "held_by_margin",
)
"""Codes of the deciding clause, as they stand in statements.csv; docs/methods/tiers.md says what each means."""

type Codes = NDArray[np.int8]


@dataclass(frozen=True)
class Tiering:
    """Tier and reason of each ranked customer, in order of rank, as positions in TIERS and TIER_REASONS."""

    tiers: Codes
    reasons: Codes


@dataclass(frozen=True)
class TierSummary:
    """One tier: how many customers, their share of the ranked customers, and what they bring (minor units).

    `ranked_minor` is the sum of what the run ranks by, None where that is the contribution.
    """

    tier: str
    customers: int
    share: Fraction
    net_sales_minor: int
    contribution_minor: int
    result_minor: int
    ranked_minor: int | None = None

    @property
    def value_minor(self) -> int:
        """Return the sum of what the run ranks by."""
        return self.contribution_minor if self.ranked_minor is None else self.ranked_minor


def assign_tiers(contribution: Int64s, is_new: NDArray[np.bool_], settings: Settings) -> Tiering:
    """Assign a tier to each ranked customer; both arrays are in order of rank, contribution in minor units."""
    return lift_new_customers(apply_rule(contribution, settings), is_new)


def apply_rule(contribution: Int64s, settings: Settings) -> Tiering:
    """Assign the tiers of the rule alone."""
    rule = {"whale": _by_whale, "percent": _by_percent, "threshold": _by_threshold}[settings.tier_rule]
    tiers, reasons = rule(contribution, settings)
    if contribution.size and int(contribution[0]) <= 0:
        _set(tiers, reasons, tiers == GOLD, SILVER, "no_peak")
    return Tiering(tiers, reasons)


def lift_new_customers(tiering: Tiering, is_new: NDArray[np.bool_]) -> Tiering:
    """Make new customers at least silver."""
    tiers, reasons = tiering.tiers.copy(), tiering.reasons.copy()
    _set(tiers, reasons, is_new & (tiers == BRONZE), SILVER, "new_customer")
    return Tiering(tiers, reasons)


def find_new_customers(
    customer_since: NDArray[np.int64], first_date: NDArray[np.int64], settings: Settings
) -> NDArray[np.bool_]:
    """Mark the customers that began within the months up to the period's end.

    Dates are days since 1970-01-01, NO_DATE where there is none; `customer_since` goes before the first
    transaction.
    """
    began = np.where(customer_since == NO_DATE, first_date, customer_since)
    first, last = _days(settings.new_from_date), _days(settings.period_end)
    is_new: NDArray[np.bool_] = (began >= first) & (began <= last) & (began != NO_DATE)
    return is_new


def summarise_tiers(
    tiering: Tiering, order: Int64s, statements: Statements, rank_by: str = "contribution"
) -> tuple[TierSummary, ...]:
    """Sum each tier up; always gold, silver, bronze. `order` gives the customers by rank, of the line `rank_by`."""
    summaries = []
    ranked = int(order.size)
    for code, tier in enumerate(TIERS):
        members = order[tiering.tiers == code]
        net, contribution, result = (
            int(statements.line(line)[members].sum()) for line in ("net_sales", "contribution", "result")
        )
        share = Fraction(int(members.size), ranked) if ranked else Fraction(0)
        value = None if rank_by == "contribution" else int(statements.line(rank_by)[members].sum())
        summaries.append(TierSummary(tier, int(members.size), share, net, contribution, result, value))
    return tuple(summaries)


def round_up(share: Fraction, customers: int) -> int:
    """Return the share of the customers, rounded up to a whole customer."""
    product = share * customers
    return -(-product.numerator // product.denominator)


def _days(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _set(tiers: Codes, reasons: Codes, mask: NDArray[np.bool_], tier: int, reason: str) -> None:
    tiers[mask] = tier
    reasons[mask] = TIER_REASONS.index(reason)


def _start(customers: int, tier: int, reason: str) -> tuple[Codes, Codes]:
    tiers = np.full(customers, tier, dtype=np.int8)
    return tiers, np.full(customers, TIER_REASONS.index(reason), dtype=np.int8)


def _by_whale(contribution: Int64s, settings: Settings) -> tuple[Codes, Codes]:
    tiers, reasons = _start(contribution.size, BRONZE, "costs")
    earns = contribution > 0
    _set(tiers, reasons, earns, SILVER, "earns")
    if not earns.any():
        return tiers, reasons
    cumulative = np.cumsum(contribution)
    goal = settings.gold_peak_share * int(cumulative.max())
    reach = int(np.argmax(cumulative >= -(-goal.numerator // goal.denominator))) + 1
    rank = np.arange(1, contribution.size + 1)
    most = round_up(settings.gold_max_share, contribution.size)
    _set(tiers, reasons, earns & (rank <= reach), SILVER, "gold_share_full")
    _set(tiers, reasons, earns & (rank <= min(reach, most)), GOLD, "within_peak_share")
    return tiers, reasons


def _by_percent(contribution: Int64s, settings: Settings) -> tuple[Codes, Codes]:
    customers = contribution.size
    tiers, reasons = _start(customers, BRONZE, "below_silver_percent")
    rank = np.arange(1, customers + 1)
    in_gold = rank <= round_up(settings.gold_percent, customers)
    _set(tiers, reasons, rank <= round_up(settings.silver_percent, customers), SILVER, "within_silver_percent")
    _set(tiers, reasons, in_gold, SILVER, "gold_needs_contribution")
    _set(tiers, reasons, in_gold & (contribution > 0), GOLD, "within_gold_percent")
    return tiers, reasons


def _by_threshold(contribution: Int64s, settings: Settings) -> tuple[Codes, Codes]:
    assert settings.gold_from_minor is not None
    assert settings.silver_from_minor is not None
    tiers, reasons = _start(contribution.size, BRONZE, "below_silver_amount")
    _set(tiers, reasons, contribution >= settings.silver_from_minor, SILVER, "from_silver_amount")
    _set(tiers, reasons, contribution >= settings.gold_from_minor, GOLD, "from_gold_amount")
    return tiers, reasons
