"""Customers who share an identity become one, before anything is counted: the only place where ids are joined."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from portfolio.readers.connections import connect
from profitability.domain.ledger import Ledger

TRANSACTIONS_FILE = "transactions.parquet"
CUSTOMERS_FILE = "customers.parquet"
IDENTITY_FILE = "joined_ids.parquet"

_KEYED = r"""
    CREATE TEMP TABLE keyed AS
        SELECT customer_id, written,
               CASE WHEN contains(written, '@') THEN lower(regexp_replace(written, '[\s\x{a0}\x{202f}]', '', 'g'))
                    WHEN regexp_full_match(bare, '[A-Z]{0,2}\d{6,12}(MVA)?') THEN bare
                    ELSE written END AS identity
        FROM (SELECT *, upper(regexp_replace(written, '[\s\x{a0}\x{202f}.\-\x{2010}-\x{2013}]', '', 'g')) AS bare
              FROM (SELECT customer_id, nullif(trim(json_extract_string(attributes, $pointer)), '') AS written
                    FROM read_parquet($customers)))
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
_RESPELLED = """
    SELECT min(customer_id) FROM keyed WHERE identity IS NOT NULL
    GROUP BY identity HAVING count(DISTINCT written) > 1 ORDER BY 1
"""
_ROWS = """
    SELECT t.* REPLACE (coalesce(j.joined_id, t.customer_id) AS customer_id)
    FROM read_parquet('{rows}') t LEFT JOIN read_parquet('{ids}') j ON t.customer_id = j.customer_id
"""
_COUNTS = "SELECT count(*), count(DISTINCT joined_id) FROM read_parquet(?)"
_NUMBERS = """
    SELECT joined_id, list(customer_id ORDER BY customer_id) FROM read_parquet(?) WHERE list_contains(?, joined_id)
    GROUP BY joined_id HAVING count(*) > 1
"""
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

    `ledger`: where they come from. `ids`: customer_id, joined_id of every customer; None where nothing is joined.
    `numbers` customer numbers became `people` customers; both 0 then. `respelled`: the customers of whom two numbers
    had the value written in different ways.
    """

    ledger: Ledger
    transactions: Path
    customers: Path
    ids: Path | None = None
    numbers: int = 0
    people: int = 0
    respelled: tuple[str, ...] = ()

    def rows_sql(self, sheet: str) -> str:
        """Return a subquery of a sheet of the ledger that has a customer_id, the ids joined."""
        rows = _quoted(self.ledger.path(sheet))
        return f"read_parquet('{rows}')" if self.ids is None else f"({_ROWS.format(rows=rows, ids=_quoted(self.ids))})"


@dataclass(frozen=True)
class StatementRows:
    """Statements of a run as a table to read from: customer_id, rank, contribution_minor; and its values."""

    sql: str
    values: tuple[str, ...]


def sheets_of(ledger: Ledger) -> Sheets:
    """Return the ledger's own sheets, where each id is a customer."""
    return Sheets(ledger, ledger.path("transactions"), ledger.path("customers"))


def join_customers(ledger: Ledger, column: str, out: Path) -> Sheets:
    """Write both sheets to `out` with the ids joined by the further column; without a column they are let be.

    Customers who share a value are one: its id is the smallest of theirs by code point, and its row that customer's.
    Blanks around the value do not count; in an e-mail address neither blanks nor case do, in a number of an
    organisation (up to two letters, 6 to 12 digits, perhaps MVA) neither blanks, case, hyphens nor points. Who has no
    value stays as it is. The value itself is written nowhere but in its own row.
    Raise NoIdentityColumnError when no customer has the column.
    """
    if not column:
        return sheets_of(ledger)
    customers = ledger.path("customers")
    if column not in list_attributes(customers):
        raise NoIdentityColumnError(column)
    pointer = "/" + column.replace("~", "~0").replace("/", "~1")
    with connect() as connection:
        connection.execute(_KEYED, {"customers": str(customers), "pointer": pointer})
        connection.execute(_JOINED)
        _copy(connection, "SELECT * FROM joined", out / IDENTITY_FILE)
        respelled = tuple(row[0] for row in connection.execute(_RESPELLED).fetchall())
    return replace(apply_ids(ledger, out / IDENTITY_FILE, out), respelled=respelled)


def apply_ids(ledger: Ledger, ids: Path, out: Path) -> Sheets:
    """Write both sheets to `out` with the ids joined as `ids` says."""
    transactions, customers = out / TRANSACTIONS_FILE, out / CUSTOMERS_FILE
    with connect() as connection:
        sql = _CUSTOMERS.format(customers=_quoted(ledger.path("customers")), ids=_quoted(ids))
        _copy(connection, sql, customers)
        _copy(connection, _ROWS.format(rows=_quoted(ledger.path("transactions")), ids=_quoted(ids)), transactions)
        numbers, people = connection.execute(_COUNTS, [str(ids)]).fetchall()[0]
    return Sheets(ledger, transactions, customers, ids, numbers, people)


def list_numbers(ids: Path, customers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return, of each of these customers that has more than one number, its numbers, in order."""
    with connect() as connection:
        rows = connection.execute(_NUMBERS, [str(ids), list(customers)]).fetchall()
    return {customer: tuple(numbers) for customer, numbers in rows}


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
