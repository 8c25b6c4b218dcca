"""The sheets that the figures of an analysis are counted from, and where its joined customer ids lie."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filestore import store
from portfolio.models import Analysis
from portfolio.readers.joined_customers import IDENTITY_FILE, Sheets, apply_ids, sheets_of
from profitability.domain.ledger import Ledger


@contextmanager
def joined_sheets(analysis: Analysis, ledger: Ledger) -> Iterator[Sheets]:
    """Yield the sheets of a published analysis: its upload's, with the ids joined as the analysis did."""
    ids = find_joined_ids(analysis)
    if ids is None:
        yield sheets_of(ledger)
        return
    with tempfile.TemporaryDirectory(prefix="kundverk-") as temporary:
        yield apply_ids(ledger, ids, Path(temporary))


def find_joined_ids(analysis: Analysis) -> Path | None:
    """Return the file of joined ids; None where each id is a customer."""
    if not analysis.definition.identity_column:
        return None
    return store.local_path(f"{analysis.result_key}/{IDENTITY_FILE}")
