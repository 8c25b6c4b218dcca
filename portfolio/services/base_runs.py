"""The customer base of a canonical ledger: definition, facts, flows, migration, portfolio and what to know of them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from portfolio.domain.base_remarks import find_remarks, remark_joined
from portfolio.domain.customer_base import CustomerBase, compare_base
from portfolio.domain.customer_facts import CustomerFacts
from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.definition_settings import DefinitionReading, read_definition
from portfolio.readers.customer_facts import AmountsTooLargeError, read_facts
from portfolio.readers.joined_customers import NoIdentityColumnError, join_customers
from profitability.domain.ledger import Ledger
from profitability.domain.problem import Problem, error
from profitability.domain.settings import SettingRow


@dataclass(frozen=True)
class BaseRun:
    """What came out: the base with its facts, or None when a problem of level error stopped it."""

    facts: CustomerFacts | None
    base: CustomerBase | None
    problems: tuple[Problem, ...]


def read_ledger_definition(ledger: Ledger) -> DefinitionReading:
    """Return the customer definition that the ledger's own settings ask for."""
    if not ledger.has("settings"):
        return read_definition(())
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT coalesce(key, ''), coalesce(value, ''), source_row FROM read_parquet(?) ORDER BY source_row",
            [str(ledger.path("settings"))],
        ).fetchall()
    return read_definition([SettingRow(*row) for row in rows])


def run_base(ledger: Ledger, definition: CustomerDefinition, as_of: date, work: Path) -> BaseRun:
    """Compare the two windows up to `as_of`; raise ValueError for a date too early to count back from.

    Joined sheets are written to the folder `work`.
    """
    column = definition.identity_column
    try:
        sheets = join_customers(ledger, column, work)
        reading = read_facts(sheets.transactions, definition, as_of)
        base = compare_base(reading.facts, definition)
    except (AmountsTooLargeError, OverflowError):
        return BaseRun(None, None, (error("amounts_too_large", "transactions"),))
    except NoIdentityColumnError:
        return BaseRun(None, None, (error("no_identity_column", "customers", column=column, name=column),))
    remarks = find_remarks(base, definition, as_of, reading.first_date, reading.rows_after)
    joined = remark_joined(definition, sheets.numbers, sheets.people, sheets.respelled)
    return BaseRun(reading.facts, base, (*joined, *remarks))
