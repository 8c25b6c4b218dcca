"""Uploading: what is kept, what is refused, what is one and the same."""

import threading
import zipfile
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import AuditEvent
from filestore import store
from jobs.models import Job
from jobs.services import execute
from profitability.models import Upload, UploadedFile, UploadState
from profitability.services.uploads import IncomingFile, read_again, receive_upload
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run, make_upload
from tests.profitability.web.sent_files import BROKEN_FILES, GOOD_FILES


def sent_files(files: dict[str, str]) -> list[IncomingFile]:
    return [SimpleUploadedFile(name, text.encode()) for name, text in files.items()]


def receive(cast: Cast, files: dict[str, str]) -> Upload:
    sent = sent_files(files)
    return receive_upload(
        engagement=cast.engagement, files=sent, uploaded_by=cast.finance, limit_bytes=10_000_000
    ).upload


def test_the_order_of_the_files_is_irrelevant_and_their_names_count(cast: Cast) -> None:
    first = receive(cast, GOOD_FILES)
    assert receive(cast, dict(reversed(GOOD_FILES.items()))) == first
    renamed = {("Customers.CSV" if name == "customers.csv" else name): text for name, text in GOOD_FILES.items()}
    assert receive(cast, renamed) == first
    swapped = {("volumes.csv" if name == "customers.csv" else name): text for name, text in GOOD_FILES.items()}
    assert receive(cast, swapped) != first
    assert first.files.count() == len(GOOD_FILES)


def test_the_same_content_in_another_engagement_is_another_upload(cast: Cast) -> None:
    first = receive(cast, GOOD_FILES)
    other = receive_upload(
        engagement=cast.other_engagement,
        files=sent_files(GOOD_FILES),
        uploaded_by=cast.consultant,
        limit_bytes=10_000_000,
    )
    assert other.is_new
    assert other.upload != first


@pytest.mark.django_db(transaction=True)
def test_the_same_files_sent_by_many_at_once_are_one_upload(cast: Cast) -> None:
    results: list[Upload] = []

    def send() -> None:
        try:
            results.append(receive(cast, GOOD_FILES))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({upload.id for upload in results}) == 1
    assert len(results) == 6
    assert Upload.objects.count() == 1
    assert UploadedFile.objects.count() == len(GOOD_FILES)
    assert Job.objects.filter(kind="profitability.read_upload").count() == 1


def test_sending_the_same_again_says_so_kindly(client: Client, cast: Cast) -> None:
    client.force_login(cast.finance)
    url = reverse("profitability:uploads", args=[cast.engagement.id])
    for _time in range(2):
        response = client.post(url, {"ledger_files": sent_files(GOOD_FILES)}, follow=True)
    assert "De här filerna fanns redan" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("rapport.docx", b"x", "varken .xlsx, .csv eller .zip"),
        ("customers.csv", b"", "Filen är tom"),
        ("stor.csv", b"x" * 2_000, "större än"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_written(
    client: Client, cast: Cast, settings: Settings, name: str, content: bytes, message: str
) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000
    client.force_login(cast.finance)
    url = reverse("profitability:uploads", args=[cast.engagement.id])
    response = client.post(url, {"ledger_files": [SimpleUploadedFile(name, content)]})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Upload.objects.exists()


def test_a_zip_is_read_like_its_files(cast: Cast) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in GOOD_FILES.items():
            archive.writestr(name, text)
    sent: list[IncomingFile] = [SimpleUploadedFile("allt.zip", content.getvalue())]
    upload = receive_upload(
        engagement=cast.engagement, files=sent, uploaded_by=cast.finance, limit_bytes=10_000_000
    ).upload
    assert upload.job_id is not None
    execute(upload.job_id)
    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    assert upload.sheets.get(name="transactions").total_minor == 1_100_000


def test_the_template_has_every_sheet_and_a_guide(client: Client, cast: Cast) -> None:
    client.force_login(cast.finance)
    response = client.get(reverse("profitability:upload_template", args=[cast.engagement.id]))
    book = openpyxl.load_workbook(BytesIO(b"".join(response)))
    assert book.sheetnames[:4] == ["Vägledning", "settings", "customers", "transactions"]
    assert [cell.value for cell in book["pools"][1]] == ["pool_id", "name", "line", "amount", "driver", "capacity"]


def test_an_unused_upload_can_be_removed_with_its_files(client: Client, cast: Cast) -> None:
    upload = receive(cast, BROKEN_FILES)
    key = upload.files.all()[0].key
    client.force_login(cast.finance)
    with_commit = reverse("profitability:upload_remove", args=[cast.engagement.id, upload.id])
    client.post(with_commit)
    assert not Upload.objects.exists()
    assert AuditEvent.objects.filter(what="upload.removed").exists()
    assert store.exists(key)  # files go when the transaction of the test's request commits


def test_an_upload_with_a_run_stays(client: Client, cast: Cast) -> None:
    run = make_run(cast.engagement)
    client.force_login(cast.finance)
    url = reverse("profitability:upload_remove", args=[cast.engagement.id, run.upload_id])
    assert "kan inte tas bort" in client.post(url, follow=True).content.decode()
    assert Upload.objects.filter(pk=run.upload_id).exists()


def test_reading_again_is_offered_only_where_it_can_help(cast: Cast) -> None:
    ready = make_upload(cast.engagement)
    assert not read_again(upload=ready, requested_by=cast.finance)
    upload = receive(cast, BROKEN_FILES)
    assert not read_again(upload=upload, requested_by=cast.finance)
    assert upload.job_id is not None
    execute(upload.job_id)
    assert read_again(upload=upload, requested_by=cast.finance)
    assert Job.objects.count() == 2
