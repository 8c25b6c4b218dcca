"""Who rose and who fell between two runs, and why: sales volume, price and mix, cost to serve.

For a customer in both runs, with S net sales, M gross margin and C the costs between gross margin and contribution (or
the line that the later run ranks by):

    volume        (S1 - S0) * M0 / S0           more or less sold at the old margin
    price and mix (M1 - M0) - volume            the margin that the new sales bring beyond that
    cost to serve C0 - C1                       positive when the customer costs less

The three sum to the change of that line exactly. A customer without net sales in the first run has no old margin:
its change of margin is volume.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from profitability.domain.settings import RANKED_LINES
from profitability.domain.tiers import TIERS


@dataclass(frozen=True)
class TierMove:
    """One customer's way from one run to the next; tier None where it was not ranked. Amounts in minor units."""

    customer_id: str
    name: str
    tier_before: str | None
    tier_after: str | None
    contribution_before_minor: int
    contribution_after_minor: int
    volume_minor: int
    price_minor: int
    cost_to_serve_minor: int


@dataclass(frozen=True)
class MoveCount:
    """How many customers went from one tier to another (None: not ranked), and what their contribution changed by."""

    tier_before: str | None
    tier_after: str | None
    customers: int
    change_minor: int


_JOINED = """
    SELECT coalesce(b.customer_id, a.customer_id) AS customer_id, coalesce(b.name, a.name) AS name,
        a.tier::VARCHAR AS tier_before, b.tier::VARCHAR AS tier_after,
        coalesce(a.{line}_minor, 0) AS before_minor, coalesce(b.{line}_minor, 0) AS after_minor,
        coalesce(a.net_sales_minor, 0) AS s0, coalesce(b.net_sales_minor, 0) AS s1,
        coalesce(a.gross_margin_minor, 0) AS m0, coalesce(b.gross_margin_minor, 0) AS m1
    FROM read_parquet($1) a FULL JOIN read_parquet($2) b ON a.customer_id = b.customer_id"""


def count_moves(before: Path, after: Path, *, line: str = "contribution") -> tuple[MoveCount, ...]:
    """Count the moves between the tiers of two published runs (their folders), best tiers first, unranked last."""
    columns = "tier_before, tier_after, count(*), sum(after_minor - before_minor)::BIGINT"
    sql = f"SELECT {columns} FROM ({_join(line)}) GROUP BY ALL"  # noqa: S608 - constants and a statement line
    with duckdb.connect() as connection:
        rows = connection.execute(sql, _paths(before, after)).fetchall()
    counts = [MoveCount(*row) for row in rows if row[0] or row[1]]
    return tuple(sorted(counts, key=lambda count: (_place(count.tier_before), _place(count.tier_after))))


def list_moves(
    before: Path, after: Path, *, rose: bool, limit: int = 50, line: str = "contribution"
) -> tuple[TierMove, ...]:
    """List the customers that rose (or fell) a tier between two runs, the largest change of `line` first."""
    place = "CASE {0} WHEN 'gold' THEN 3 WHEN 'silver' THEN 2 WHEN 'bronze' THEN 1 END"
    change = f"{place.format('tier_after')} {'>' if rose else '<'} {place.format('tier_before')}"
    direction = "DESC" if rose else "ASC"
    sql = f"""SELECT customer_id, name, tier_before, tier_after, before_minor, after_minor, s0, s1, m0, m1
        FROM ({_join(line)}) WHERE {change}
        ORDER BY after_minor - before_minor {direction}, customer_id LIMIT {int(limit)}"""  # noqa: S608 - constants, a statement line and a number
    with duckdb.connect() as connection:
        rows = connection.execute(sql, _paths(before, after)).fetchall()
    return tuple(_explain(*row) for row in rows)


def _join(line: str) -> str:
    return _JOINED.format(line=RANKED_LINES[RANKED_LINES.index(line)])


def _paths(before: Path, after: Path) -> list[str]:
    return [str(before / "statements.parquet"), str(after / "statements.parquet")]


def _place(tier: str | None) -> int:
    return TIERS.index(tier) if tier in TIERS else len(TIERS)


def _explain(
    customer_id: str,
    name: str,
    tier_before: str | None,
    tier_after: str | None,
    before: int,
    after: int,
    s0: int,
    s1: int,
    m0: int,
    m1: int,
) -> TierMove:
    volume = split_margin_change(s0, s1, m0, m1)
    cost_to_serve = (m0 - before) - (m1 - after)
    return TierMove(customer_id, name, tier_before, tier_after, before, after, volume, m1 - m0 - volume, cost_to_serve)


def split_margin_change(s0: int, s1: int, m0: int, m1: int) -> int:
    """Return the part of the change of margin that is volume, in minor units, rounded half away from zero."""
    if s0 == 0:
        return m1 - m0
    numerator, denominator = (s1 - s0) * m0, s0
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded
