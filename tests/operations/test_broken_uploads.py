"""Uploads that are cut, slow or endless leave nothing behind and keep nobody else waiting."""

import socket
import time
from pathlib import Path

import pytest

from tests.operations.door import Door, as_chunk, break_off, open_part
from tests.operations.site import Site, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.slow]

LIMIT_BYTES = 5_000_000
ROWS = b"1001;2025-01-15;10,50\n" * 50_000
CUSTOMERS = b"Kundnr;Kundnamn\n1001;Bageriet\n"


@pytest.fixture
def door(site: Site) -> Door:
    (site.folder / "tmp").mkdir()
    limit = str(LIMIT_BYTES // 1_000_000)
    site.environment |= {"TMPDIR": str(site.folder / "tmp"), "IMPORT_TEXT_MAX_MB": limit, "UPLOAD_MAX_MB": limit}
    engagement, token = site.manage("open_door").stdout.split()[-2:]
    site.start()
    wait_until(lambda: site.get("/healthz") == 200, 60, "a web server")
    return Door(site, engagement, token)


def test_cut_slow_and_endless_uploads_leave_nothing_and_the_door_stays_open(door: Door) -> None:
    cut_in_the_middle(door)
    slow = [door.begin(len(ROWS) + 1_000) for _ in range(12)]
    for sent in slow:
        sent.sendall(open_part("långsam.csv") + ROWS[:1_000])
    began = time.monotonic()
    assert door.site.get("/healthz") == 200
    assert door.drop({"kunder.csv": CUSTOMERS})[0] == 201
    assert time.monotonic() - began < 15
    for sent in slow:
        sent.sendall(ROWS[1_000:2_000])
        break_off(sent)
    refused_at_once(door)
    cut_off_at_the_limit(door)
    [(imports,)] = door.site.query("SELECT count(*) FROM profitability_ledgerimport")
    [(files,)] = door.site.query("SELECT count(*) FROM profitability_importfile")
    assert (imports, files) == (1, 1)
    kept = [path.read_bytes() for path in (door.site.folder / "files" / "imports").rglob("*") if path.is_file()]
    assert CUSTOMERS in kept
    assert not [content for content in kept if content.startswith(ROWS[:100])]
    wait_until(lambda: size_of(door.site.folder / "tmp") < 100_000, 20, "what was received is thrown away")


def cut_in_the_middle(door: Door) -> None:
    """Cut a request in its head, in its file, before its last byte, and between two chunks."""
    whole = open_part("kapad.csv") + ROWS + b"\r\n--skiljelinje--\r\n"
    head = socket.create_connection(("127.0.0.1", door.site.port))
    head.sendall(b"POST " + door.path.encode() + b" HTTP/1.1\r\nHost: 127")
    break_off(head)
    for length in (2_000, len(whole) // 2, len(whole) - 1):
        sent = door.begin(len(whole))
        sent.sendall(whole[:length])
        break_off(sent)
    chunked = door.begin(None)
    chunked.sendall(as_chunk(whole[:400_000]))
    break_off(chunked)


def refused_at_once(door: Door) -> None:
    """Two gigabytes that say so are refused before they are sent."""
    sent = door.begin(2_000_000_000)
    assert b" 413 " in sent.recv(1_000).split(b"\r\n")[0]
    sent.close()


def cut_off_at_the_limit(door: Door) -> None:
    """Two gigabytes that say nothing are cut off while they are received, not afterwards."""
    sent, total = door.begin(None), 0
    sent.sendall(as_chunk(open_part("ändlös.csv")))
    block = as_chunk(ROWS[:100_000])
    try:
        while total < 2_000_000_000:
            sent.sendall(block)
            total += len(block)
    except OSError:
        pass
    sent.close()
    assert LIMIT_BYTES < total < LIMIT_BYTES + 20_000_000
    assert door.site.get("/healthz") == 200


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
