"""What people mended in a file, done again at every reading: the file as sent is never touched.

Edits are kept as a list and applied in their order to the texts before anything is read from them, so that taking the
last one away undoes it. What is remembered of a client (layouts, numbers that mean another customer) is applied too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import duckdb

from profitability.domain.problem import Problem, note
from profitability.intake.layouts import fingerprint_of
from profitability.intake.plans import FieldPlan
from profitability.intake.profile import BLANKS, trimmed
from profitability.intake.question import ASK_AGAIN, Answers

CELL, REPLACE, SKIP, CAUSE = "cell", "replace", "skip", "cause"
MOST_KEPT_ROWS = 5_000
HEAD_ROWS = 500
_MARKS = "chr(1) || chr(2)"


@dataclass(frozen=True)
class Edit:
    """One change of the texts: a cell gets `new`, `old` becomes `new` in a whole column, or a row is left out.

    A cause leaves out every row that the column shows to be wrong in the way `old` (intake/left_causes.py). `row` is
    the row a spreadsheet shows, `place` the column's index from 0.
    """

    kind: str
    row: int = 0
    place: int = 0
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Mending:
    """What to apply while reading; `rows` is where the rows with problems are kept, for a person to mend.

    `aliases` are customer ids by the number that stands in files, `layouts` answers by a layout's fingerprint.
    `origins` is where it is kept which row of the file each row of the sheet was (intake/origins.py).
    """

    edits: tuple[Edit, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    layouts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rows: Path | None = None
    origins: Path | None = None

    def recall(self, sheet: str, names: Sequence[str], answers: Answers) -> Answers:
        """Return the answers with those remembered of the layout; the given ones win, also where they ask again."""
        known = {**self.layouts.get(fingerprint_of(sheet, names), {}), **answers}
        return {name: value for name, value in known.items() if value != ASK_AGAIN}


def apply_edits(connection: duckdb.DuckDBPyConnection, mending: Mending) -> None:
    """Create `raw` from the view `sent`: as it is, or mended by the edits in their order."""
    if not mending.edits and not mending.aliases:
        connection.execute("CREATE VIEW raw AS SELECT * FROM sent")
        return
    connection.execute("CREATE TABLE raw AS SELECT * FROM sent")
    for (kind, place), members in groupby(mending.edits, lambda edit: (edit.kind, edit.place)):
        edits = list(members)
        if kind == CAUSE:
            continue
        if kind == SKIP:
            connection.executemany("DELETE FROM raw WHERE source_row = ?", [(edit.row,) for edit in edits])
        elif kind == CELL:
            sql = f"UPDATE raw SET c{int(place)} = ? WHERE source_row = ?"
            connection.executemany(sql, [(edit.new, edit.row) for edit in edits])
        else:
            sql = f"UPDATE raw SET c{int(place)} = ? WHERE {bare_text(place)} = ?"
            connection.executemany(sql, [(edit.new, edit.old) for edit in edits])


def bare(text: str) -> str:
    """Return a cell as a person sees it: no blanks around it, no marks of a workbook."""
    return text.strip(BLANKS).lstrip("\x01\x02")


def bare_text(place: int) -> str:
    """Return the SQL for a cell as a person sees it: no blanks around it, no marks of a workbook; never NULL."""
    return f"coalesce(ltrim({trimmed(int(place))}, {_MARKS}), '')"


def follow_aliases(
    connection: duckdb.DuckDBPyConnection, sheet: str, plans: Sequence[FieldPlan], mending: Mending
) -> Iterator[Problem]:
    """Read numbers that mean another customer as that customer; in the customers' own sheet leave their rows out."""
    plan = next((each for each in plans if each.field == "customer_id" and each.place is not None), None)
    if plan is None or plan.place is None or not mending.aliases:
        return
    connection.execute("CREATE TABLE aliases (written VARCHAR, known VARCHAR)")
    connection.executemany("INSERT INTO aliases VALUES (?, ?)", sorted(mending.aliases.items()))
    text = f"regexp_replace({bare_text(plan.place)}, '^([0-9]+)\\.0$', '\\1')"
    row = connection.execute(f"SELECT count(*) FROM raw WHERE {text} IN (SELECT written FROM aliases)").fetchone()
    if not row or not row[0]:
        return
    if sheet == "customers":
        connection.execute(f"DELETE FROM raw WHERE {text} IN (SELECT written FROM aliases)")
    else:
        connection.execute(f"UPDATE raw SET c{plan.place} = known FROM aliases WHERE {text} = written")
    yield note("customers_mapped", sheet, None, plan.header, count=row[0])


def list_kept(problems: Sequence[Problem], mending: Mending) -> list[int]:
    """Return the rows that errors and warnings mention and those mended, `MOST_KEPT_ROWS` at most."""
    told = [problem for problem in problems if problem.row and problem.level != "note"]
    others = {int(value) for each in told for name, value in each.params if name == "first" and value.isdecimal()}
    mended = {edit.row for edit in mending.edits if edit.row}
    return sorted(others | mended | {problem.row for problem in told if problem.row})[:MOST_KEPT_ROWS]


def keep_rows(connection: duckdb.DuckDBPyConnection, problems: Sequence[Problem], mending: Mending) -> None:
    """Keep, as sent, the rows of `list_kept` out of the table `sent`, and the first `HEAD_ROWS`.

    The edits are laid over them where they are shown, so that an edit taken back is seen at once.
    """
    if mending.rows is None:
        return
    numbers = list_kept(problems, mending)
    connection.execute("CREATE TABLE wanted (source_row BIGINT)")
    if numbers:
        connection.executemany("INSERT INTO wanted VALUES (?)", [(each,) for each in numbers])
    path = str(mending.rows).replace("'", "''")
    connection.execute(
        f"COPY (SELECT * FROM sent WHERE source_row IN (SELECT source_row FROM wanted) OR source_row IN "
        f"(SELECT source_row FROM sent ORDER BY 1 LIMIT {HEAD_ROWS}) ORDER BY source_row) TO '{path}' (FORMAT parquet)"
    )
