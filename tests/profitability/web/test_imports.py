"""The road of an import: dropped, read, confirmed as an upload that a run is made of, and undone."""

import csv
import threading
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from accounts.models import AuditEvent
from accounts.tokens import issue_token
from profitability.import_models import FileStatus, ImportFile, ImportState, LedgerImport
from profitability.models import Run, RunState, Upload, UploadState
from profitability.services.import_confirmation import ImportInUseError, NotReadyError, confirm_import, undo_import
from profitability.services.imports import request_reading, start_import
from tests.conftest import Cast
from tests.profitability.web.dropped_files import (
    CUSTOMERS,
    FILES,
    SALES,
    begin_import,
    drop_files,
    make_import,
    read_import,
)


def test_files_of_a_period_become_one_upload_and_can_be_undone(client: Client, cast: Cast) -> None:
    client.force_login(cast.finance)
    url = reverse("profitability:imports", args=[cast.engagement.id])
    page = client.post(url, {"dropped_files": drop_files(FILES)}, follow=True)
    assert "Filerna läses" in page.content.decode()
    found = read_import(LedgerImport.objects.get())
    assert {file.name: (file.sheet, file.status) for file in found.files.all()} == {
        "kundregister.csv": ("customers", FileStatus.READ),
        "fakturajournal.txt": ("transactions", FileStatus.READ),
        "kostnadsställen.csv": ("pools", FileStatus.READ),
    }
    confirm = reverse("profitability:import_confirm", args=[cast.engagement.id, found.id])
    assert "11\u00a0000,50" in client.get(confirm).content.decode()
    for _time in range(2):
        page = client.post(confirm, {"revision": found.revision}, follow=True)
    assert "Importen är bekräftad" in page.content.decode()
    upload = Upload.objects.get()
    assert upload.state == UploadState.READY
    assert {sheet.name: sheet.total_minor for sheet in upload.sheets.all()} == {
        "settings": None,
        "customers": None,
        "transactions": 1_100_050,
        "pools": 70_101,
    }
    client.post(reverse("profitability:import_undo", args=[cast.engagement.id, found.id]))
    found.refresh_from_db()
    assert (found.state, Upload.objects.count(), found.files.count()) == (ImportState.OPEN, 0, 3)
    assert confirm_import(found=found, revision=found.revision, confirmed_by=cast.finance).is_new
    events = ["import.started", "import.confirmed", "import.undone", "import.confirmed"]
    assert [e.what for e in AuditEvent.objects.filter(what__startswith="import.").order_by("pk")] == events


def test_the_page_of_a_file_says_what_was_understood_and_takes_answers(client: Client, cast: Cast) -> None:
    found = begin_import(
        cast, FILES | {"fakturajournal.txt": SALES.replace("31.03", "03.04").replace("14.02", "02.01").encode()}
    )
    file = found.files.get(sheet="transactions")
    assert file.status == FileStatus.QUESTIONS
    client.force_login(cast.finance)
    url = reverse("profitability:import_file", args=[cast.engagement.id, file.id])
    text = client.get(url).content.decode()
    for said in (
        "Filen är text i UTF-8 med semikolon mellan kolumnerna.",
        "Överst står rader som inte är data: rad 1 ”Försäljning 2025”.",
        "Summarader räknas inte med",
        "”10 000,00” i kolumnen Belopp exkl moms är 10\u00a0000, alltså 10 tusen.",
        "I vilken ordning står dag, månad och år i kolumnen ”Fakturadatum”?",
    ):
        assert said in text
    client.post(url, {"kind": "transactions", "answer-0": "dmy", "total": "11000,50"})
    found = read_import(found)
    file.refresh_from_db()
    assert file.status == FileStatus.READ
    assert (
        "den 3 april 2025" in client.get(url).content.decode()
        or "den 2 januari 2025" in client.get(url).content.decode()
    )
    client.post(url, {"kind": "transactions", "total": "12 000,50"})
    found = read_import(found)
    file.refresh_from_db()
    assert (file.status, file.error_count) == (FileStatus.PROBLEMS, 1)
    check = client.get(reverse("profitability:import_check", args=[cast.engagement.id, found.id])).content.decode()
    assert "Kontrollsumman stämmer inte: raderna ger 11\u00a0000,50." in check


