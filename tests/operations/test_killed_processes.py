"""Processes are killed in the middle of the work; every job is done once all the same."""

import os
import signal
import time

import pytest

from tests.operations.site import Site, is_alive, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.slow]


def test_a_job_whose_worker_is_killed_is_taken_up_at_once_and_done_once(site: Site) -> None:
    site.start()
    job, worker, web = site.insert_job("test.slow", steps=20), site.child("worker"), site.child("web")
    body = site.wait_for_body(job)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: not is_alive(body), 2, "the pool process ends with its worker")
    site.wait_until_done(job, seconds=50)
    assert (site.state(job), site.effects(job), len(site.bodies(job))) == (("done", 2), 1, 2)
    assert site.child("worker") not in {0, worker}
    assert site.child("web") == web


def test_a_killed_pool_process_gives_its_job_back_when_the_lease_ends(site: Site) -> None:
    site.start()
    job = site.insert_job("test.short_lease", steps=20)
    os.kill(site.wait_for_body(job), signal.SIGKILL)
    site.wait_until_done(job, seconds=50)
    assert (site.state(job), site.effects(job)) == (("done", 2), 1)


def test_nothing_is_left_when_the_supervisor_alone_is_killed(site: Site) -> None:
    site.start()
    site.wait_for_body(site.insert_job("test.slow", steps=100))
    tree = [each.pid for each in site.tree()]
    assert len(tree) == 5
    os.kill(tree[0], signal.SIGKILL)
    wait_until(lambda: not [pid for pid in tree[1:] if is_alive(pid)], 3, "every process below gone")
    assert site.server
    site.server.wait()


def test_jobs_survive_three_losses_of_the_whole_tree_and_have_their_effect_once(site: Site) -> None:
    jobs = [site.insert_job("test.slow", steps=8) for _job in range(8)]
    for _loss in range(2):
        site.start()
        wait_until(lambda: any(site.state(job)[0] == "running" for job in jobs), 60, "a running job")
        time.sleep(0.5)
        site.kill_tree()
    site.start()
    site.wait_until_done(*jobs)
    assert [site.effects(job) for job in jobs] == [1] * 8
    assert max(len(site.bodies(job)) for job in jobs) > 1


def test_a_stalled_worker_that_wakes_up_late_writes_nothing(site: Site) -> None:
    site.start()
    job = site.insert_job("test.short_lease", steps=20)
    stalled = site.wait_for_body(job)
    os.kill(stalled, signal.SIGSTOP)
    site.wait_until_done(job, seconds=50)
    os.kill(stalled, signal.SIGCONT)
    wait_until(lambda: "lost its lease" in (site.folder / "log").read_text(), 10, "the late worker sees its loss")
    assert (site.state(job), site.effects(job)) == (("done", 2), 1)


def test_one_step_that_outlasts_the_lease_keeps_it(site: Site) -> None:
    site.start()
    job = site.insert_job("test.short_lease", steps=1, long_step_seconds=6)
    site.wait_until_done(job, seconds=50)
    assert (site.state(job), site.effects(job), len(site.bodies(job))) == (("done", 1), 1, 1)


def test_the_web_server_comes_back_and_an_orderly_end_leaves_nothing_and_blames_no_job(site: Site) -> None:
    site.start()
    wait_until(lambda: site.get("/readyz") == 200, 60, "ready")
    os.kill(site.child("web"), signal.SIGKILL)
    wait_until(lambda: site.get("/healthz") == 200, 60, "the web server again")
    job = site.insert_job("test.slow", steps=200)
    site.wait_for_body(job)
    assert site.stop() < 10
    assert site.query("SELECT attempt, max_attempts FROM jobs_job") == [(1, 4)]
    assert site.get("/healthz") == 0


def test_a_port_or_a_folder_that_is_taken_is_said_in_one_line(site: Site) -> None:
    site.start()
    other = Site(site.folder / "other", site.port, {**site.environment, "DATA_DIR": str(site.folder / "other")})
    taken_port = other.manage("serve", "--port", str(site.port))
    assert taken_port.stderr.splitlines() == [
        f"CommandError: Port {site.port} on 127.0.0.1 is taken by another program. Choose another one with --port."
    ]
    taken_folder = site.manage("serve", "--port", "0")
    assert taken_folder.stderr.splitlines() == [f"CommandError: Kundverk already runs on the data in {site.folder}."]
