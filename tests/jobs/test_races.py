"""Many at once: the same request twice is one job, and one worker gets it."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from jobs.models import Job, JobState
from jobs.registry import Outcome
from jobs.services import claim, enqueue
from tests.jobs.kinds import registered

pytestmark = pytest.mark.django_db(transaction=True)

RACERS = 8
ROUNDS = 5


@pytest.fixture(autouse=True)
def nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("celery.current_app.send_task", lambda *_task, **_options: None)


def race[T](act: Callable[[], T]) -> list[T]:
    """Let all racers act at the same moment; return what each got."""
    start = threading.Barrier(RACERS)

    def run(_racer: int) -> T:
        try:
            connection.ensure_connection()
            start.wait(10)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(run, range(RACERS)))


def test_the_same_key_at_the_same_moment_is_one_job() -> None:
    with registered("test.race", lambda context: Outcome()):
        for key in range(ROUNDS):
            jobs = race(partial(enqueue, kind="test.race", key=str(key), engagement=None, requested_by=None))
            assert len({job.id for job in jobs}) == 1
    assert Job.objects.count() == ROUNDS


def careless_claim(job_id: uuid.UUID) -> bool:
    """Look and take in two steps, as one does without a lease."""
    if Job.objects.get(pk=job_id).state != JobState.QUEUED:
        return False
    threading.Event().wait(0.01)
    return Job.objects.filter(pk=job_id).update(state=JobState.RUNNING) == 1


def test_the_race_for_a_job_is_real_when_it_is_claimed_carelessly() -> None:
    job = Job.objects.create(kind="test.race", key="1")
    assert sum(race(partial(careless_claim, job.id))) > 1


def test_one_of_many_workers_gets_the_job() -> None:
    with registered("test.race", lambda context: Outcome()):
        for key in range(ROUNDS):
            job = Job.objects.create(kind="test.race", key=str(key))
            claimed = race(partial(claim, job.id, timezone.now()))
            assert len([each for each in claimed if each]) == 1
            job.refresh_from_db()
            assert (job.state, job.attempt) == (JobState.RUNNING, 1)
