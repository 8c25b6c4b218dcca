"""Who went from one tier to another between two runs, and why."""

from filestore import store
from profitability.domain.tier_moves import MoveCount, TierMove, count_moves, list_moves
from profitability.models import Run
from profitability.selectors.runs import get_summary

MOST_LISTED = 20
MOST_IN_A_FILE = 1_000_000


def count_tier_moves(before: Run, after: Run) -> tuple[MoveCount, ...]:
    """Return how many customers went from each tier to each, None for not ranked."""
    folders = (store.local_folder(run.result_key) for run in (before, after))
    return count_moves(*folders, line=get_summary(after).rank_by)


def list_tier_moves(before: Run, after: Run, *, rose: bool, limit: int = MOST_LISTED) -> tuple[TierMove, ...]:
    """Return the customers that rose (or fell) a tier, the largest change of what `after` ranks by first."""
    folders = (store.local_folder(run.result_key) for run in (before, after))
    return list_moves(*folders, rose=rose, limit=limit, line=get_summary(after).rank_by)
