"""Columns of a large file that nothing is read from, yet may say of a row that it does not count as it stands.

What the sample shows of such a column has been judged. A row that shows something else there is not plain.
"""

import re
from collections.abc import Collection, Iterator, Sequence

import duckdb

from profitability.domain.template import Kind
from profitability.intake.matching import fold
from profitability.intake.plain_rows import PlainColumn, is_one_of, sums_nothing
from profitability.intake.profile import ColumnProfile
from profitability.intake.row_kinds import MOST_WORDS, literal
from profitability.intake.row_words import (
    ACCOUNT_HEADINGS,
    CREDIT_HEADINGS,
    LEVEL_HEADINGS,
    RATE_HEADINGS,
    SOUND_HEADINGS,
    STRUCK,
    STRUCK_HEADINGS,
    VAT_HEADINGS,
)
from profitability.intake.swapped_cells import is_name_heading
from profitability.intake.vocabulary import DISCOUNT_SHARE

_SHARES = frozenset(map(fold, DISCOUNT_SHARE.sure))
_NUMERIC = (
    ACCOUNT_HEADINGS
    | _SHARES
    | STRUCK_HEADINGS
    | SOUND_HEADINGS
    | CREDIT_HEADINGS
    | VAT_HEADINGS
    | LEVEL_HEADINGS
    | RATE_HEADINGS
)


def watch_columns(
    connection: duckdb.DuckDBPyConnection,
    names: Sequence[str],
    profiles: Sequence[ColumnProfile],
    read: Collection[int],
) -> Iterator[PlainColumn]:
    """Yield a test for each such column of the view `texts`, which is the sample without the rows left out."""
    for place, name in enumerate(names):
        if place in read:
            continue
        if test := _make_test(connection, place, name, profiles[place]):
            yield PlainColumn("", place, Kind.TEXT, test, "NULL", "", (test, "NULL"))


def list_values_sql(connection: duckdb.DuckDBPyConnection, place: int) -> str:
    """Return the SQL that a cell is empty or one of the sample's texts; nothing when these are many."""
    sql = f"SELECT DISTINCT c{place} FROM texts WHERE c{place} IS NOT NULL LIMIT {MOST_WORDS + 2}"
    values = [str(text) for (text,) in connection.execute(sql).fetchall()]
    if len(values) > MOST_WORDS:
        return ""
    return f"c{place} IS NULL OR {is_one_of(f'c{place}', sorted(values))}"


def _make_test(connection: duckdb.DuckDBPyConnection, place: int, name: str, profile: ColumnProfile) -> str:
    is_number = profile.look.filled and (profile.look.number_share > 0.9 or profile.look.date_share > 0.9)
    if is_name_heading(name):
        return f"c{place} IS NULL OR NOT regexp_full_match(c{place}, '[0-9 .-]+') AND {sums_nothing(f'c{place}')}"
    if is_number and fold(name) not in _NUMERIC:
        return ""
    if test := list_values_sql(connection, place):
        return test
    begins = literal(f"(?i)^[^a-zåäöæø]*(?:{re_open(STRUCK)})")
    return f"c{place} IS NULL OR NOT regexp_matches(c{place}, {begins}) AND {sums_nothing(f'c{place}')}"


def re_open(pattern: str) -> str:
    """Return the pattern for RE2, which knows letters beyond ASCII by themselves."""
    return re.sub(r"\\b", "", pattern)
