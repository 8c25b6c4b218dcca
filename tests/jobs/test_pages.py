"""What people see of background work."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from jobs.models import Job, JobState
from jobs.registry import Outcome
from jobs.texts import describe_error, describe_kind, describe_stage, register_texts
from tests.conftest import Cast
from tests.jobs.kinds import registered

pytestmark = pytest.mark.django_db


def make(cast: Cast, **fields: object) -> Job:
    return Job.objects.create(kind="test.page", key=uuid.uuid4().hex, engagement=cast.engagement, **fields)


def poll(client: Client, cast: Cast, job: Job, user: User) -> tuple[int, str]:
    client.force_login(user)
    with registered("test.page", lambda context: Outcome()):
        response = client.get(reverse("jobs:progress", args=[cast.engagement.id, job.id]))
    return response.status_code, response.content.decode()


def test_a_running_job_is_polled_on(cast: Cast, client: Client) -> None:
    status, page = poll(client, cast, make(cast, state=JobState.RUNNING, progress=0.25), cast.finance)
    assert status == 200
    assert "hx-trigger" in page
    assert 'aria-valuenow="25.00"' in page


def test_the_poll_of_a_finished_job_stops_and_loads_the_page_anew(cast: Cast, client: Client) -> None:
    client.force_login(cast.finance)
    job = make(cast, state=JobState.DONE, progress=1.0)
    with registered("test.page", lambda context: Outcome()):
        response = client.get(reverse("jobs:progress", args=[cast.engagement.id, job.id]))
    assert (response.status_code, response["HX-Refresh"]) == (286, "true")
    assert "hx-trigger" not in response.content.decode()


def test_the_person_who_asked_for_a_job_sees_it_whatever_the_role(cast: Cast, client: Client) -> None:
    assert poll(client, cast, make(cast), cast.respondent)[0] == 403
    assert poll(client, cast, make(cast, requested_by=cast.respondent), cast.respondent)[0] == 200


def test_cancelling_goes_back_to_the_page_and_never_to_another_site(cast: Cast, client: Client) -> None:
    client.force_login(cast.finance)
    own = reverse("accounts:engagement", args=[cast.engagement.id])
    for referer, target in {
        "http://testserver/engagements/": "http://testserver/engagements/",
        "https://evil.example/": own,
    }.items():
        job = make(cast)
        with registered("test.page", lambda context: Outcome()):
            url = reverse("jobs:cancel", args=[cast.engagement.id, job.id])
            response = client.post(url, headers={"Referer": referer})
        job.refresh_from_db()
        assert (job.state, response["Location"]) == (JobState.CANCELLED, target)


def test_a_consultant_sees_every_job_of_the_engagement_with_its_error(cast: Cast, client: Client) -> None:
    make(cast, state=JobState.FAILED, error="killed")
    Job.objects.create(kind="test.foreign", key="1", engagement=cast.foreign_engagement)
    client.force_login(cast.consultant)
    page = client.get(reverse("jobs:list", args=[cast.engagement.id])).content.decode()
    assert "Arbetet tog för mycket minne" in page
    assert "test.foreign" not in page


def test_words_of_an_app_are_used_and_unknown_codes_are_never_blank(cast: Cast) -> None:
    register_texts(kinds={"test.named": "Räknar"}, stages={"half": "Halvvägs"}, errors={"gone": "Filen är borta."})
    job = Job(kind="test.named", state=JobState.RUNNING, stage="half")
    assert (describe_kind(job), describe_stage(job), describe_error(job)) == ("Räknar", "Halvvägs", "")
    failed = Job(kind="test.other", state=JobState.FAILED, error="gone", error_detail="Ladda upp den igen.")
    assert (describe_kind(failed), describe_error(failed)) == ("test.other", "Filen är borta. Ladda upp den igen.")
    assert describe_error(Job(state=JobState.FAILED, error="never-heard-of"))
