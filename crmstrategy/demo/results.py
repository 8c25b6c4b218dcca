"""What the demo engagement has to show from the first click: uploads, two published runs, reports to download."""

import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Engagement, User
from assessment.models import Assessment
from crmstrategy.demo.customer_base import analyse_base
from crmstrategy.demo.firm import GIANT_ID
from crmstrategy.demo.history import write_history
from crmstrategy.demo.ledger import write_demo_ledgers
from crmstrategy.demo.waiting_import import drop_january
from jobs.services import execute
from portfolio.models import Analysis
from profitability.domain.what_if import PoolChange
from profitability.models import Run, Upload
from profitability.selectors.benches import find_bench
from profitability.selectors.scenarios import figures_of_answer
from profitability.services.certainty import ask_for_simulation
from profitability.services.methods import ask_for_methods
from profitability.services.runs import start_run
from profitability.services.scenarios import save_scenario
from profitability.services.uploads import receive_upload
from reports.models import ReportKind, ReportLanguage
from reports.services import Subject, issue_report


@dataclass(frozen=True)
class DemoResults:
    """The published runs, oldest first, and the analysis of the customer base."""

    runs: list[Run]
    analysis: Analysis


def publish_results(engagement: Engagement, finance: User) -> DemoResults:
    """Upload both years, the order archive and a file full of mistakes; run both years and analyse the archive."""
    runs = []
    with tempfile.TemporaryDirectory() as temporary:
        folders = write_demo_ledgers(Path(temporary))
        for year, folder in sorted(folders.items()):
            upload = _upload(engagement, finance, f"nordgross-{year}.zip", _packed(folder))
            runs.append(_run(engagement, upload, finance, str(year)))
        drop_january(engagement, finance, folders[2025])
        archive = _packed(write_history(folders[2025], Path(temporary) / "archive"))
        analysis = analyse_base(engagement, _upload(engagement, finance, "nordgross-orderarkiv.zip", archive), finance)
        _spoil(folders[2025])
        _upload(engagement, finance, "nordgross-2025-utkast.zip", _packed(folders[2025]))
    return DemoResults(runs, analysis)


def _packed(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return packed.getvalue()


def _upload(engagement: Engagement, finance: User, name: str, content: bytes) -> Upload:
    received = receive_upload(
        engagement=engagement,
        files=[SimpleUploadedFile(name, content, "application/zip")],
        uploaded_by=finance,
        limit_bytes=settings.UPLOAD_MAX_BYTES,
    )
    assert received.upload.job_id
    execute(received.upload.job_id)
    received.upload.refresh_from_db()
    return received.upload


def _run(engagement: Engagement, upload: Upload, finance: User, label: str) -> Run:
    run = start_run(
        engagement=engagement, upload=upload, label=label, overrides={}, key=f"demo-{label}", started_by=finance
    )
    assert run.job_id
    execute(run.job_id)
    run.refresh_from_db()
    return run


def save_what_ifs(run: Run, consultant: User) -> None:
    """Save two what-ifs on the run: dearer express deliveries left out, and half as many visits paid for."""
    bench = find_bench(run)
    assert bench is not None
    amounts = {pool.pool_id: pool.amount_minor for pool in bench.model.pools}
    for name, changes in (
        ("Halva fältsälj", (PoolChange("P60", amount_minor=amounts["P60"] // 2),)),
        (
            "Kunden betalar express",
            (PoolChange("P31", amount_minor=0), PoolChange("P30", amount_minor=amounts["P30"] * 9 // 10)),
        ),
    ):
        figures = figures_of_answer(bench.ask(changes))
        save_scenario(run=run, name=name, changes=changes, settings={}, figures=figures, saved_by=consultant)


def simulate_tiers(run: Run, consultant: User) -> None:
    """Try how sure the tiers of the run are."""
    simulation = ask_for_simulation(run=run, spread_percent=20, draws=1_000, seed=1, requested_by=consultant)
    assert simulation.job_id
    execute(simulation.job_id)


def compare_service_methods(run: Run, consultant: User) -> None:
    """Count what pools do for each other by all three methods."""
    execute(ask_for_methods(run=run, requested_by=consultant).id)


def _spoil(folder: Path) -> None:
    """Add the mistakes that real files have: each is found and named, and nothing of the file is used."""
    mistakes = {
        "customers.csv": ["10007,Dubbletten AB,Butik,2020-01-01,SE,", ",Utan nummer AB,Butik,2020-01-01,SE,"],
        "transactions.csv": [
            "99999,2025-03-01,1200.00,F1,Kyl-01,2,0.00,800.00",
            "10000,2025-13-01,1200.00,F2,Kyl-01,2,0.00,800.00",
            "10000,2025-03-01,1200.005,F3,Kyl-01,2,0.00,800.00",
            '10000,2025-03-01,"1 200,00",F4,Kyl-01,2,0.00,800.00',
        ],
        "volumes.csv": ["deliveries,10000,-3", "visits,okänd,2"],
        "pools.csv": ["P95,Mässor,marketing,250000.00,fair_visits,", "P96,Kaffe,coffee,12000.00,,"],
    }
    for name, rows in mistakes.items():
        with (folder / name).open("a", encoding="utf-8", newline="") as file:
            file.write("\n".join(rows) + "\n")


def issue_reports(engagement: Engagement, assessment: Assessment, results: DemoResults, consultant: User) -> None:
    """Print the demo's reports: readiness, profitability, the customer that costs most, the customer base."""
    run = results.runs[-1]
    of_run, of_base = Subject(run_id=run.id), Subject(analysis_id=results.analysis.id)
    for kind, language, subject in (
        (ReportKind.READINESS, ReportLanguage.SWEDISH, Subject(assessment_id=assessment.id)),
        (ReportKind.PROFITABILITY, ReportLanguage.SWEDISH, of_run),
        (ReportKind.PROFITABILITY, ReportLanguage.ENGLISH, of_run),
        (ReportKind.CUSTOMER, ReportLanguage.SWEDISH, Subject(run_id=run.id, customer_id=GIANT_ID)),
        (ReportKind.CUSTOMER_BASE, ReportLanguage.SWEDISH, of_base),
    ):
        report = issue_report(
            engagement=engagement,
            kind=kind,
            language=language,
            subject=subject,
            key=f"demo-{kind}-{language}",
            issued_by=consultant,
        )
        assert report.job_id
        execute(report.job_id)
