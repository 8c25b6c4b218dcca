"""An allocation that loses its worker in the middle ends once, complete, with a proof of 0.00."""

import json
import os
import signal
import uuid
from typing import Any

import pytest

from tests.operations.site import Site, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.slow]


def freeze(site: Site, job_id: str) -> None:
    """Stop the worker as soon as it is in the middle of the job."""
    wait_until(lambda: site.state(job_id)[0] == "running", 60, "the run has begun")
    for pid in site.pool():
        os.kill(pid, signal.SIGSTOP)
    assert site.state(job_id) == ("running", 1)


def difference_minor(proof: dict[str, int]) -> int:
    into = proof["pools_minor"] + proof["direct_costs_minor"]
    parts = ("to_customers_minor", "common_minor", "unused_minor", "unassigned_minor")
    return into - sum(proof[part] for part in parts)


def result(site: Site, run_id: str) -> dict[str, Any]:
    """Return state, proof and hashes of a run."""
    sql = "SELECT state, summary, result_key FROM profitability_run WHERE id = ?"
    [(state, summary, key)] = site.query(sql, (uuid.UUID(run_id).hex,))
    files = {path.name: path.read_bytes() for path in sorted((site.folder / "files" / str(key)).iterdir())}
    return {"state": state, "summary": json.loads(str(summary)), "files": files}


@pytest.mark.parametrize("loss", ["worker", "whole tree"])
def test_a_run_that_is_killed_in_the_middle_ends_once_like_one_that_is_not(site: Site, loss: str) -> None:
    begun = site.manage("begin_runs", "--customers", "3000", "--runs", "2")
    assert begun.returncode == 0, begun.stderr
    (job, run), (calm_job, calm_run) = [line.split() for line in begun.stdout.splitlines()]
    site.query("UPDATE jobs_job SET state = 'cancelled' WHERE id = ?", (uuid.UUID(calm_job).hex,))
    site.start()
    freeze(site, job)
    if loss == "worker":
        os.kill(site.child("worker"), signal.SIGKILL)
    else:
        site.kill_tree()
        site.start()
    site.wait_until_done(job)
    assert site.state(job) == ("done", 2)
    site.query("UPDATE jobs_job SET state = 'queued' WHERE id = ?", (uuid.UUID(calm_job).hex,))
    site.wait_until_done(calm_job)
    killed, calm = result(site, run), result(site, calm_run)
    assert killed["state"] == "published"
    assert difference_minor(killed["summary"]["proof"]) == 0
    assert killed == calm
