"""An import whose worker or web server is killed in the middle goes on, and is one import in the end."""

import os
import signal
import threading
import uuid
from contextlib import suppress
from typing import Any, cast

import pytest

from tests.operations.door import Door
from tests.operations.site import Site, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.slow]

CUSTOMERS = b"Kundnr;Kundnamn\n1001;Bageriet\n1002;Krogen\n"
SALES = b"Kundnr;Fakturadatum;Fakturanr;Belopp exkl moms\n" + b"".join(
    b"%d;2025-%02d-%02d;F%d;10,50\n" % (1001 + n % 2, 1 + n % 12, 1 + n % 28, n) for n in range(60_000)
)


@pytest.fixture
def door(site: Site) -> Door:
    engagement, token = site.manage("open_door").stdout.split()[-2:]
    site.start()
    wait_until(lambda: site.get("/healthz") == 200, 60, "a web server")
    return Door(site, engagement, token)


def test_an_import_killed_while_it_is_read_and_while_it_is_confirmed_is_one(door: Door) -> None:
    site = door.site
    status, answer = door.drop({"kunder.csv": CUSTOMERS, "försäljning.csv": SALES})
    found = cast(dict[str, Any], answer)
    assert status == 201
    [(job,)] = site.query("SELECT id FROM jobs_job WHERE kind = 'profitability.read_import'")
    job_id = str(uuid.UUID(str(job)))
    wait_until(lambda: site.state(job_id)[0] == "running", 60, "the reading has begun")
    for pid in site.pool():
        os.kill(pid, signal.SIGSTOP)
    assert site.state(job_id) == ("running", 1)
    os.kill(site.child("worker"), signal.SIGKILL)
    site.wait_until_done(job_id)
    assert site.state(job_id) == ("done", 2)
    files = "SELECT status, row_count, total_minor FROM profitability_importfile ORDER BY row_count"
    assert site.query(files) == [("read", 2, None), ("read", 60_000, 63_000_000)]
    confirm = f"{door.path}{found['id']}/confirm/"
    revision = cast(dict[str, Any], door.ask(f"{door.path}{found['id']}/")[1])["ledger_import"]["revision"]
    body = f'{{"revision": {revision}}}'.encode()
    kill_while_confirming(site, door, confirm, body)
    assert uploads(site) == [(0,)]
    assert site.query("SELECT state, version FROM profitability_ledgerimport") == [("open", None)]
    for _time in range(2):
        assert cast(dict[str, Any], door.ask(confirm, body)[1])["version"] == 1
    assert door.drop({"kunder.csv": CUSTOMERS, "försäljning.csv": SALES})[0] == 200
    assert uploads(site) == [(1,)]
    assert site.query("SELECT state, version FROM profitability_ledgerimport") == [("imported", 1)]


def uploads(site: Site) -> list[tuple[object, ...]]:
    return site.query("SELECT count(*) FROM profitability_upload")


def kill_while_confirming(site: Site, door: Door, path: str, body: bytes) -> None:
    """Kill the web server after it has written the upload and before it has committed."""
    (site.folder / "hold").touch()

    def confirm() -> None:
        with suppress(OSError):
            door.ask(path, body)

    asking = threading.Thread(target=confirm)
    asking.start()
    wait_until((site.folder / "held").exists, 60, "the confirmation is in its transaction")
    os.kill(site.child("web"), signal.SIGKILL)
    asking.join()
    (site.folder / "hold").unlink()
    wait_until(lambda: site.get("/healthz") == 200, 60, "a new web server")
