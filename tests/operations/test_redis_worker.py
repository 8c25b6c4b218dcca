"""Production's way: separate workers and beat, with Redis between them."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from crmstrategy.env import BASE_DIR
from tests.operations.site import Site, free_port, list_tree, wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed"),
]

WORKER = ("worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle")


@contextmanager
def running(site: Site, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of the installation; at the end kill it and all below it."""
    with (site.folder / "log").open("a") as log:
        process = subprocess.Popen(command, cwd=BASE_DIR, env=site.environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        for each in list_tree(process.pid):
            os.kill(each.pid, signal.SIGKILL)
        process.wait()


def celery(site: Site, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "--app", "crmstrategy", "--workdir", str(BASE_DIR), *arguments)


@pytest.fixture
def redis_site(site: Site) -> Iterator[Site]:
    port = free_port()
    site.environment["CELERY_BROKER_URL"] = f"redis://127.0.0.1:{port}/0"
    where = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(site.folder))
    beat = celery(site, "beat", "--loglevel", "WARNING", "--schedule", str(site.folder / "beat"), "--pidfile=")
    with running(site, "redis-server", *where), running(site, *beat):
        yield site


def test_a_job_that_nobody_was_told_of_reaches_a_worker_through_redis(redis_site: Site) -> None:
    job = redis_site.insert_job("test.slow", steps=3)
    with running(redis_site, *celery(redis_site, *WORKER)):
        redis_site.wait_until_done(job)
    assert (redis_site.state(job), redis_site.effects(job)) == (("done", 1), 1)


def test_a_job_whose_worker_is_killed_is_done_once_by_the_next_worker(redis_site: Site) -> None:
    job = redis_site.insert_job("test.short_lease", steps=20)
    with running(redis_site, *celery(redis_site, *WORKER)):
        redis_site.wait_for_body(job)
    assert redis_site.state(job) == ("running", 1)
    with running(redis_site, *celery(redis_site, *WORKER)):
        redis_site.wait_until_done(job)
    wait_until(lambda: redis_site.effects(job), 5, "the effect")
    assert (redis_site.state(job), redis_site.effects(job), len(redis_site.bodies(job))) == (("done", 2), 1, 2)
