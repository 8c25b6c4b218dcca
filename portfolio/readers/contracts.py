"""Who has left, by a column of the customers that says so: a date, or yes and no."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from portfolio.readers.attributes import attribute_path
from portfolio.readers.connections import connect

_YES = ("ja", "j", "yes", "y", "true", "1", "x")
_NO = ("nej", "n", "no", "false", "0")
_VALUES = """
    CREATE TEMP TABLE told AS
        SELECT customer_id, lower(trim(coalesce(json_extract_string(attributes, $path), ''))) AS value
        FROM read_parquet($customers)
"""
_KINDS = """
    SELECT count(*) FILTER (value <> ''), count(try_cast(value AS DATE)) FILTER (regexp_full_match(value, $day)),
           count(*) FILTER (list_contains($words, value)) FROM told
"""
_DAY = r"\d{4}-\d{2}-\d{2}"
_DATES = "SELECT customer_id, try_cast(value AS DATE) AS left_date, value <> '' AS has_left FROM told"
_FLAGS = "SELECT customer_id, NULL::DATE AS left_date, list_contains($yes, value) AS has_left FROM told"


class UnreadableColumnError(Exception):
    """The column holds something else than dates, or yes and no; or nothing at all."""


@dataclass(frozen=True)
class Contracts:
    """Customers with the day they left (left_date: date, null = still here) or only that they did (has_left: bool).

    `column`: the attribute that says so.
    """

    column: str
    table: pa.Table
    has_dates: bool


def read_contracts(customers: Path, column: str) -> Contracts:
    """Read who has left from the customers' attribute `column`; raise UnreadableColumnError.

    Either every cell that is not empty is a date (YYYY-MM-DD), or every one is yes or no in Swedish or English.
    """
    with connect() as connection:
        connection.execute(_VALUES, {"path": attribute_path(column), "customers": str(customers)})
        parameters = {"day": _DAY, "words": [*_YES, *_NO]}
        filled, dates, words = connection.execute(_KINDS, parameters).fetchall()[0]
        if not filled or filled not in (dates, words):
            raise UnreadableColumnError(column)
        query = connection.sql(_DATES) if filled == dates else connection.sql(_FLAGS, params={"yes": list(_YES)})
        return Contracts(column, query.to_arrow_table(), has_dates=filled == dates)
