"""What the customers of an analysis contributed, where a run of the same period has worked it out."""

from dataclasses import dataclass

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.periods import Window
from portfolio.models import Analysis
from portfolio.readers.connections import connect
from portfolio.readers.joined_customers import StatementRows, statement_rows
from portfolio.selectors.customer_files import customers_path
from portfolio.selectors.joined_sheets import find_joined_ids
from profitability.models import Run
from profitability.selectors.parquet import result_file
from profitability.selectors.runs import get_summary as get_run_summary
from profitability.selectors.runs import list_published_runs


@dataclass(frozen=True)
class Contribution:
    """Customers of a group with a statement in the run, and their contribution in minor units."""

    customers: int = 0
    contribution_minor: int = 0


@dataclass(frozen=True)
class GroupContributions:
    """Contributions by flow (see Flow) and by tier (index in TIERS) in one window, and the run that says so."""

    run: Run
    by_flow: dict[int, Contribution]
    by_tier: dict[int, Contribution]


_SQL = """
    SELECT c.{place}, count(*), sum(s.contribution_minor)::BIGINT
    FROM read_parquet(?) c JOIN {statements} s USING (customer_id)
    WHERE c.{window}_purchases > 0 GROUP BY c.{place}
"""


def find_contributions(analysis: Analysis, summary: AnalysisSummary, *, is_earlier: bool) -> GroupContributions | None:
    """Return what a run of exactly the earlier or the later window says; None without such a run.

    The newest published run of the engagement counts, when its currency and decimals are the analysis' own.
    """
    windows = summary.windows
    run = _find_run(analysis, summary, windows.earlier if is_earlier else windows.later)
    if run is None:
        return None
    window = "earlier" if is_earlier else "later"
    statements = _rows_of(analysis, run)

    def gather(place: str) -> dict[int, Contribution]:
        with connect() as connection:
            sql = _SQL.format(place=place, window=window, statements=statements.sql)
            rows = connection.execute(sql, [customers_path(analysis), *statements.values]).fetchall()
        return {group: Contribution(customers, minor) for group, customers, minor in rows}

    return GroupContributions(run, gather("flow"), gather(f"{window}_tier"))


def find_statements(analysis: Analysis, summary: AnalysisSummary, *, is_earlier: bool) -> StatementRows | None:
    """Return the statements, by customer of the analysis, of a run of exactly that window; None without such a run."""
    windows = summary.windows
    run = _find_run(analysis, summary, windows.earlier if is_earlier else windows.later)
    return None if run is None else _rows_of(analysis, run)


def _rows_of(analysis: Analysis, run: Run) -> StatementRows:
    return statement_rows(result_file(run, "statements"), find_joined_ids(analysis))


def _find_run(analysis: Analysis, summary: AnalysisSummary, window: Window) -> Run | None:
    wanted = (window.first_date, window.last_date, summary.currency, summary.decimals)
    for run in list_published_runs(analysis.engagement):
        found = get_run_summary(run)
        if (found.period_start, found.period_end, found.currency, found.decimals) == wanted:
            return run
    return None
