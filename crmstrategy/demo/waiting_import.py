"""An import that waits at the check: January's files as they come out of the systems, with a few things to mend."""

import csv
import io
import random
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Engagement, User
from jobs.services import execute
from profitability.import_models import LedgerImport
from profitability.services.imports import set_frame, start_import

CUSTOMERS, ROWS = 120, 640
PERIOD = (date(2026, 1, 1), date(2026, 1, 31))
_COSTS = (
    ("ORD", "Orderkontor", "Orderhantering", "585 200,00", "@orders"),
    ("PLOCK", "Plock och pack", "Logistik", "941 700,50", "@lines"),
    ("FÄLT", "Fältsälj", "Försäljning", "1 012 000,00", "@net_sales"),
    ("LEDN", "Ledning och administration", "Samkostnader", "703 900,00", ""),
)


def drop_january(engagement: Engagement, finance: User, ledger: Path) -> LedgerImport:
    """Drop January's files for some of the customers of a ledger in the exchange format, and have them read."""
    with (ledger / "customers.csv").open(encoding="utf-8-sig", newline="") as handle:
        customers = list(csv.DictReader(handle))[:CUSTOMERS]
    files = {
        "Kundregister.csv": _write_customers(customers).encode("cp1252", "replace"),
        "Fakturajournal 2026-01.csv": _write_sales([each["customer_id"] for each in customers]).encode("utf-8-sig"),
        "Kostnadsställen 2026-01.csv": _write_costs().encode("utf-8"),
    }
    found = start_import(
        engagement=engagement,
        files=[SimpleUploadedFile(name, content) for name, content in files.items()],
        started_by=finance,
        limit_bytes=settings.UPLOAD_MAX_BYTES,
    ).ledger_import
    framed = set_frame(found=found, period_start=PERIOD[0], period_end=PERIOD[1], currency="SEK", set_by=finance)
    assert framed.job_id
    execute(framed.job_id)
    found.refresh_from_db()
    return found


def _write_customers(customers: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(["Kundnr", "Kundnamn", "Kundgrupp"])
    writer.writerows([each["customer_id"], each["name"], each["segment"]] for each in customers)
    writer.writerow(["99107", customers[7]["name"].upper(), customers[7]["segment"]])
    return text.getvalue()


def _write_sales(ids: list[str]) -> str:
    """Return the journal: a title, rows, one customer in two ways, an amount in words, blanks, a double."""
    chance = random.Random(2601)  # noqa: S311 - demo data, not a secret
    rows = []
    for number in range(ROWS):
        minor = chance.randrange(19_000, 1_900_000)
        day = f"{1 + number * 31 // ROWS:02}.01.2026"
        rows.append([chance.choice(ids), day, f"F{26_000 + number // 2}", _kronor(minor), chance.choice("ABC")])
    for number in (41, 187, 402):
        rows[number][0] = f"K-{ids[3]}"
    rows[260][0] = rows[261][0] = ""
    rows[333][3] = "enligt avtal"
    rows.append(list(rows[-1]))
    body = "\n".join(";".join(row) for row in rows)
    return f"Fakturajournal januari 2026;;;;\nKundnr;Fakturadatum;Fakturanr;Belopp exkl moms;Säljare\n{body}\n"


def _write_costs() -> str:
    lines = ["Kostnadsställe;Benämning;Resultatrad;Belopp;Drivare", *(";".join(row) for row in _COSTS)]
    return "\n".join(lines) + "\n"


def _kronor(minor: int) -> str:
    return f"{minor // 100:,}".replace(",", " ") + f",{minor % 100:02}"
