"""What an engagement's ledger can say beside its checklist: the newest run, else analysis, else upload."""

import tempfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.core.cache import cache
from django.db.models import QuerySet

from accounts.models import Engagement
from assessment.domain.cells import CellKind, list_cells
from assessment.domain.relevance import count_asked
from assessment.models import Assessment
from assessment.selectors import get_answer_sheet, get_common_sheet, get_instrument, list_assessments
from filestore import store
from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.said_measured import MeasuredBase
from portfolio.models import AnalysisState
from portfolio.readers.joined_customers import join_customers, list_attributes, statement_rows
from portfolio.readers.measured_base import read_measured_base
from portfolio.selectors.analyses import list_analyses
from portfolio.selectors.definitions import find_definition
from profitability.domain.ledger import Ledger
from profitability.models import Run, Upload
from profitability.selectors.parquet import result_file
from profitability.selectors.runs import get_summary, list_published_runs
from profitability.selectors.uploads import list_ready_uploads

KEPT_SECONDS = 3600
CLAIMED_ITEMS = ("volume", "profitability", "repurchase", "ten_largest", "cross_selling")


@dataclass(frozen=True)
class Source:
    """Where the figures come from; `run` is None when there is no published one."""

    upload: Upload
    run: Run | None
    as_of: date


def find_source(engagement: Engagement) -> Source | None:
    """Return the newest run whose upload has transactions, else such an analysis, else such an upload; or None."""
    for run in list_published_runs(engagement):
        if _has_transactions(run.upload):
            return Source(run.upload, run, get_summary(run).period_end)
    for analysis in list_analyses(engagement).filter(state=AnalysisState.PUBLISHED).select_related("upload"):
        if analysis.upload and _has_transactions(analysis.upload):
            return Source(analysis.upload, None, analysis.as_of)
    ready: QuerySet[Upload] = list_ready_uploads(engagement)
    upload = next((upload for upload in ready if _has_transactions(upload)), None)
    return Source(upload, None, engagement.period_end) if upload else None


def _has_transactions(upload: Upload) -> bool:
    return all(store.exists(f"{upload.canonical_key}/{sheet}.parquet") for sheet in ("transactions", "customers"))


def get_measured_base(engagement: Engagement, source: Source) -> MeasuredBase:
    """Return what the source says by the customer definition in force.

    Ids are joined where the source has the column that the definition joins them by. The files of a source never
    change, so that the figures are remembered for an hour.
    """
    chosen = find_definition(engagement)
    definition = chosen.as_domain() if chosen else CustomerDefinition()
    statements = result_file(source.run, "statements") if source.run else None
    by = chosen.id if chosen else "default"
    key = f"measured:{source.upload.canonical_key}:{source.run.id if source.run else ''}:{source.as_of}:{by}"
    kept = cache.get(key)
    if isinstance(kept, MeasuredBase):
        return kept
    ledger = Ledger(store.local_folder(source.upload.canonical_key))
    known = list_attributes(ledger.path("customers"))
    column = definition.identity_column if definition.identity_column in known else ""
    with tempfile.TemporaryDirectory(prefix="kundverk-") as temporary:
        sheets = join_customers(ledger, column, Path(temporary))
        rows = statement_rows(statements, sheets.ids) if statements else None
        base = read_measured_base(sheets.transactions, sheets.customers, definition, source.as_of, rows)
    cache.set(key, base, KEPT_SECONDS)
    return base


def get_claims(assessment: Assessment) -> dict[str, Decimal]:
    """Return what the common answers claim, by cell: whole numbers and percentages as they can be read."""
    instrument = get_instrument(assessment)
    answers = count_asked(instrument, get_answer_sheet(get_common_sheet(assessment)).answers)
    claims: dict[str, Decimal] = {}
    for item in instrument.list_items():
        if item.key not in CLAIMED_ITEMS:
            continue
        for cell in list_cells(instrument, item):
            said = answers.get_percent(cell.key) if cell.kind == CellKind.PERCENT else answers.get_count(cell.key)
            if said is not None:
                claims[str(cell.key)] = said
    return claims


def find_claiming_assessment(engagement: Engagement) -> Assessment | None:
    """Return the newest assessment whose instrument asks for what a ledger can answer, or None."""
    return next((each for each in list_assessments(engagement) if can_be_measured(each)), None)


def can_be_measured(assessment: Assessment) -> bool:
    """Say whether the assessment's instrument asks for what a ledger can answer."""
    return any(item.key in CLAIMED_ITEMS for item in get_instrument(assessment).list_items())
