"""CPU of one autosave, on the common sheet and by a respondent's link, as a ratio to a floor measured in the same run.

Run: python bench/autosave.py [--saves 400]. The floor is the least that any Django save costs here: same middleware,
session and login, and a view that does one UPDATE. Both go through Django's test client in this process, in turns, on a
throw-away SQLite file. Aim: at most 10 ms CPU per save.
"""

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="kundverk-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "crmstrategy.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from accounts.models import Client as ClientCompany
from accounts.models import Consultancy, Engagement, Membership, Role, User
from assessment import access
from assessment.domain.cells import CellKind, list_cells
from assessment.models import Answer
from assessment.readers import find_shipped
from assessment.services import create_assessment, fill_assessment, fill_sheet
from assessment.services.participants import Person, add_participant, create_link
from crmstrategy import urls

WARM_UP = 20
PEOPLE = 20


def floor(request: HttpRequest) -> HttpResponse:
    """Write one value into one row, for whoever is logged in."""
    Answer.objects.filter(pk=request.POST["pk"]).update(value=request.POST["value"])
    return HttpResponse("saved")


@dataclass(frozen=True)
class Way:
    """One way to save: who, and where to."""

    name: str
    client: Client
    url: str
    versions: dict[str, int]


def _prepare() -> tuple[tuple[Way, Way], list[str]]:
    """Return the two ways, by account into the common sheet and by link into one's own, and the cells to write."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    consultancy = Consultancy.objects.create(name="Bench")
    company = ClientCompany.objects.create(consultancy=consultancy, name="Bench")
    engagement = Engagement.objects.create(
        client=company, name="Bench", period_start=date(2025, 1, 1), period_end=date(2025, 12, 31)
    )
    author = User.objects.create_user("bench@example.com", "a-long-password", name="Bench")
    Membership.objects.create(user=author, consultancy=consultancy, engagement=engagement, role=Role.RESPONDENT)
    shipped = find_shipped("crm_strategy")
    assert shipped is not None
    assessment = create_assessment(engagement=engagement, shipped=shipped, title="Bench", author=author)
    cells = [cell for item in shipped.instrument.list_items() for cell in list_cells(shipped.instrument, item)]
    cells = [cell for cell in cells if cell.key.item != "participants"]
    fill_assessment(assessment=assessment, answers={cell.key: "yes" for cell in cells}, author=author)
    texts = [str(cell.key) for cell in cells if cell.kind in (CellKind.LONG_TEXT, CellKind.PERCENT, CellKind.OPTION)]
    by_account = Client(headers={"host": "127.0.0.1"})
    by_account.force_login(author)
    sections = [section.key for section in shipped.instrument.sections]
    people = [
        add_participant(
            assessment=assessment, person=Person(f"Bench {n}", "", "sales", "sv"), sections=sections, actor=author
        )
        for n in range(PEOPLE)
    ]
    for one in people:
        fill_sheet(sheet=one.sheet, answers={cell.key: "yes" for cell in cells}, author=one)
    by_link = Client(headers={"host": "127.0.0.1"})
    by_link.post("/respond/" + create_link(participant=people[0], actor=author).split("/respond/")[1])
    common = reverse("assessment:cell", args=[engagement.id, assessment.id])
    own = reverse("respond:cell", args=[assessment.id])
    ways = (
        Way("common", by_account, common, dict.fromkeys(texts, 1)),
        Way("by link", by_link, own, dict.fromkeys(texts, 1)),
    )
    return ways, texts


def _cpu_ms(client: Client, url: str, data: dict[str, str]) -> float:
    """Post once and return the CPU time of this process in milliseconds; fail when it was not saved."""
    start = time.process_time()
    reply = client.post(url, data)
    spent = (time.process_time() - start) * 1000
    assert reply.status_code == 200, reply.content
    return spent


def main() -> None:
    """Measure and print the two figures and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=400)
    saves = parser.parse_args().saves
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    urls.urlpatterns.append(path("floor/", floor))
    ways, cells = _prepare()
    floor_ms, save_ms = 0.0, dict.fromkeys((way.name for way in ways), 0.0)
    access.WRITINGS = 10**9
    first = Answer.objects.values_list("pk", flat=True).order_by("pk")[0]
    for number in range(-WARM_UP, saves):
        cell = cells[number % len(cells)]
        spent_floor = _cpu_ms(ways[0].client, "/floor/", {"pk": str(first), "value": str(number)})
        floor_ms += spent_floor / saves if number >= 0 else 0
        for way in ways:
            save = {"cell": cell, "value": f"text {number}", "base": str(way.versions[cell])}
            way.versions[cell] += 1
            spent = _cpu_ms(way.client, way.url, save)
            save_ms[way.name] += spent / saves if number >= 0 else 0
    print(f"floor {floor_ms:.2f} ms CPU")
    for name, spent in save_ms.items():
        print(f"save, {name}: {spent:.2f} ms CPU, ratio {spent / floor_ms:.2f} (aim: at most 10 ms)")


if __name__ == "__main__":
    main()