def test_an_answer_can_be_changed_on_the_page_also_a_remembered_one(client: Client, cast: Cast) -> None:
    sales = SALES.replace("31.03", "03.04").replace("14.02", "02.01").encode()
    found = begin_import(cast, FILES | {"fakturajournal.txt": sales})
    file = found.files.get(sheet="transactions")
    client.force_login(cast.finance)
    url = reverse("profitability:import_file", args=[cast.engagement.id, file.id])
    assert "Ändra svaret" not in client.get(url).content.decode()
    client.post(url, {"kind": "transactions", "answer-0": "dmy"})
    found = read_import(found)
    text = client.get(url).content.decode()
    assert "dag, månad, år" in text
    assert 'name="again" value="date_order:Fakturadatum"' in text
    form = text.partition("data-answers")[2]
    assert form.index("<button") < form.index('name="again"'), "Enter in a field presses the first button: it saves"
    confirm_import(found=found, revision=found.revision, confirmed_by=cast.finance)
    assert "Ändra svaret" not in client.get(url).content.decode()
    second = begin_import(cast, {"kunder.csv": CUSTOMERS.encode(), "mars.csv": sales})
    later = second.files.get(name="mars.csv")
    url = reverse("profitability:import_file", args=[cast.engagement.id, later.id])
    assert later.status == FileStatus.READ
    answer = client.post(url, {"kind": "transactions", "again": "date_order:Fakturadatum"})
    assert answer.headers["Location"] == url
    read_import(second)
    later.refresh_from_db()
    assert later.status == FileStatus.QUESTIONS
    assert "I vilken ordning står dag, månad och år" in client.get(url).content.decode()
    client.post(url, {"kind": "transactions", "answer-0": "mdy"})
    read_import(second)
    later.refresh_from_db()
    assert later.status == FileStatus.READ
    assert later.answers["date_order:Fakturadatum"] == "mdy"
    client.post(url, {"kind": "transactions", "again": "no such question"})
    later.refresh_from_db()
    assert later.answers["date_order:Fakturadatum"] == "mdy"


def test_a_second_file_of_the_layout_needs_no_click(cast: Cast) -> None:
    sales = SALES.replace("31.03", "03.04").replace("14.02", "02.01")
    first = begin_import(cast, FILES | {"fakturajournal.txt": sales.encode()})
    file = first.files.get(sheet="transactions")
    file.answers, file.revision = {"date_order:Fakturadatum": "dmy"}, 2
    file.save()
    first.refresh_from_db()
    request_reading(first, cast.finance)
    first = read_import(first)
    confirm_import(found=first, revision=first.revision, confirmed_by=cast.finance)
    later = sales.replace("10 000,00", "20 000,00").replace("11 000,50", "21 000,50")
    second = begin_import(cast, {"kunder.csv": CUSTOMERS.encode(), "mars.csv": later.encode()})
    again = second.files.get(name="mars.csv")
    assert (again.status, again.total_minor) == (FileStatus.READ, 2_100_050)
    assert again.reading is not None
    assert again.reading["remembered"]
    confirm_import(found=second, revision=second.revision, confirmed_by=cast.finance)
    second.refresh_from_db()
    assert second.version == 2


def test_nothing_is_confirmed_that_has_changed_or_is_wrong(cast: Cast) -> None:
    found = begin_import(cast, {"fakturajournal.txt": SALES.encode()})
    assert found.error_count == 1
    with pytest.raises(NotReadyError):
        confirm_import(found=found, revision=found.revision, confirmed_by=cast.finance)
    whole = begin_import(cast, FILES)
    with pytest.raises(NotReadyError):
        confirm_import(found=whole, revision=whole.revision - 1, confirmed_by=cast.finance)
    assert not Upload.objects.exists()


def test_a_published_run_keeps_its_import(cast: Cast) -> None:
    found = begin_import(cast, FILES)
    upload = confirm_import(found=found, revision=found.revision, confirmed_by=cast.finance).upload
    run = Run.objects.create(engagement=cast.engagement, upload=upload, key="a", number=1, label="A")
    with pytest.raises(ImportInUseError):
        undo_import(found=found, undone_by=cast.finance)
    Run.objects.filter(pk=run.pk).update(state=RunState.STOPPED)
    undo_import(found=found, undone_by=cast.finance)
    assert not Run.objects.exists()
    assert not Upload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_drops_of_the_same_files_at_once_are_one_import_and_one_upload(cast: Cast) -> None:
    together(
        20,
        lambda: start_import(
            engagement=cast.engagement, files=drop_files(FILES), started_by=cast.finance, limit_bytes=10**7
        ),
    )
    found = read_import(LedgerImport.objects.get())
    assert ImportFile.objects.count() == len(FILES)
    together(6, lambda: confirm_import(found=found, revision=found.revision, confirmed_by=cast.finance))
    assert Upload.objects.count() == 1
    assert AuditEvent.objects.filter(what="import.confirmed").count() == 1


