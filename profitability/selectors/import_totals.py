"""The control totals of an import beside those of the period before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from filestore import store
from profitability.import_models import LedgerImport
from profitability.imports.record import TotalRecord
from profitability.imports.totals import sum_ledger
from profitability.models import Upload, UploadState
from profitability.selectors.parquet import ask

_SEARCHED = 10


@dataclass(frozen=True)
class EarlierPeriod:
    """The latest ledger of the engagement whose period ends before the import's begins; totals by sheet."""

    period_end: date
    totals: Mapping[str, tuple[TotalRecord, ...]]


def find_earlier_period(found: LedgerImport) -> EarlierPeriod | None:
    """Return the totals of the period before, from the uploads of the same engagement; None without one."""
    uploads = Upload.objects.filter(engagement=found.engagement, state=UploadState.READY).order_by("-uploaded_at")
    ends = [(_period_end(upload), upload) for upload in uploads[:_SEARCHED]]
    earlier = [(end, upload) for end, upload in ends if end is not None and end < found.period_start]
    if not earlier:
        return None
    end, upload = max(earlier, key=lambda pair: (pair[0], pair[1].uploaded_at))
    return EarlierPeriod(
        end, {sheet: _sum(upload, sheet) for sheet in ("customers", "transactions", "pools", "volumes")}
    )


def _period_end(upload: Upload) -> date | None:
    key = f"{upload.canonical_key}/settings.parquet"
    if not store.exists(key):
        return None
    rows = ask("SELECT value FROM read_parquet(?) WHERE key = 'period_end'", [str(store.local_path(key))])
    try:
        return date.fromisoformat(str(rows[0][0])) if rows else None
    except ValueError:
        return None


def _sum(upload: Upload, sheet: str) -> tuple[TotalRecord, ...]:
    key = f"{upload.canonical_key}/{sheet}.parquet"
    return sum_ledger(sheet, store.local_path(key)) if store.exists(key) else ()
