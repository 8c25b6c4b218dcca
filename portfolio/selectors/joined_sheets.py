"""The sheets that the figures of an analysis are counted from, and where its joined customer ids lie."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filestore import store
from portfolio.models import Analysis
from portfolio.readers.joined_customers import IDENTITY_FILE, Sheets, apply_ids, join_rows
from profitability.domain.ledger import Ledger

MODEL_SHEETS = ("settings", "pools", "time_equations", "services")


@contextmanager
def joined_sheets(analysis: Analysis, ledger: Ledger) -> Iterator[Sheets]:
    """Yield the sheets of a published analysis: its upload's, with the ids joined as the analysis did.

    Beside the transactions lies what a study reads with them: the volumes, ids joined, and the model.
    """
    transactions, customers, ids = ledger.path("transactions"), ledger.path("customers"), find_joined_ids(analysis)
    if ids is None:
        yield Sheets(transactions, customers)
        return
    with tempfile.TemporaryDirectory(prefix="kundverk-") as temporary:
        beside = Ledger(Path(temporary))
        if ledger.has("volumes"):
            join_rows(ledger.path("volumes"), ids, beside.path("volumes"))
        for sheet in MODEL_SHEETS:
            if ledger.has(sheet):
                shutil.copy(ledger.path(sheet), beside.path(sheet))
        yield apply_ids(transactions, customers, ids, beside.folder)


def find_joined_ids(analysis: Analysis) -> Path | None:
    """Return the file of joined ids; None where each id is a customer."""
    if not analysis.definition.identity_column:
        return None
    return store.local_path(f"{analysis.result_key}/{IDENTITY_FILE}")
