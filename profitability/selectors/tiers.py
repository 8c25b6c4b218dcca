"""How a run's customers divide by tier and by the clause that decided, and how two runs differ customer by customer."""

from dataclasses import dataclass
from functools import lru_cache

from profitability.models import Run
from profitability.selectors.parquet import ask, result_file

MOVERS = 10


@dataclass(frozen=True)
class ClauseRow:
    """The customers whose tier one clause decided; ranks from best to worst, amounts in minor units."""

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
    return _read_clauses(str(result_file(run, "statements")))


@lru_cache(maxsize=256)
def _read_clauses(statements: str) -> tuple[ClauseRow, ...]:
    """Read a published run's clauses once per process: its files are never written again."""
    sql = """
        SELECT tier::VARCHAR, tier_reason::VARCHAR, count(*), min(rank), max(rank),
               max(contribution_minor), min(contribution_minor), sum(net_sales_minor)::BIGINT,
               sum(contribution_minor)::BIGINT, sum(result_minor)::BIGINT
        FROM read_parquet(?) WHERE rank IS NOT NULL GROUP BY 1, 2 ORDER BY min(rank)
    """
    rows = ask(sql, [statements])
    return tuple(ClauseRow(*row) for row in rows)  # type: ignore[arg-type]  # the columns above


@dataclass(frozen=True)
class TierBorders:
    """The smallest contribution (minor units) that is gold and that is silver by the rule; None: nobody is."""

    gold_minor: int | None
    silver_minor: int | None


def find_borders(run: Run, rule: str) -> TierBorders:
    """Return where the rule's cuts fall; the whale rule gives silver to all who earn."""
    clauses = [clause for clause in list_clauses(run) if clause.reason not in ("new_customer", "no_peak")]
    gold, silver = (
        min((clause.lowest_minor for clause in clauses if clause.tier == tier), default=None)
        for tier in ("gold", "silver")
    )
    return TierBorders(gold, 1 if rule == "whale" else silver)


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
