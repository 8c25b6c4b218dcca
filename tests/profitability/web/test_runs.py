"""Runs: started once, stopped by problems, cancelled, never changed."""

import pytest
from django.test import Client
from django.urls import reverse

from jobs.services import execute, request_cancel
from profitability.models import Run, RunState, Upload
from profitability.services.runs import Publication, publish_run, start_run
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run, make_upload
from tests.profitability.web.sent_files import GOOD_FILES
from tests.profitability.web.test_uploads import receive


@pytest.fixture
def upload(cast: Cast) -> Upload:
    received = receive(cast, GOOD_FILES)
    assert received.job_id is not None
    execute(received.job_id)
    received.refresh_from_db()
    return received


def _start(cast: Cast, upload: Upload, key: str = "k", **overrides: str) -> Run:
    return start_run(
        engagement=cast.engagement,
        upload=upload,
        label="Utfall",
        overrides=overrides,
        key=key,
        started_by=cast.finance,
    )


def test_the_same_key_is_one_run(cast: Cast, upload: Upload) -> None:
    assert _start(cast, upload) == _start(cast, upload)
    assert [_start(cast, upload, key).number for key in ("k", "k2", "k3")] == [1, 2, 3]


def test_a_run_that_meets_problems_stops_and_shows_them(client: Client, cast: Cast, upload: Upload) -> None:
    run = _start(cast, upload, tier_rule="threshold", gold_from="10", silver_from="20")
    assert run.job_id is not None
    execute(run.job_id)
    run.refresh_from_db()
    assert (run.state, run.result_key, run.published_at) == (RunState.STOPPED, "", None)
    client.force_login(cast.finance)
    page = client.get(reverse("profitability:run", args=[cast.engagement.id, run.id])).content.decode()
    assert "Körningen stoppades av fel i underlaget" in page
    assert "gold_from" in page
    problems = client.get(reverse("profitability:run_problems", args=[cast.engagement.id, run.id, "xlsx"]))
    assert problems.status_code == 200


def test_a_cancelled_run_publishes_nothing(client: Client, cast: Cast, upload: Upload) -> None:
    run = _start(cast, upload)
    assert run.job is not None
    request_cancel(run.job)
    execute(run.job.id)
    run.refresh_from_db()
    assert run.state == RunState.STARTED
    client.force_login(cast.client_reader)
    page = client.get(reverse("profitability:run", args=[cast.engagement.id, run.id])).content.decode()
    assert "Körningen avbröts" in page
    overview = reverse("profitability:run_overview", args=[cast.engagement.id, run.id])
    assert client.get(overview).status_code == 404


def test_a_published_run_is_never_touched_again(cast: Cast) -> None:
    run = make_run(cast.engagement)
    before = Run.objects.values().get(pk=run.pk)
    publish_run(run.id, Publication("other", "", "2", "x", "y", {}))
    assert Run.objects.values().get(pk=run.pk) == before


def test_a_waiting_run_shows_its_progress(client: Client, cast: Cast, upload: Upload) -> None:
    run = _start(cast, upload)
    client.force_login(cast.finance)
    page = client.get(reverse("profitability:run", args=[cast.engagement.id, run.id])).content.decode()
    assert "Fördelningen räknas" in page
    assert "hx-get" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"label": ""}, "error"),
        ({"upload": "00000000-0000-0000-0000-000000000000"}, "error"),
        ({"tier_rule": "threshold"}, "Regeln behöver det här värdet."),
        ({"tier_rule": "threshold", "gold_from": "10", "silver_from": "20"}, "lägre belopp än guld"),
        ({"tier_rule": "percent", "gold_percent": "50", "silver_percent": "20"}, "mindre än guldets"),
        ({"tier_rule": "whale", "gold_peak_share": "120", "gold_max_share": "20"}, "från 0 till 100"),
        ({"tier_rule": "whale", "gold_peak_share": "många", "gold_max_share": "20"}, "Skriv ett tal"),
    ],
)
def test_a_run_form_with_a_fault_says_so_and_starts_nothing(
    client: Client, cast: Cast, changes: dict[str, str], message: str
) -> None:
    upload = make_upload(cast.engagement)
    client.force_login(cast.finance)
    form = {"label": "Utfall", "upload": str(upload.id), "key": "k", "tier_rule": ""} | changes
    response = client.post(reverse("profitability:run_new", args=[cast.engagement.id]), form)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Run.objects.exists()


def test_an_upload_of_another_engagement_cannot_be_run(client: Client, cast: Cast) -> None:
    foreign = make_upload(cast.foreign_engagement)
    client.force_login(cast.finance)
    form = {"label": "Utfall", "upload": str(foreign.id), "key": "k", "tier_rule": ""}
    assert client.post(reverse("profitability:run_new", args=[cast.engagement.id]), form).status_code == 422
    assert not Run.objects.exists()
