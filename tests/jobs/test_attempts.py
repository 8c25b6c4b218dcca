"""A job is done once, by whoever holds its lease."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.models import Job, JobState
from jobs.registry import JobCancelledError, JobContext, JobError, LostLeaseError, Outcome
from jobs.services import claim, enqueue, execute, free_all_leases, request_cancel, sweep
from tests.jobs.kinds import registered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Collect wake-up calls instead of sending them."""
    calls: list[object] = []
    monkeypatch.setattr("celery.current_app.send_task", lambda _name, args, **_options: calls.extend(args))
    return calls


def ask(kind: str, key: str = "1") -> Job:
    return enqueue(kind=kind, key=key, engagement=None, requested_by=None)


def lose_lease(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_effects_and_the_end_are_written_together() -> None:
    def handler(context: JobContext) -> Outcome:
        context.progress("half", 0.5)
        return Outcome({"rows": 3}, apply=lambda: done.append(context.attempt))

    done: list[int] = []
    with registered("test.once", handler):
        job = ask("test.once")
        execute(job.id)
        execute(job.id)
    job.refresh_from_db()
    assert (job.state, job.progress, job.result, done) == (JobState.DONE, 1.0, {"rows": 3}, [1])


def test_the_same_key_twice_is_one_job() -> None:
    with registered("test.key", lambda context: Outcome()):
        assert ask("test.key").pk == ask("test.key").pk
        assert ask("test.key", "2").pk != ask("test.key").pk


def test_a_kind_that_no_app_registers_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        ask("test.unknown")


def test_a_worker_that_lost_its_lease_writes_nothing_and_raises_nothing() -> None:
    effects: list[int] = []

    def handler(context: JobContext) -> Outcome:
        if context.attempt == 1:
            lose_lease(job)
            execute(job.id)
        return Outcome(apply=lambda: effects.append(context.attempt))

    with registered("test.stalled", handler):
        job = ask("test.stalled")
        execute(job.id)
    job.refresh_from_db()
    assert (job.state, job.attempt, effects) == (JobState.DONE, 2, [2])


@pytest.mark.parametrize("fault", [JobError("gone"), JobCancelledError(), ValueError(), LostLeaseError()])
def test_no_way_of_ending_raises_out_of_a_worker_whose_lease_is_lost(fault: Exception) -> None:
    def handler(context: JobContext) -> Outcome:
        Job.objects.filter(pk=job.pk).update(attempt=2)
        raise fault

    with registered("test.late", handler):
        job = ask("test.late")
        execute(job.id)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.RUNNING, 2)


def test_progress_tells_a_worker_that_its_lease_is_lost() -> None:
    def handler(context: JobContext) -> Outcome:
        Job.objects.filter(pk=job.pk).update(attempt=2)
        with pytest.raises(LostLeaseError):
            context.progress("half", 0.5)
        raise LostLeaseError

    with registered("test.told", handler):
        job = ask("test.told")
        execute(job.id)


def test_a_reason_that_a_person_can_act_on_ends_the_job_at_once() -> None:
    def handler(context: JobContext) -> Outcome:
        raise JobError("file_gone", "Filen är borttagen.")

    with registered("test.reason", handler):
        job = ask("test.reason")
        execute(job.id)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempt) == (JobState.FAILED, "file_gone", 1)


def test_a_broken_effect_leaves_no_trace_and_is_tried_again_until_it_was_enough() -> None:
    def apply() -> None:
        Job.objects.filter(pk=job.pk).update(error_detail="half written")
        raise ValueError

    with registered("test.broken", lambda context: Outcome(apply=apply), max_attempts=2):
        job = ask("test.broken")
        execute(job.id)
        job.refresh_from_db()
        assert (job.state, job.error_detail) == (JobState.QUEUED, "")
        execute(job.id)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempt) == (JobState.FAILED, "broken", 2)


def test_a_job_that_kills_its_workers_is_not_tried_for_ever() -> None:
    with registered("test.poison", lambda context: Outcome(), max_attempts=2):
        job = ask("test.poison")
        for _kill in range(2):
            assert claim(job.id, timezone.now())
            lose_lease(job)
            sweep()
        assert claim(job.id, timezone.now()) is None
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "killed")


def test_a_held_lease_is_not_taken(told: list[object]) -> None:
    with registered("test.held", lambda context: Outcome()):
        job = ask("test.held")
        assert claim(job.id, timezone.now())
        assert claim(job.id, timezone.now()) is None
        assert sweep() == 0


def test_rows_that_no_worker_was_told_of_are_found_and_told_once(told: list[object]) -> None:
    with registered("test.untold", lambda context: Outcome()):
        job = ask("test.untold")
    assert told == []
    assert (sweep(), sweep()) == (1, 0)
    assert told == [str(job.id)]
    assert sweep(timezone.now() + timedelta(minutes=2)) == 1


def test_a_broker_that_is_down_stops_neither_request_nor_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_task: object, **_options: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("celery.current_app.send_task", refuse)
    with registered("test.down", lambda context: Outcome()):
        ask("test.down")
        assert sweep() == 0


def test_cancelling_stops_a_waiting_job_at_once_and_a_running_one_at_its_next_sign() -> None:
    def handler(context: JobContext) -> Outcome:
        request_cancel(job)
        context.progress("half", 0.5)
        raise AssertionError

    with registered("test.cancel", handler):
        waiting, job = ask("test.cancel", "waiting"), ask("test.cancel", "running")
        request_cancel(waiting)
        execute(waiting.id)
        execute(job.id)
    for each in (waiting, job):
        each.refresh_from_db()
    assert (waiting.state, waiting.attempt, job.state) == (JobState.CANCELLED, 0, JobState.CANCELLED)


def test_a_cancelled_job_whose_worker_is_gone_ends_as_cancelled() -> None:
    with registered("test.gone", lambda context: Outcome()):
        job = ask("test.gone")
        assert claim(job.id, timezone.now())
        request_cancel(job)
        lose_lease(job)
        assert sweep() == 0
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_an_orderly_end_does_not_count_as_a_failed_attempt(told: list[object]) -> None:
    with registered("test.end", lambda context: Outcome(), max_attempts=1):
        job = ask("test.end")
        assert claim(job.id, timezone.now())
        assert free_all_leases(is_orderly=True) == 1
        assert sweep() == 1
        execute(job.id)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.DONE, 2)