def together(times: int, act: Callable[[], object]) -> None:
    faults: list[Exception] = []

    def run() -> None:
        try:
            act()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_what_is_longer_than_the_limit_is_cut_off_and_said(client: Client, cast: Cast, settings: Settings) -> None:
    client.force_login(cast.finance)
    url = reverse("profitability:imports", args=[cast.engagement.id])
    settings.UPLOAD_REQUEST_MAX_BYTES = 100_000
    page = client.post(url, {"dropped_files": drop_files({"lång.csv": b"a;b\n" * 50_000})})
    assert page.status_code == 422
    assert "Mottagandet avbröts och inget är sparat" in page.content.decode()
    settings.UPLOAD_REQUEST_MAX_BYTES = 10**9
    settings.IMPORT_TEXT_MAX_BYTES = 1_000
    page = client.post(url, {"dropped_files": drop_files({"lång.csv": b"a;b\n" * 500})})
    assert "Filen lång.csv är större än" in page.content.decode()
    assert not LedgerImport.objects.exists()


def test_the_road_over_the_api_is_that_of_the_pages(cast: Cast) -> None:
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_token(cast.finance, 30)}")
    base = f"/api/v1/engagements/{cast.engagement.id}/imports/"
    ambiguous = SALES.replace("31.03", "03.04").replace("14.02", "02.01")
    rows = "1001;05.06.2025;F3;7,00\n1001;06.06.2025;F4;8,00\n"
    spoilt = ambiguous.replace("Summa;;;11 000,50\n", rows).replace("1 000,50", "tusen")
    files = FILES | {"fakturajournal.txt": spoilt.encode()}
    first = api.post(base, {"files": drop_files(files)}, format="multipart").json()
    assert api.post(base, {"files": drop_files(files)}, format="multipart").status_code == 200
    found = read_import(LedgerImport.objects.get(pk=first["id"]))
    file = f"{base}files/{found.files.get(sheet='transactions').pk}/"
    assert [each["id"] for each in api.get(file).json()["questions"]] == ["date_order:Fakturadatum"]
    api.post(f"{file}answers/", {"answers": {"date_order:Fakturadatum": "dmy"}}, format="json")
    read_import(found)
    assert [each["value"] for each in api.get(file).json()["problems"] if each["level"] == "error"] == ["tusen"]
    changed = api.post(f"{file}edits/", {"change": "cell", "row": 4, "place": 3, "new": "1 000,50"}, format="json")
    assert len(changed.json()["edits"]) == 1
    found = read_import(found)
    assert api.post(f"{base}{found.id}/confirm/", {"revision": found.revision - 1}, format="json").status_code == 409
    done = api.post(f"{base}{found.id}/confirm/", {"revision": found.revision}, format="json").json()
    assert (done["state"], done["version"]) == ("imported", 1)
    assert api.post(f"{file}edits/undo/").status_code == 409
    assert api.post(f"{base}{found.id}/undo/").json()["state"] == "open"
    assert api.post(f"{base}{found.id}/discard/").status_code == 204
    assert not LedgerImport.objects.exists()


def test_what_was_imported_is_exported_harmless_and_imported_again_without_loss(client: Client, cast: Cast) -> None:
    names = ("=1+1", "＝HYPERLINK()", "-5 grader AB", "+46 8 AB", "@mat", 'Åsa "Ö"; Co', "'=citat")
    rows = "".join(f'{1001 + place};"{name.replace(chr(34), chr(34) * 2)}";Livs\n' for place, name in enumerate(names))
    sales = "Kundnr;Fakturadatum;Fakturanr;Belopp exkl moms\n1001;2025-01-02;-F1;-10,50\n1002;2025-01-03;=F2;99,00\n"
    files = {"kunder.csv": ("Kundnr;Namn;Bransch\n" + rows).encode(), "försäljning.csv": sales.encode()}
    first = begin_import(cast, files)
    client.force_login(cast.finance)
    url = reverse("profitability:import_export", args=[cast.engagement.id, first.id])
    with zipfile.ZipFile(BytesIO(b"".join(client.get(url)))) as archive:
        texts = {name: archive.read(name) for name in archive.namelist() if name != "settings.csv"}
    cells = {cell for text in texts.values() for row in csv.reader(text.decode().splitlines()) for cell in row}
    assert {"'=1+1", "'＝HYPERLINK()", "'-5 grader AB", "'@mat", "'-F1", "-10.50"} <= cells
    assert not [cell for cell in cells if cell[:1] in set("=+@＝＋－＠") or (cell.startswith("-") and cell != "-10.50")]
    again = begin_import(cast, texts)
    assert {file.sheet: file.canonical_sha256 for file in again.files.all()} == {
        file.sheet: file.canonical_sha256 for file in first.files.all()
    }


def test_a_reading_that_was_stopped_can_be_asked_for_again(client: Client, cast: Cast) -> None:
    found = make_import(cast.engagement)
    LedgerImport.objects.filter(pk=found.pk).update(revision=1)
    client.force_login(cast.finance)
    assert (
        "Läs igen" in client.get(reverse("profitability:import", args=[cast.engagement.id, found.id])).content.decode()
    )
    client.post(reverse("profitability:import_read", args=[cast.engagement.id, found.id]))
    assert read_import(found).files.get().status == FileStatus.READ
