"""Published analyses of a small firm: three years of orders, made by the same code as the background job."""

import tempfile
import uuid
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone

from accounts.models import Engagement
from filestore import store
from jobs.registry import Json
from portfolio.domain.definition import CustomerDefinition
from portfolio.models import Analysis, AnalysisState, DefinitionVersion, Scenario
from portfolio.selectors.analyses import summary_as_json
from portfolio.selectors.customers import CUSTOMERS_FILE
from portfolio.services.analysis_building import build_analysis
from profitability.domain.ledger import Ledger
from profitability.models import Upload, UploadState
from tests.portfolio.ledgers import Row, write_ledger

AS_OF = date(2025, 12, 31)
PRODUCTS = ("Spik", "Hammare", "Såg", "=SUMMA(A1)")


def firm_rows() -> list[Row]:
    """Return 60 customers of whom some leave every year, some come back, and some buy for a negative sum."""
    rows = []
    for number in range(60):
        for year in (2022, 2023, 2024, 2025):
            if (number * 7 + year * 3) % 5 == 0 or (year == 2022 and number > 40):
                continue
            for order in range(1 + number % 4):
                day = date(year, 1, 15) + timedelta(days=(number * 11 + order * 83) % 340)
                amount = (number + 1) * 12_345 - order * 1_111
                name = f"K{number:02d}"
                rows.append(Row(name, day, amount, f"{name}-{year}-{order}", None, PRODUCTS[(number + order) % 4]))
    return [*rows, Row("K59", date(2025, 6, 1), -99_999_99, "R1", None, "Spik"), Row("K60", AS_OF, 0, "Z1")]


def write_firm(folder: Path) -> Path:
    """Write the firm's canonical ledger."""
    segments = {f"K{number:02d}": ("Bygg", "Handel", "")[number % 3] for number in range(61)}
    return write_ledger(folder, firm_rows(), segments)


def make_upload(engagement: Engagement) -> Upload:
    """Make an upload that was read without errors."""
    with store.new_folder(f"ledgers/{engagement.id}") as (key, folder):
        write_firm(folder)
    return Upload.objects.create(
        engagement=engagement, sha256=uuid.uuid4().hex * 2, state=UploadState.READY, canonical_key=key
    )


def make_definition(engagement: Engagement) -> DefinitionVersion:
    """Return the engagement's newest definition, a default one if it has none."""
    found = DefinitionVersion.objects.filter(engagement=engagement).first()
    return found or DefinitionVersion.objects.create(engagement=engagement, number=1)


@cache
def built() -> tuple[dict[str, Json], bytes]:
    """Return the summary and the customer file of the firm's analysis; built once."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_firm(folder)
        summary = build_analysis(Ledger(folder), CustomerDefinition(), AS_OF, folder, lambda _stage, _share: None)
        return summary_as_json(summary), (folder / CUSTOMERS_FILE).read_bytes()


def make_analysis(engagement: Engagement) -> Analysis:
    """Make a published analysis with its files."""
    summary, customers = built()
    with store.new_folder(f"analyses/{engagement.id}") as (key, folder):
        (folder / CUSTOMERS_FILE).write_bytes(customers)
    return Analysis.objects.create(
        engagement=engagement,
        definition=make_definition(engagement),
        number=Analysis.objects.filter(engagement=engagement).count() + 1,
        key=uuid.uuid4().hex,
        as_of=AS_OF,
        state=AnalysisState.PUBLISHED,
        summary=summary,
        result_key=key,
        published_at=timezone.now(),
    )


def make_scenario(analysis: Analysis) -> Scenario:
    """Make a saved scenario."""
    return Scenario.objects.create(analysis=analysis, name=uuid.uuid4().hex, levers={"retained.customers": "105"})
