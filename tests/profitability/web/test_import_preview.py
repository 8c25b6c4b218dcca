"""The first rows and the proposed mapping of a large file stand on the page while the whole of it is still read."""

from pathlib import Path
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from profitability.import_models import FileStatus, ImportFile, LedgerImport
from profitability.imports.reading import FileResult, FileTask, read_import_file
from tests.conftest import Cast
from tests.profitability.web.dropped_files import drop_files, read_import

HEAD = "Kundnr;Fakturadatum;Fakturanr;Säljare;Belopp exkl moms\n"
ROWS = "".join(f"100{1 + n % 2};2025-{1 + n % 12:02}-{13 + n % 15};F{n};Åsa;1 234,50\n" for n in range(12_000))


def test_a_large_file_is_shown_by_its_first_rows_while_it_is_read(client: Client, cast: Cast) -> None:
    client.force_login(cast.finance)
    drop = reverse("profitability:imports", args=[cast.engagement.id])
    sent = client.post(drop, {"dropped_files": drop_files({"försäljning.csv": (HEAD + ROWS).encode("cp1252")})})
    file = ImportFile.objects.get()
    address = reverse("profitability:import_file", args=[cast.engagement.id, file.id])
    assert sent.headers["Location"] == address
    assert 'hx-select="#file"' in client.get(address).content.decode()
    shown: list[str] = []

    def look_and_read(task: FileTask, folder: Path) -> FileResult:
        shown.append(client.get(address).content.decode())
        return read_import_file(task, folder)

    with patch("profitability.import_tasks.read_import_file", look_and_read):
        read_import(LedgerImport.objects.get())
    [during] = shown
    for said in (
        "Hela filen läses; så här börjar den",
        "De första raderna",
        "Läses inte:",
        "F99",
        "är 1\u00a0234,50, alltså 1 tusen 234,50.",
    ):
        assert said in during
    assert "12\u00a0000 rader är lästa" not in during
    assert 'name="field-0"' in during
    after = client.get(address).content.decode()
    assert "12\u00a0000 rader är lästa" in after
    assert "De första raderna" in after
    file.refresh_from_db()
    assert (file.status, file.row_count) == (FileStatus.READ, 12_000)
