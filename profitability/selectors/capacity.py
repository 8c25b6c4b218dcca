"""Capacity of the pools over the periods that have been run."""

from filestore import store
from profitability.domain.capacity import CapacityHistory, compare_capacity
from profitability.models import Run
from profitability.selectors.runs import get_summary, list_published_runs

MOST_PERIODS = 12


def list_period_runs(run: Run) -> tuple[Run, ...]:
    """Return a run for each period up to that of `run`, which is last, in the same currency, oldest first.

    A period that was run several times is told by the newest run; at most MOST_PERIODS.
    """
    own = get_summary(run)
    chosen = {(own.period_start, own.period_end): run}
    for other in list_published_runs(run.engagement):
        summary = get_summary(other)
        if (summary.currency, summary.decimals) == (own.currency, own.decimals) and summary.period_end < own.period_end:
            chosen.setdefault((summary.period_start, summary.period_end), other)
    periods = sorted(chosen, key=lambda period: (period[1], period[0]))
    return tuple(chosen[period] for period in periods[-MOST_PERIODS:])


def list_capacity_histories(runs: tuple[Run, ...]) -> tuple[CapacityHistory, ...]:
    """Return every pool that has a capacity in any of the runs, run by run."""
    return compare_capacity([store.local_folder(run.result_key) for run in runs])
