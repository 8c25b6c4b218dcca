"""A whole installation in a folder, with real processes that can be killed."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crmstrategy.env import BASE_DIR


def wait_until(holds: Callable[[], object], seconds: float, what: str) -> None:
    """Wait until something holds; raise AssertionError when it takes longer than `seconds`."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    command: str


def list_processes() -> list[Process]:
    """Return every live process of the machine (no zombies)."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, parent = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:2]
                command = (folder / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
            if state != "Z":
                found.append(Process(int(folder.name), int(parent), command))
    return found


def list_tree(root: int) -> list[Process]:
    """Return a process and everything below it."""
    everyone, tree = list_processes(), [root]
    for pid in tree:
        tree += [each.pid for each in everyone if each.parent == pid]
    return [each for each in everyone if each.pid in tree]


def is_alive(pid: int) -> bool:
    return any(each.pid == pid for each in list_processes())


@dataclass
class Site:
    """`folder` holds the data; `server` is the running `manage.py serve`."""

    folder: Path
    port: int
    environment: dict[str, str]
    server: subprocess.Popen[bytes] | None = None

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=BASE_DIR, env=self.environment, capture_output=True, text=True, timeout=120)

    def start(self) -> None:
        """Start the tree and wait until its worker is up."""
        with (self.folder / "log").open("a") as log:
            command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
            self.server = subprocess.Popen(command, cwd=BASE_DIR, env=self.environment, stdout=log, stderr=log)
        wait_until(lambda: len(self.pool()) == 2, 60, "a worker with two pool processes")

    def tree(self) -> list[Process]:
        assert self.server
        return list_tree(self.server.pid)

    def child(self, role: str) -> int:
        """Return the process id of the web server or of the worker's main process; 0 while there is none."""
        assert self.server
        command = f"crmstrategy.children {role}"
        return next((each.pid for each in self.tree() if each.parent == self.server.pid and command in each.command), 0)

    def pool(self) -> list[int]:
        worker = self.child("worker")
        return [each.pid for each in self.tree() if each.parent == worker] if worker else []

    def kill_tree(self) -> None:
        """Kill every process at once, as a loss of power does."""
        for each in self.tree():
            os.kill(each.pid, signal.SIGKILL)
        assert self.server
        self.server.wait()

    def stop(self) -> float:
        """End the tree as Ctrl-C does; return how many seconds that took."""
        assert self.server
        began, tree = time.monotonic(), self.tree()
        self.server.send_signal(signal.SIGINT)
        self.server.wait(30)
        assert not [each for each in tree if is_alive(each.pid)]
        return time.monotonic() - began

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                status: int = answer.status
                return status
        except OSError:
            return 0

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.folder / "kundverk.sqlite3", timeout=20)
        try:
            with connection:
                return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def insert_job(self, kind: str, **arguments: object) -> str:
        """Insert a row that no worker is told of, as if the process was killed between COMMIT and publish."""
        job_id = uuid.uuid4()
        self.query(
            "INSERT INTO jobs_job (id, kind, key, arguments, state, stage, progress, attempt, max_attempts, error,"
            " error_detail, created_at) VALUES (?, ?, ?, ?, 'queued', '', 0, 0, 3, '', '', ?)",
            (job_id.hex, kind, job_id.hex, json.dumps(arguments), datetime.now(UTC).isoformat(sep=" ")),
        )
        return str(job_id)

    def state(self, job_id: str) -> tuple[object, ...]:
        """Return (state, attempt) of a job."""
        return self.query("SELECT state, attempt FROM jobs_job WHERE id = ?", (uuid.UUID(job_id).hex,))[0]

    def effects(self, job_id: str) -> int:
        return len(self.query("SELECT 1 FROM accounts_auditevent WHERE object_id = ?", (job_id,)))

    def bodies(self, job_id: str) -> list[tuple[int, int]]:
        """Return (attempt, process id) of every start of the job's body."""
        file = self.folder / "bodies"
        lines = [line.split() for line in file.read_text().splitlines()] if file.exists() else []
        return [(int(attempt), int(pid)) for job, attempt, pid in lines if job == job_id]

    def wait_for_body(self, job_id: str, attempt: int = 1) -> int:
        """Wait until the body of an attempt runs; return its process id."""
        wait_until(lambda: attempt in dict(self.bodies(job_id)), 60, f"attempt {attempt} of the job")
        time.sleep(0.4)
        return dict(self.bodies(job_id))[attempt]

    def wait_until_done(self, *job_ids: str, seconds: float = 90) -> None:
        wait_until(lambda: all(self.state(job_id)[0] == "done" for job_id in job_ids), seconds, "every job done")
