"""Rows that sum up other rows: found by their word, left out, and compared with what they claim to sum."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from profitability.intake.dates import TYPED_DATE, is_date
from profitability.intake.numbers import TYPED, NumberFormat, is_number_shape, read_shape
from profitability.intake.plain import Plain
from profitability.intake.plans import FieldPlan

_WORDS = (
    r"(?:[*Σσ]+ *)?(?:grand |del|sub ?|mellan|total|slut|zwischen|gesamt)?"
    r"(?:summa|summe|total(?:t|er|s|en|summa)?|sum|i alt|gesamt|totalsumma)"
)
_AFTER = r"[^\x1f]{1,60} (?:summa|total|totalt|sum|gesamt|ergebnis)"
"""A spreadsheet's own subtotals stand behind what they sum: "10001 Summa"."""

_TOTAL = re.compile(rf"^(?:{_WORDS}\b[^0-9]*[\w .]*:?|[*Σσ]+|{_AFTER})$", re.IGNORECASE)
_MOST = 200_000


@dataclass(frozen=True)
class TotalRow:
    """A row that sums up; `cells` as read."""

    row: int
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        return " │ ".join(cell.strip(TYPED + TYPED_DATE) for cell in self.cells if cell)[:200]


def mark_totals(connection: duckdb.DuckDBPyConnection, width: int, sheet: str) -> tuple[TotalRow, ...]:
    """Find the sums in the view `raw` and create the view `texts` without them."""
    cells = ", ".join(f"trim(coalesce(c{place}, ''))" for place in range(width))
    where = f"regexp_matches(lower(concat_ws(chr(31), {cells})), '^[\\x1f]*({_WORDS}\\b|([*Σσ]+|{_AFTER})(\\x1f|$))')"
    rows = connection.execute(f"SELECT source_row, {cells} FROM raw WHERE {where} ORDER BY 1 LIMIT {_MOST}").fetchall()
    totals = tuple(TotalRow(row[0], tuple(row[1:])) for row in rows if _sums_up(row[1:], width, sheet))
    connection.execute("CREATE OR REPLACE TABLE totals (source_row BIGINT)")
    if totals:
        connection.execute("INSERT INTO totals SELECT unnest(?)", [[each.row for each in totals]])
    leave_out(connection, (), has_totals=bool(totals))
    return totals


def leave_out(connection: duckdb.DuckDBPyConnection, conditions: Sequence[str], *, has_totals: bool = True) -> None:
    """Create the view `texts` of the rows of `raw` that are no sums and meet none of the conditions (SQL)."""
    wheres = ["source_row NOT IN (SELECT source_row FROM totals)"] if has_totals else []
    wheres += [f"NOT ({condition})" for condition in conditions]
    where = f"WHERE {' AND '.join(wheres)}" if wheres else ""
    connection.execute(f"CREATE OR REPLACE VIEW texts AS SELECT * FROM raw {where}")


def _sums_up(cells: tuple[str, ...], width: int, sheet: str) -> bool:
    """Say whether the row is a word for a sum and numbers, with room left: no day, no name, no number of a customer."""
    first, *rest = [cell for cell in cells if cell]
    if not _TOTAL.match(first) or len(rest) + 1 >= width:
        return False
    if sheet == "customers" and width > 2 and len(rest) > 1:
        return False
    words = sum(not is_number_shape(cell) for cell in rest)
    return not any(is_date(cell) or cell.startswith(TYPED_DATE) for cell in rest) and words <= 0


def compare_totals(
    connection: duckdb.DuckDBPyConnection, totals: tuple[TotalRow, ...], plan: FieldPlan | None, plain: Plain
) -> list[tuple[TotalRow, Decimal, Decimal]]:
    """Return the sums that agree neither with the rows since the sum before, nor with all rows above."""
    if plan is None or plan.place is None or not plan.is_settled:
        return []
    differing = []
    above_before = Decimal(0)
    aboves = plain.sum_above([each.row for each in totals]) if totals else []
    for each, above, counted in zip(totals, aboves, _sum_above(connection, plan.field), strict=True):
        whole = counted + above
        claimed = (
            read_shape(each.cells[plan.place], plan.number or NumberFormat(".", "")) if each.cells[plan.place] else None
        )
        if claimed is not None:
            claim = Decimal(claimed) * plan.scale * (-1 if plan.is_turned else 1)
            if claim not in (whole - above_before, whole):
                differing.append((each, claim, whole))
        above_before = whole
    return differing


def drop_bare_total(
    connection: duckdb.DuckDBPyConnection, settled: Mapping[str, FieldPlan], plain: Plain
) -> tuple[int, str] | None:
    """Take away the last row when it names nobody and no day, and its amount is exactly the sum of all others."""
    main = next((name for name in ("gross_sales", "amount", "quantity") if name in settled), None)
    keys = [name for name in ("customer_id", "pool_id", "driver", "date", "name") if name in settled]
    if main is None or not keys or settled[main].place is None:
        return None
    nameless = " AND ".join(f"t_{name} IS NULL" for name in keys)
    last = connection.execute(
        f"SELECT source_row, t_{main}, v_{main}, {nameless} FROM valued ORDER BY source_row DESC LIMIT 1"
    ).fetchone()
    if last is None or last[2] is None or not last[3] or last[0] < plain.last_row:
        return None
    others = connection.execute(
        f"SELECT sum(v_{main}), count(*) FROM valued WHERE source_row < ?", [last[0]]
    ).fetchone()
    if others is None or others[1] + plain.rows < 2 or (others[0] or 0) + plain.total != last[2]:
        return None
    connection.execute("DELETE FROM valued WHERE source_row = ?", [last[0]])
    return int(last[0]), str(last[1]).lstrip("\x01")


def _sum_above(connection: duckdb.DuckDBPyConnection, field: str) -> list[Decimal]:
    """Return, for each row of the table `totals` in their order, the sum over the rows of `valued` above it."""
    sql = f"""
        SELECT coalesce(running, 0) FROM totals ASOF LEFT JOIN (
            SELECT source_row, sum(coalesce(v_{field}, 0)) OVER (ORDER BY source_row) AS running FROM valued
        ) AS rows ON totals.source_row > rows.source_row ORDER BY totals.source_row
    """
    return [Decimal(total) for (total,) in connection.execute(sql).fetchall()]
