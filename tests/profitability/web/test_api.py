"""Customer profitability over the API."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from jobs.services import execute
from profitability.models import Run, Upload
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run, make_upload
from tests.profitability.web.sent_files import BROKEN_FILES, GOOD_FILES


@pytest.fixture
def api(cast: Cast) -> APIClient:
    client = APIClient()
    client.force_authenticate(cast.finance)
    return client


def _base(cast: Cast) -> str:
    return f"/api/v1/engagements/{cast.engagement.id}"


def _send(api: APIClient, cast: Cast, files: dict[str, str]) -> dict[str, str]:
    sent = [SimpleUploadedFile(name, text.encode()) for name, text in files.items()]
    response = api.post(f"{_base(cast)}/uploads/", {"files": sent}, format="multipart")
    assert response.status_code in {200, 201}, response.json()
    body: dict[str, str] = response.json()
    return body


def test_files_are_sent_run_and_read_back(api: APIClient, cast: Cast) -> None:
    upload = _send(api, cast, GOOD_FILES)
    execute(Upload.objects.get(pk=upload["id"]).job_id)  # type: ignore[arg-type]  # a new upload has a job
    asked = {"label": "Utfall", "upload": upload["id"], "key": "k", "tier_rule": "whale", "gold_peak_share": "0.5"}
    started = api.post(f"{_base(cast)}/runs/", asked, format="json")
    assert started.status_code == 202, started.json()
    execute(Run.objects.get(pk=started.json()["id"]).job_id)  # type: ignore[arg-type]  # a new run has a job
    run = f"{_base(cast)}/runs/{started.json()['id']}"
    assert api.get(f"{run}/").json()["run"]["status"] == "published"
    statements = api.get(f"{run}/statements/").json()
    assert [row["customer_id"] for row in statements["results"]] == ["1001", "1002"]
    assert statements["results"][0]["net_sales"] == "9500.00"
    detail = api.get(f"{run}/statements/1001/").json()
    assert detail["costs"][0]["pools"][0]["amount"] == "200.51"
    assert detail["costs"][1]["direct_costs"][0]["source_row"] == 2
    assert api.get(f"{run}/proof/").json()["difference"] == "0.00"
    assert [tier["tier"] for tier in api.get(f"{run}/tiers/").json()] == ["gold", "silver", "bronze"]
    assert api.get(f"{run}/whale-curve/").json()["peak_rank"] == 1


def test_the_same_files_twice_are_one_upload(api: APIClient, cast: Cast) -> None:
    first = _send(api, cast, GOOD_FILES)
    assert _send(api, cast, GOOD_FILES)["id"] == first["id"]
    assert Upload.objects.count() == 1


def test_problems_come_with_the_upload(api: APIClient, cast: Cast) -> None:
    upload = _send(api, cast, BROKEN_FILES)
    execute(Upload.objects.get(pk=upload["id"]).job_id)  # type: ignore[arg-type]  # a new upload has a job
    detail = api.get(f"{_base(cast)}/uploads/{upload['id']}/").json()
    assert detail["upload"]["state"] == "refused"
    assert {"sheet": "transactions", "row": 3, "value": "9999"}.items() <= {
        key: value for problem in detail["problems"] if problem["value"] == "9999" for key, value in problem.items()
    }.items()


def test_other_kinds_of_files_are_refused(api: APIClient, cast: Cast) -> None:
    sent = io.BytesIO(b"x")
    sent.name = "virus.exe"
    response = api.post(f"{_base(cast)}/uploads/", {"files": [sent]}, format="multipart")
    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert not Upload.objects.exists()


def test_the_same_key_is_one_run(api: APIClient, cast: Cast) -> None:
    asked = {"label": "Utfall", "upload": str(make_upload(cast.engagement).id), "key": "k"}
    for _time in range(2):
        assert api.post(f"{_base(cast)}/runs/", asked, format="json").status_code == 202
    assert Run.objects.count() == 1


def test_an_upload_that_is_not_read_cannot_be_run(api: APIClient, cast: Cast) -> None:
    upload = make_upload(cast.engagement)
    Upload.objects.update(state="refused")
    asked = {"label": "Utfall", "upload": str(upload.id), "key": "k"}
    response = api.post(f"{_base(cast)}/runs/", asked, format="json")
    assert (response.status_code, response.json()["code"]) == (409, "upload_not_ready")
    foreign = asked | {"upload": str(make_upload(cast.foreign_engagement).id)}
    assert api.post(f"{_base(cast)}/runs/", foreign, format="json").status_code == 404
    assert not Run.objects.exists()


def test_a_waiting_run_is_cancelled(api: APIClient, cast: Cast) -> None:
    asked = {"label": "Utfall", "upload": str(make_upload(cast.engagement).id), "key": "k"}
    run = api.post(f"{_base(cast)}/runs/", asked, format="json").json()
    stopped = api.post(f"{_base(cast)}/runs/{run['id']}/cancel/").json()
    assert stopped["status"] == "cancelled"


def test_a_foreign_run_never_existed(api: APIClient, cast: Cast) -> None:
    foreign = make_run(cast.foreign_engagement)
    for path in ("", "statements/", "statements/1001/", "tiers/", "whale-curve/", "proof/"):
        answers = [api.get(f"{_base(cast)}/runs/{run_id}/{path}") for run_id in (foreign.id, uuid.uuid4())]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json() == answers[1].json()
