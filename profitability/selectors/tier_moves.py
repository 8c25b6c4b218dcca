"""Who went from one tier to another between two runs, and why."""

from filestore import store
from profitability.domain.tier_moves import MoveCount, TierMove, count_moves, list_moves
from profitability.models import Run

MOST_LISTED = 20
MOST_IN_A_FILE = 1_000_000


def count_tier_moves(before: Run, after: Run) -> tuple[MoveCount, ...]:
    """Return how many customers went from each tier to each, None for not ranked."""
    return count_moves(store.local_folder(before.result_key), store.local_folder(after.result_key))


def list_tier_moves(before: Run, after: Run, *, rose: bool, limit: int = MOST_LISTED) -> tuple[TierMove, ...]:
    """Return the customers that rose (or fell) a tier, the largest change of contribution first."""
    folders = (store.local_folder(run.result_key) for run in (before, after))
    return list_moves(*folders, rose=rose, limit=limit)
