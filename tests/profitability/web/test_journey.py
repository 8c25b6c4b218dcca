"""From files to a published result, through the pages and the real engine."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jobs.services import execute
from profitability.models import Run, RunState, Upload, UploadState
from tests.conftest import Cast
from tests.profitability.web.sent_files import BROKEN_FILES, GOOD_FILES

pytestmark = pytest.mark.django_db


def _send(client: Client, cast: Cast, files: dict[str, str]) -> Upload:
    sent = [SimpleUploadedFile(name, text.encode()) for name, text in files.items()]
    url = reverse("profitability:uploads", args=[cast.engagement.id])
    response = client.post(url, {"ledger_files": sent})
    assert response.status_code == 302, response.content.decode()
    upload = Upload.objects.get(engagement=cast.engagement)
    assert upload.job is not None
    execute(upload.job.id)
    upload.refresh_from_db()
    return upload


def _run(client: Client, cast: Cast, upload: Upload, **choices: str) -> Run:
    url = reverse("profitability:run_new", args=[cast.engagement.id])
    form = {"label": "Utfall 2025", "upload": str(upload.id), "key": "k1", "tier_rule": ""} | choices
    response = client.post(url, form)
    assert response.status_code == 302, response.content.decode()
    run = Run.objects.get(engagement=cast.engagement, key=form["key"])
    assert run.job is not None
    execute(run.job.id)
    run.refresh_from_db()
    return run


def test_files_become_a_published_result(client: Client, cast: Cast) -> None:
    client.force_login(cast.finance)
    upload = _send(client, cast, GOOD_FILES)
    assert upload.state == UploadState.READY, [upload.job.error if upload.job else ""]
    page = client.get(reverse("profitability:upload", args=[cast.engagement.id, upload.id])).content.decode()
    assert "transactions" in page
    run = _run(client, cast, upload)
    assert run.state == RunState.PUBLISHED
    overview = client.get(reverse("profitability:run_overview", args=[cast.engagement.id, run.id])).content.decode()
    assert "0,00" in overview
    customer = client.get(reverse("profitability:customer", args=[cast.engagement.id, run.id, "1001"]))
    text = customer.content.decode().replace("\u00a0", " ")
    assert "Ordermottagning" in text
    assert "Budbil" in text
    assert "direct_costs.csv, rad 2" in text


def test_files_with_faults_are_refused_with_all_of_them(client: Client, cast: Cast) -> None:
    client.force_login(cast.finance)
    upload = _send(client, cast, BROKEN_FILES)
    assert upload.state == UploadState.REFUSED
    assert upload.error_count >= 2
    page = client.get(reverse("profitability:upload", args=[cast.engagement.id, upload.id])).content.decode()
    assert "12 500 kr" in page
    assert "9999" in page
    problems = client.get(reverse("profitability:upload_problems", args=[cast.engagement.id, upload.id, "csv"]))
    assert b"9999" in b"".join(problems)


def test_a_run_obeys_the_chosen_rule(client: Client, cast: Cast) -> None:
    client.force_login(cast.finance)
    upload = _send(client, cast, GOOD_FILES)
    run = _run(client, cast, upload, tier_rule="percent", gold_percent="50", silver_percent="100")
    assert run.overrides == {"tier_rule": "percent", "gold_percent": "0.5", "silver_percent": "1"}
    assert run.state == RunState.PUBLISHED
    page = client.get(reverse("profitability:tiers", args=[cast.engagement.id, run.id])).context["page"]
    assert page.rule == "percent"
    assert [tier.customers for tier in page.tiers] == [1, 1, 0]
