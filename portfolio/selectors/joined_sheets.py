"""The sheets that the figures of an analysis are counted from, and where its joined customer ids lie."""

from pathlib import Path

from filestore import store
from portfolio.models import Analysis
from portfolio.readers.joined_customers import CUSTOMERS_FILE, IDENTITY_FILE, TRANSACTIONS_FILE, Sheets
from profitability.domain.ledger import Ledger


def sheets_of(analysis: Analysis, ledger: Ledger) -> Sheets:
    """Return the sheets of a published analysis: its own where ids are joined, else those of its upload."""
    ids = find_joined_ids(analysis)
    if ids is None:
        return Sheets(ledger.path("transactions"), ledger.path("customers"))
    return Sheets(_path(analysis, TRANSACTIONS_FILE), _path(analysis, CUSTOMERS_FILE), ids)


def find_joined_ids(analysis: Analysis) -> Path | None:
    """Return the file of joined ids; None where each id is a customer."""
    return _path(analysis, IDENTITY_FILE) if analysis.definition.identity_column else None


def find_joined_customers(analysis: Analysis) -> Path | None:
    """Return the file of joined customers, with `numbers` of each; None where each id is a customer."""
    return _path(analysis, CUSTOMERS_FILE) if analysis.definition.identity_column else None


def _path(analysis: Analysis, name: str) -> Path:
    return store.local_path(f"{analysis.result_key}/{name}")
