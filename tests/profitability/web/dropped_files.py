"""Files as they come out of finance systems, in their own layouts, with invented customers; and an import of one."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Engagement
from filestore import store
from jobs.models import Job, JobState
from jobs.services import execute
from profitability.import_models import ImportFile, LedgerImport
from profitability.services.imports import start_import
from profitability.services.uploads import IncomingFile
from tests.conftest import Cast

CUSTOMERS = "Kundnr;Kundnamn;Kundgrupp\n1001;Åkeri & Öl Norden AB;Transport\n1002;Bageriet i Ö;Livs\n"
SALES = (
    "Försäljning 2025;;;\nKundnr;Fakturadatum;Fakturanr;Belopp exkl moms\n1001;14.02.2025;F1;10 000,00\n"
    "1002;31.03.2025;F2;1 000,50\nSumma;;;11 000,50\n"
)
POOLS = (
    "Kostnadsställe;Benämning;Resultatrad;Belopp;Drivare\n"
    "ORD;Ordermottagning;Orderhantering;401,01;@orders\nHK;Huvudkontor;Samkostnader;300,00;\n"
)
FILES = {
    "kundregister.csv": CUSTOMERS.encode("cp1252"),
    "fakturajournal.txt": SALES.encode("utf-8-sig"),
    "kostnadsställen.csv": POOLS.encode("utf-8"),
}


def make_import(engagement: Engagement) -> LedgerImport:
    """Make an import with one file that nobody has read yet."""
    found = LedgerImport.objects.create(
        engagement=engagement,
        sha256=uuid.uuid4().hex,
        period_start=engagement.period_start,
        period_end=engagement.period_end,
    )
    stored = store.save_stream("imports/made", [CUSTOMERS.encode()])
    ImportFile.objects.create(
        ledger_import=found,
        position=0,
        name="kundregister.csv",
        key=stored.key,
        sha256=stored.sha256,
        size_bytes=stored.size,
    )
    return found


def drop_files(files: dict[str, bytes]) -> list[IncomingFile]:
    return [SimpleUploadedFile(name, content) for name, content in files.items()]


def begin_import(cast: Cast, files: dict[str, bytes]) -> LedgerImport:
    """Drop files and have them read."""
    dropped = start_import(
        engagement=cast.engagement, files=drop_files(files), started_by=cast.finance, limit_bytes=10**7
    )
    return read_import(dropped.ledger_import)


def read_import(found: LedgerImport) -> LedgerImport:
    """Do the waiting readings and return the import as it stands then."""
    jobs = Job.objects.filter(kind="profitability.read_import").exclude(state=JobState.DONE)
    for job in jobs.order_by("created_at"):
        execute(job.id)
    return LedgerImport.objects.get(pk=found.pk)
