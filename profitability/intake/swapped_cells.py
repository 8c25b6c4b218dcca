"""Rows in which the customer's number and name have changed places."""

from collections.abc import Iterator, Sequence

import duckdb

from profitability.domain.problem import Problem, error
from profitability.intake.matching import fold
from profitability.intake.plans import FieldPlan
from profitability.intake.profile import trimmed
from profitability.intake.vocabulary import CUSTOMER_NAME

_NAMED = 200
_NAME_HEADINGS = frozenset(fold(word) for word in (*CUSTOMER_NAME.sure, *CUSTOMER_NAME.likely))


def is_name_heading(heading: str) -> bool:
    """Say whether a column is called a customer's name."""
    return fold(heading) in _NAME_HEADINGS


def find_swapped(
    connection: duckdb.DuckDBPyConnection, sheet: str, names: Sequence[str], customer: FieldPlan
) -> Iterator[Problem]:
    """Name the rows of the view `texts` with words for a number and a number for a name, when they are the fewer."""
    number = trimmed(customer.place or 0)
    for place, name in enumerate(names):
        if place == customer.place or not is_name_heading(name):
            continue
        swapped = f"NOT regexp_matches({number}, '[0-9]') AND regexp_full_match({trimmed(place)}, '[\\x01]?[0-9 .-]+')"
        sql = f"SELECT source_row, {number} FROM texts WHERE {swapped} ORDER BY 1 LIMIT {_NAMED}"
        for row, text in connection.execute(sql).fetchall():
            yield error("cells_swapped", sheet, row, customer.header, str(text)[:80])
