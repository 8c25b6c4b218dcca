"""Processor time of whole requests to the pages of a large run: list, search, one customer, a what-if.

The run is made as the product makes it – a job done by the worker's code on a throw-away SQLite file – and asked
through Django's test client: middleware, session, access, selectors, page and template. Each request is made several
times; the figure is the median of processor milliseconds, user and system, all threads, the first one shown apart.

    python bench/pages.py --customers 1000000 --transactions 10000000
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
DATA = tempfile.TemporaryDirectory(prefix="kundverk-bench-")
os.environ["DATA_DIR"] = DATA.name
os.environ["DJANGO_SETTINGS_MODULE"] = "crmstrategy.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Client as ClientCompany
from accounts.models import Consultancy, Engagement, Membership, Role, User
from bench.generate import generate_ledger
from filestore import store
from jobs.services import execute
from profitability.models import Run, RunState, Upload, UploadState
from profitability.services.runs import start_run

HTMX = {"HX-Request": "true"}


def make_run(customers: int, transactions: int) -> tuple[Client, Run]:
    """Make an upload of a generated ledger and a published run of it; return a browser of one who may see it."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    consultancy = Consultancy.objects.create(name="Bench")
    company = ClientCompany.objects.create(consultancy=consultancy, name="Bench")
    period = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    engagement = Engagement.objects.create(client=company, name="Bench", **period)
    person = User.objects.create_user("bench@example.com", "a-long-password", name="Bench")
    Membership.objects.create(user=person, consultancy=consultancy, engagement=engagement, role=Role.FINANCE)
    with store.new_folder(f"ledgers/{engagement.id}") as (key, folder):
        generate_ledger(folder, customers, transactions)
    made = {"state": UploadState.READY, "canonical_key": key}
    upload = Upload.objects.create(engagement=engagement, sha256="0" * 64, **made)
    run = start_run(engagement=engagement, upload=upload, label="Bench", overrides={}, key="bench", started_by=person)
    assert run.job_id is not None
    execute(run.job_id)
    run.refresh_from_db()
    assert run.state == RunState.PUBLISHED, run.state
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)
    return client, run


def measure(
    client: Client, url: str, times: int, form: dict[str, str] | None, headers: dict[str, str]
) -> tuple[float, float]:
    """Return processor milliseconds of the first request and the median of the others."""
    spent = []
    for _time in range(times + 1):
        before = time.process_time()
        answer = client.get(url, headers=headers) if form is None else client.post(url, form, headers=headers)
        spent.append(1_000 * (time.process_time() - before))
        assert answer.status_code == 200, answer.status_code
    return spent[0], statistics.median(spent[1:])


def main() -> None:
    """Make the run, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--transactions", type=int, default=10_000_000)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    client, run = make_run(asked.customers, asked.transactions)
    customers = reverse("profitability:customers", args=[run.engagement_id, run.id])
    what_if = reverse("profitability:what_if", args=[run.engagement_id, run.id])
    one = f"K{asked.customers // 3:08}"
    changed = {"p3.amount": "1 250 000 000,00"}
    requests: dict[str, tuple[str, dict[str, str] | None, dict[str, str]]] = {
        "the start page (what any page costs)": (reverse("accounts:home"), None, {}),
        "list, first page": (customers, None, {}),
        "list, first page, by htmx": (customers, None, HTMX),
        "list, page 10 000 by result, by htmx": (f"{customers}?sort=-result&page=10000", None, HTMX),
        "search 777, by htmx": (f"{customers}?q=777", None, HTMX),
        "search 77, by htmx": (f"{customers}?q=77", None, HTMX),
        "search kund (everybody), by htmx": (f"{customers}?q=kund", None, HTMX),
        "one customer": (reverse("profitability:customer", args=[run.engagement_id, run.id, one]), None, {}),
        "what-if, opened": (what_if, None, {}),
        "what-if, one changed pool, by htmx": (what_if, changed, HTMX),
        "what-if, another line ranked, by htmx": (what_if, changed | {"rank_by": "result"}, HTMX),
    }
    print(f"{asked.customers:,} customers, {asked.transactions:,} transactions; CPU ms: first, median of {asked.times}")
    for name, (url, form, headers) in requests.items():
        first, usual = measure(client, url, asked.times, form, headers)
        print(f"{name:40}{first:9.1f}{usual:9.1f}")


if __name__ == "__main__":
    main()
