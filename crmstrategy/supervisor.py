"""One process tree: start children, start them again when they die, end them all.

Each child leads its own process group and holds the reading end of a pipe whose other end only the supervisor has.
When the supervisor goes, however it goes, the pipe ends and the child ends its group (see children.py).
"""

import contextlib
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 0.25
END_WITHIN_SECONDS = 7.0
LONG_PAUSE_SECONDS = 30.0
STEADY_AFTER_SECONDS = 10.0


@dataclass
class Child:
    """A process that is to be alive as long as the supervisor is.

    `on_death` runs after the whole group is gone and before the process is started again. At the end a child that
    `is_busy` gets some seconds to come to an end by itself; another is killed at once.
    """

    name: str
    command: list[str]
    inherited: tuple[int, ...] = ()
    on_death: Callable[[], None] = lambda: None
    is_busy: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = None
    pause_seconds: float = 0.0
    start_at: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - the command is ours, made in serve.py
            self.command, stdin=subprocess.PIPE, pass_fds=self.inherited, start_new_session=True
        )
        self.start_at = time.monotonic()

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, number: int) -> None:
        """Send a signal to the child itself."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def end_group(self) -> None:
        """Kill what is left of the child's process group."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Supervisor:
    """Run `children` until `stop` is called (or SIGINT or SIGTERM comes), and `chore` every few seconds besides."""

    children: list[Child]
    chore: Callable[[], None]
    chore_every_seconds: float = 3.0
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Block until told to stop; when this returns no child is alive."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        chore_at = 0.0
        try:
            while not self.stopping.wait(LOOK_EVERY_SECONDS):
                for child in self.children:
                    self._keep_alive(child)
                if time.monotonic() >= chore_at:
                    self._do_chore()
                    chore_at = time.monotonic() + self.chore_every_seconds
        finally:
            self._end_all()

    def _on_signal(self, _number: int, _frame: object) -> None:
        if self.stopping.is_set():
            for child in self.children:
                child.send(signal.SIGKILL)
        self.stopping.set()

    def _keep_alive(self, child: Child) -> None:
        if child.is_alive():
            return
        if child.process is not None:
            self._bury(child)
        if time.monotonic() >= child.start_at:
            child.start()

    def _bury(self, child: Child) -> None:
        assert child.process is not None
        status, lived = child.process.returncode, time.monotonic() - child.start_at
        child.end_group()
        child.process = None
        child.pause_seconds = (
            0.0 if lived > STEADY_AFTER_SECONDS else min(max(0.5, child.pause_seconds * 2), LONG_PAUSE_SECONDS)
        )
        child.start_at = time.monotonic() + child.pause_seconds
        logger.warning("%s ended (%s) and is started again in %s s", child.name, status, child.pause_seconds)
        child.on_death()

    def _do_chore(self) -> None:
        try:
            self.chore()
        except Exception:
            logger.exception("the sweep failed; it is tried again")

    def _end_all(self) -> None:
        """Ask politely, wait for those that are busy, then kill the groups."""
        try:
            for child in self.children:
                child.send(signal.SIGTERM)
            deadline = time.monotonic() + END_WITHIN_SECONDS
            while any(child.is_alive() and child.is_busy() for child in self.children) and time.monotonic() < deadline:
                time.sleep(0.05)
        finally:
            for child in self.children:
                child.end_group()
