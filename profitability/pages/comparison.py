"""Two runs side by side: totals, tiers, who moved between tiers, and the customers that changed most."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from accounts.models import Engagement
from profitability.domain.run import RunSummary
from profitability.models import Run
from profitability.pages.lines import tier_label
from profitability.pages.overview import firm_statement
from profitability.selectors.runs import get_summary, list_published_runs, use_words_of
from profitability.selectors.tiers import MoveRow, MoverRow, list_movers, list_moves
from ui import formats

_TIERS = ("gold", "silver", "bronze", "")


@dataclass(frozen=True)
class TotalLine:
    """One line of the firm's statement in both runs, signed as on the statement; minor units."""

    label: str
    before_minor: int
    after_minor: int
    change_share: Fraction | None
    is_sum: bool

    @property
    def change_minor(self) -> int:
        return self.after_minor - self.before_minor


@dataclass(frozen=True)
class TierChange:
    """One tier in both runs."""

    tier: str
    label: str
    before_customers: int
    after_customers: int
    before_minor: int
    after_minor: int

    @property
    def change_minor(self) -> int:
        return self.after_minor - self.before_minor


@dataclass(frozen=True)
class MoveLine:
    """The customers that were in one tier, by where they are now."""

    tier: str
    label: str
    cells: tuple[int, ...]


@dataclass(frozen=True)
class MoverLine:
    mover: MoverRow
    before_label: str
    after_label: str


@dataclass(frozen=True)
class Comparison:
    """What differs between two runs."""

    before: Run
    after: Run
    unit: str
    totals: tuple[TotalLine, ...]
    tiers: tuple[TierChange, ...]
    move_labels: tuple[str, ...]
    moves: tuple[MoveLine, ...]
    movers: tuple[MoverLine, ...]
    same_currency: bool


@dataclass(frozen=True)
class ComparisonPage:
    """The runs to choose from, and the comparison when two are chosen."""

    runs: tuple[Run, ...]
    comparison: Comparison | None


def comparison_page(engagement: Engagement, before_id: str, after_id: str) -> ComparisonPage:
    """Return the comparison of two published runs of the engagement; without a choice, of the two newest.

    Ids of runs that are foreign, unpublished or never existed are as if not given.
    """
    runs, before, after = choose_runs(engagement, before_id, after_id)
    return ComparisonPage(runs, compare_runs(before, after) if before and after else None)


def choose_runs(
    engagement: Engagement, before_id: str, after_id: str
) -> tuple[tuple[Run, ...], Run | None, Run | None]:
    """Return the published runs, newest first, and the two asked for: without a choice the two newest.

    Both are None where they are the same, foreign, unpublished or never existed.
    """
    runs = tuple(list_published_runs(engagement))
    by_id = {str(run.id): run for run in runs}
    before, after = by_id.get(before_id), by_id.get(after_id)
    if before is None and after is None and len(runs) > 1:
        after, before = runs[0], runs[1]
    if before is None or after is None or before == after:
        return runs, None, None
    use_words_of(after)
    return runs, before, after


def compare_runs(before: Run, after: Run) -> Comparison:
    """Set two published runs side by side."""
    was, now = get_summary(before), get_summary(after)
    return Comparison(
        before=before,
        after=after,
        unit=formats.unit(now.currency),
        totals=_totals(was, now),
        tiers=_tiers(was, now),
        move_labels=tuple(tier_label(tier) for tier in _TIERS),
        moves=_moves(list_moves(before, after)),
        movers=tuple(
            MoverLine(mover, tier_label(mover.before_tier), tier_label(mover.after_tier))
            for mover in list_movers(before, after)
        ),
        same_currency=was.currency == now.currency,
    )


def _totals(was: RunSummary, now: RunSummary) -> tuple[TotalLine, ...]:
    return tuple(
        TotalLine(
            label=new.label,
            before_minor=old.amount_minor,
            after_minor=new.amount_minor,
            change_share=Fraction(new.amount_minor - old.amount_minor, abs(old.amount_minor))
            if old.amount_minor
            else None,
            is_sum=new.is_sum,
        )
        for old, new in zip(firm_statement(was), firm_statement(now), strict=True)
    )


def _tiers(was: RunSummary, now: RunSummary) -> tuple[TierChange, ...]:
    before = {tier.tier: tier for tier in was.tiers}
    return tuple(
        TierChange(
            tier=tier.tier,
            label=tier_label(tier.tier),
            before_customers=before[tier.tier].customers,
            after_customers=tier.customers,
            before_minor=before[tier.tier].contribution_minor,
            after_minor=tier.contribution_minor,
        )
        for tier in now.tiers
    )


def _moves(rows: Sequence[MoveRow]) -> tuple[MoveLine, ...]:
    counts = {(row.before_tier, row.after_tier): row.customers for row in rows}
    return tuple(
        MoveLine(tier, tier_label(tier), tuple(counts.get((tier, after), 0) for after in _TIERS)) for tier in _TIERS
    )
