"""What must change for a better tier: for one customer, the smallest change in each lever alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from profitability.domain.run import RunSummary
from profitability.domain.tier_goal import Lever, find_levers
from profitability.models import Run
from profitability.pages.lines import driver_label, line_label, ranked_words, tier_label
from profitability.pages.quantities import written_quantity
from profitability.selectors.statements import TIERS, Statement
from profitability.selectors.tiers import find_goal_borders
from profitability.selectors.traces import Trace
from ui import formats


@dataclass(frozen=True)
class LeverLine:
    """One lever: what it is now and what it must become, written out; `change_share` is relative, negative for less."""

    lever: Lever
    label: str
    now: str
    needed: str
    change_share: Fraction | None
    is_enough: bool


@dataclass(frozen=True)
class Goal:
    """A better tier, what is missing to its border (minor units), and each lever, the smallest change first.

    `missing_of` names what is ranked and so is missing.
    """

    tier: str
    label: str
    border_minor: int
    missing_minor: int
    missing_of: str
    levers: tuple[LeverLine, ...]

    @property
    def has_enough(self) -> bool:
        return any(lever.is_enough for lever in self.levers)

    @property
    def not_enough(self) -> str:
        """Name the levers that do not reach the tier alone."""
        return ", ".join(lever.label.lower() for lever in self.levers if not lever.is_enough)


@dataclass(frozen=True)
class _Used:
    driver: str
    line: str
    volume: Fraction
    amount_minor: int


def tier_goals(run: Run, customer: Statement, traces: Sequence[Trace], summary: RunSummary) -> tuple[Goal, ...]:
    """Return the tiers above the customer's own with what each takes; none for gold, or without activity.

    Silver as a new customer, or held by the margin, is silver: only gold stands above.
    """
    if not customer.tier or customer.tier == "gold":
        return ()
    borders = find_goal_borders(run)
    wanted = (("silver", borders.silver_minor), ("gold", borders.gold_minor))
    used = [_Used(t.pool.driver or "", t.pool.line, t.volume, t.amount_minor) for t in traces]
    return tuple(
        _goal(tier, border, customer, used, summary)
        for tier, border in wanted
        if tier != customer.tier and border is not None and border > customer.minor(summary.rank_by)
    )


def _goal(tier: str, border: int, customer: Statement, used: Sequence[_Used], summary: RunSummary) -> Goal:
    missing = border - customer.minor(summary.rank_by)
    levers = find_levers(
        missing,
        gross_sales_minor=customer.gross_sales_minor,
        discounts_minor=customer.discounts_minor,
        cost_of_goods_minor=customer.cost_of_goods_minor,
        traces=used,
        rank_by=summary.rank_by,
    )
    lines = [_line(lever, summary) for lever in levers if lever.now]
    ordered = sorted(lines, key=lambda line: (not line.is_enough, abs(line.change_share or 0), line.label))
    assert tier in TIERS
    return Goal(tier, tier_label(tier), border, missing, ranked_words()["value"], tuple(ordered))


def _line(lever: Lever, summary: RunSummary) -> LeverLine:
    share = (lever.needed - lever.now) / abs(lever.now) if lever.now else None
    if lever.lever == "driver":
        needed = Fraction(lever.needed.__floor__()) if lever.now.denominator == 1 else lever.needed
        label = driver_label(lever.driver)
        texts = (written_quantity(lever.now), written_quantity(needed))
        return LeverLine(lever, label[:1].upper() + label[1:], *texts, share, lever.reachable)
    rounded = lever.needed.__floor__() if lever.needed < lever.now else lever.needed.__ceil__()
    now, needed_text = (formats.money(round(minor), summary.currency) for minor in (lever.now, rounded))
    return LeverLine(lever, _lever_label(lever.lever), now, needed_text, share, lever.reachable)


def _lever_label(lever: str) -> str:
    labels = {
        "discounts": line_label("discounts"),
        "cost_of_goods": line_label("cost_of_goods"),
        "price": _("Priset, samma volym"),
        "sales": _("Nettoomsättningen, samma marginal"),
    }
    return labels[lever]
