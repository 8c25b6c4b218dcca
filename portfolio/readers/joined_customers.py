"""Customers who share an identity become one, before anything is counted: the only place where ids are joined."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from portfolio.readers.connections import connect

TRANSACTIONS_FILE = "transactions.parquet"
CUSTOMERS_FILE = "customers.parquet"
IDENTITY_FILE = "joined_ids.parquet"

_KEYED = """
    CREATE TEMP TABLE keyed AS
        SELECT customer_id, nullif(trim(json_extract_string(attributes, $pointer)), '') AS identity
        FROM read_parquet($customers)
"""
_JOINED = """
    CREATE TEMP TABLE joined AS
        SELECT customer_id, CASE WHEN identity IS NULL THEN customer_id
                                 ELSE min(customer_id) OVER (PARTITION BY identity) END AS joined_id
        FROM keyed
"""
_CUSTOMERS = """
    SELECT * FROM read_parquet('{customers}') WHERE customer_id IN (SELECT joined_id FROM read_parquet('{ids}'))
"""
_ROWS = """
    SELECT t.* REPLACE (coalesce(j.joined_id, t.customer_id) AS customer_id)
    FROM read_parquet('{rows}') t LEFT JOIN read_parquet('{ids}') j ON t.customer_id = j.customer_id
"""
_COUNTS = "SELECT count(*), count(DISTINCT joined_id) FROM read_parquet(?)"
_STATEMENTS = """
    (SELECT coalesce(j.joined_id, s.customer_id) AS customer_id, min(s.rank) AS rank,
            sum(s.contribution_minor)::BIGINT AS contribution_minor
     FROM read_parquet(?) s LEFT JOIN read_parquet(?) j ON s.customer_id = j.customer_id GROUP BY 1)
"""


class NoIdentityColumnError(Exception):
    """The customers have no such column."""


@dataclass(frozen=True)
class Sheets:
    """The transactions and the customers that figures are counted from, ids joined where the definition asks for it.

    `ids`: customer_id, joined_id of every customer; None where nothing is joined. `numbers` customer numbers became
    `people` customers; both 0 then.
    """

    transactions: Path
    customers: Path
    ids: Path | None = None
    numbers: int = 0
    people: int = 0


@dataclass(frozen=True)
class StatementRows:
    """Statements of a run as a table to read from: customer_id, rank, contribution_minor; and its values."""

    sql: str
    values: tuple[str, ...]


def join_customers(transactions: Path, customers: Path, column: str, out: Path) -> Sheets:
    """Write both sheets to `out` with the ids joined by the further column; without a column they are let be.

    Customers who share a value, blanks around it aside, are one: its id is the smallest of theirs by code point, and
    its row that customer's. Who has no value stays as it is. The value itself is written nowhere but in its own row.
    Raise NoIdentityColumnError when no customer has the column.
    """
    if not column:
        return Sheets(transactions, customers)
    if column not in list_attributes(customers):
        raise NoIdentityColumnError(column)
    pointer = "/" + column.replace("~", "~0").replace("/", "~1")
    with connect() as connection:
        connection.execute(_KEYED, {"customers": str(customers), "pointer": pointer})
        connection.execute(_JOINED)
        _copy(connection, "SELECT * FROM joined", out / IDENTITY_FILE)
    return apply_ids(transactions, customers, out / IDENTITY_FILE, out)


def apply_ids(transactions: Path, customers: Path, ids: Path, out: Path) -> Sheets:
    """Write both sheets to `out` with the ids joined as `ids` says."""
    with connect() as connection:
        sql = _CUSTOMERS.format(customers=_quoted(customers), ids=_quoted(ids))
        _copy(connection, sql, out / CUSTOMERS_FILE)
        _copy(connection, _ROWS.format(rows=_quoted(transactions), ids=_quoted(ids)), out / TRANSACTIONS_FILE)
        numbers, people = connection.execute(_COUNTS, [str(ids)]).fetchall()[0]
    return Sheets(out / TRANSACTIONS_FILE, out / CUSTOMERS_FILE, ids, numbers, people)


def join_rows(rows: Path, ids: Path, target: Path) -> None:
    """Write the rows of a sheet with a customer_id to `target`, the ids joined as `ids` says."""
    with connect() as connection:
        _copy(connection, _ROWS.format(rows=_quoted(rows), ids=_quoted(ids)), target)


def statement_rows(statements: Path, ids: Path | None) -> StatementRows:
    """Return the statements by customer; those of joined customers add up."""
    if ids is None:
        return StatementRows("read_parquet(?)", (str(statements),))
    return StatementRows(_STATEMENTS, (str(statements), str(ids)))


def list_attributes(register: Path) -> tuple[str, ...]:
    """Return the names of the columns that the register keeps beside its own, in alphabetical order."""
    with connect() as connection:
        columns = {
            row[0] for row in connection.execute("SELECT name FROM parquet_schema(?)", [str(register)]).fetchall()
        }
        if "attributes" not in columns:
            return ()
        sql = "SELECT DISTINCT unnest(json_keys(attributes)) FROM read_parquet(?) WHERE attributes IS NOT NULL"
        return tuple(sorted(row[0] for row in connection.execute(sql, [str(register)]).fetchall()))


def _copy(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> None:
    connection.execute(f"COPY ({sql}) TO '{_quoted(path)}' (FORMAT parquet)")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
