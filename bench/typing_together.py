"""Two hundred people who type at once: CPU of one save in the served product, and how long its writer waits.

Run: python bench/typing_together.py [--people 200] [--seconds 60] [--every 5]. Each person has come by a link of their
own, holds one connection as a browser does, and saves another answer every few seconds, out of step with the others,
to `manage.py serve` as it ships (waitress, SQLite) on a throw-away folder. CPU is that of the web process, all its
threads, over the whole time, divided by its saves: nothing is measured from within. Aim: at most 10 ms CPU per save,
none lost.
"""

import argparse
import http.client
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="kundverk-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "crmstrategy.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django

django.setup()

from django.core.management import call_command

from accounts.models import Client, Consultancy, Engagement, User
from assessment.domain.cells import CellKind, list_cells
from assessment.models import Answer, Assessment
from assessment.readers import find_shipped
from assessment.services import create_assessment, fill_sheet
from assessment.services.participants import Person, add_participant, create_link

TICKS = os.sysconf("SC_CLK_TCK")
DEPARTMENTS = ("management", "marketing", "sales", "service", "finance", "it")


@dataclass
class Typist:
    """One person at one browser; `waits` are the seconds from each save to its reply."""

    link: str
    cells: list[str]
    url: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def connect(self) -> None:
        """Open the connection and come in by the link."""
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._ask("GET", self.link)
        assert self._ask("POST", self.link, {}) == 302

    def type(self, every: float, until: float) -> None:
        """Save another answer every so often, beginning somewhere within the first interval."""
        time.sleep(random.uniform(0, every))
        number = 0
        while time.monotonic() < until:
            began = time.monotonic()
            cell = self.cells[number % len(self.cells)]
            save = {"cell": cell, "value": f"Vi säljer {number} saker", "base": str(self.versions.get(cell, 1))}
            status = self._ask("POST", self.url, save)
            self.waits.append(time.monotonic() - began)
            if status == 200:
                self.versions[cell] = self.versions.get(cell, 1) + 1
            else:
                self.faults.append(str(status))
            number += 1
            time.sleep(max(0.0, every - (time.monotonic() - began)))

    def _ask(self, method: str, url: str, data: dict[str, str] | None = None) -> int:
        body = (
            urlencode({**data, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}) if data is not None else None
        )
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, url, body, headers)
        reply = self.connection.getresponse()
        reply.read()
        for name, value in reply.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return reply.status


def prepare(people: int, port: int) -> tuple[Assessment, list[Typist]]:
    """Make an assessment in which everybody has been handed everything and has answered it once."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    consultancy = Consultancy.objects.create(name="Bench")
    company = Client.objects.create(consultancy=consultancy, name="Bench")
    engagement = Engagement.objects.create(
        client=company, name="Bench", period_start=date(2025, 1, 1), period_end=date(2025, 12, 31)
    )
    author = User.objects.create_user("bench@example.com", "a-long-password", name="Bench")
    shipped = find_shipped("crm_strategy")
    assert shipped is not None
    assessment = create_assessment(engagement=engagement, shipped=shipped, title="Bench", author=author)
    sections = [section.key for section in shipped.instrument.sections]
    cells = [cell for item in shipped.instrument.list_items() for cell in list_cells(shipped.instrument, item)]
    cells = [cell for cell in cells if cell.key.item != "participants"]
    typed = [str(cell.key) for cell in cells if cell.kind in (CellKind.LONG_TEXT, CellKind.PERCENT)]
    url = f"/respond/{assessment.id}/cell/"
    typists = []
    for number in range(people):
        person = Person(f"Bench {number}", "", DEPARTMENTS[number % len(DEPARTMENTS)], "sv")
        one = add_participant(assessment=assessment, person=person, sections=sections, actor=author)
        fill_sheet(sheet=one.sheet, answers={cell.key: "yes" for cell in cells}, author=one)
        path = "/respond/" + create_link(participant=one, actor=author).split("/respond/")[1]
        typists.append(Typist(path, random.sample(typed, len(typed)), url, port))
    return assessment, typists


def serve(port: int) -> tuple[subprocess.Popen[bytes], int]:
    """Start the product and return it with the process id of its web child."""
    command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    for _attempt in range(600):
        time.sleep(0.2)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        web = [child for child in children if b"\0web\0" in Path(f"/proc/{child}/cmdline").read_bytes()]
        if web and _answers(port):
            return process, int(web[0])
    raise TimeoutError("the product did not start")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def main() -> None:
    """Let everybody type and print CPU per save, waits and what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=5)
    options = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assessment, typists = prepare(options.people, port)
    process, web = serve(port)
    try:
        for typist in typists:
            typist.connect()
        until = time.monotonic() + options.seconds
        threads = [threading.Thread(target=typist.type, args=(options.every, until)) for typist in typists]
        for thread in threads:
            thread.start()
        time.sleep(options.every)  # everybody has saved once: what a fresh process learns once is learnt
        before, saves_before = cpu_seconds(web), sum(len(typist.waits) for typist in typists)
        for thread in threads:
            thread.join()
        spent = cpu_seconds(web) - before
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    waits = sorted(wait for typist in typists for wait in typist.waits)
    saved = sum(version - 1 for typist in typists for version in typist.versions.values())
    kept = sum(Answer.objects.filter(sheet__assessment=assessment).values_list("version", flat=True))
    kept -= Answer.objects.filter(sheet__assessment=assessment).count()
    faults = [fault for typist in typists for fault in typist.faults]
    print(f"{options.people} people, {len(waits)} saves in {options.seconds:.0f} s")
    print(f"{spent * 1000 / (len(waits) - saves_before):.2f} ms CPU per save (aim: at most 10 ms)")
    at = [statistics.median(waits), waits[int(len(waits) * 0.95)], waits[-1]]
    print("waits: median {:.0f} ms, 95 % {:.0f} ms, longest {:.0f} ms".format(*(wait * 1000 for wait in at)))
    print(f"answered with 200: {saved}, found in the database: {kept}, others: {faults or 'none'}")


if __name__ == "__main__":
    main()
