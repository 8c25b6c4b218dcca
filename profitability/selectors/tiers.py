"""How a run's customers divide by tier and by the clause that decided, and how two runs differ customer by customer."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from filestore import store
from profitability.domain.summary import read_summary
from profitability.domain.tier_goal import TierBorders, find_borders
from profitability.models import Run
from profitability.selectors.parquet import ask, result_file
from profitability.selectors.runs import get_summary

MOVERS = 10


@dataclass(frozen=True)
class ClauseRow:
    """The customers whose tier one clause decided; ranks from best to worst, amounts in minor units.

    `highest_minor`, `lowest_minor` and `value_minor` are of the line that the run ranks by.
    """

    tier: str
    reason: str
    customers: int
    first_rank: int
    last_rank: int
    highest_minor: int
    lowest_minor: int
    net_sales_minor: int
    contribution_minor: int
    result_minor: int
    value_minor: int


@dataclass(frozen=True)
class MoverRow:
    """One customer in two runs; amounts None where the run does not know the customer."""

    customer_id: str
    name: str
    before_minor: int | None
    after_minor: int | None
    before_tier: str
    after_tier: str

    @property
    def change_minor(self) -> int:
        return (self.after_minor or 0) - (self.before_minor or 0)


@dataclass(frozen=True)
class MoveRow:
    """How many customers went from one tier to another; empty: not ranked in that run."""

    before_tier: str
    after_tier: str
    customers: int
    change_minor: int


def list_clauses(run: Run) -> tuple[ClauseRow, ...]:
    """Return the ranked customers by tier and deciding clause, best rank first."""
    return _read_clauses(str(result_file(run, "statements")), get_summary(run).rank_by)


@lru_cache(maxsize=256)
def _read_clauses(statements: str, ranked: str) -> tuple[ClauseRow, ...]:
    """Read a published run's clauses once per process: its files are never written again."""
    line = f"{ranked}_minor"
    sql = f"""
        SELECT tier::VARCHAR, tier_reason::VARCHAR, count(*), min(rank), max(rank),
               max({line}), min({line}), sum(net_sales_minor)::BIGINT, sum(contribution_minor)::BIGINT,
               sum(result_minor)::BIGINT, sum({line})::BIGINT
        FROM read_parquet(?) WHERE rank IS NOT NULL GROUP BY 1, 2 ORDER BY min(rank)
    """  # noqa: S608 - a line of the statement, as the settings allow it
    rows = ask(sql, [statements])
    return tuple(ClauseRow(*row) for row in rows)  # type: ignore[arg-type]  # the columns above


def find_goal_borders(run: Run) -> TierBorders:
    """Return what a customer must reach to be gold, and silver."""
    return _read_borders(store.local_folder(run.result_key))


@lru_cache(maxsize=256)
def _read_borders(folder: Path) -> TierBorders:
    """Read a published run's borders once per process: its files are never written again."""
    return find_borders(folder, read_summary(folder))


_BOTH = """
    WITH before AS (SELECT customer_id, name, contribution_minor AS minor, coalesce(tier::VARCHAR, '') AS tier
                    FROM read_parquet(?)),
         after AS (SELECT customer_id, name, contribution_minor AS minor, coalesce(tier::VARCHAR, '') AS tier
                   FROM read_parquet(?)),
         pair AS (SELECT coalesce(after.customer_id, before.customer_id) AS customer_id,
                         coalesce(after.name, before.name) AS name, before.minor AS before_minor,
                         after.minor AS after_minor, coalesce(before.tier, '') AS before_tier,
                         coalesce(after.tier, '') AS after_tier,
                         coalesce(after.minor, 0) - coalesce(before.minor, 0) AS change_minor
                  FROM before FULL JOIN after ON before.customer_id = after.customer_id)
"""


def list_movers(before: Run, after: Run) -> tuple[MoverRow, ...]:
    """Return the customers whose contribution changed most, by size of the change, risers and fallers together."""
    sql = f"""{_BOTH} SELECT customer_id, name, before_minor, after_minor, before_tier, after_tier FROM pair
        WHERE change_minor <> 0 ORDER BY abs(change_minor) DESC, customer_id LIMIT ?"""  # noqa: S608 - a constant
    rows = ask(sql, [*_files(before, after), MOVERS])
    return tuple(MoverRow(*row) for row in rows)  # type: ignore[arg-type]  # the columns above


def list_moves(before: Run, after: Run) -> tuple[MoveRow, ...]:
    """Return how many customers went from each tier to each tier."""
    sql = f"""{_BOTH} SELECT before_tier, after_tier, count(*), sum(change_minor)::BIGINT FROM pair
        GROUP BY 1, 2 ORDER BY 1, 2"""  # noqa: S608 - a constant
    rows = ask(sql, _files(before, after))
    return tuple(MoveRow(*row) for row in rows)  # type: ignore[arg-type]  # the columns above


def _files(before: Run, after: Run) -> list[str]:
    return [str(result_file(run, "statements")) for run in (before, after)]
