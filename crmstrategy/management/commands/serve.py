"""Serve the product on one machine: web, worker and sweeper in one process tree."""

import errno
import fcntl
import logging
import os
import shutil
import socket
import sys
from argparse import ArgumentParser
from typing import IO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connection
from django.db.migrations.executor import MigrationExecutor

import crmstrategy.celery  # noqa: F401 - who sweeps wakes workers, by the broker of the settings
from crmstrategy.supervisor import Child, Supervisor
from jobs.chores import do_chores
from jobs.selectors import is_any_running
from jobs.services import free_all_leases, sweep

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Serve the product: web server, worker and sweeper in one process tree. Ctrl-C ends all of it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")

    def handle(self, *args: object, host: str, port: int, **options: object) -> None:
        with take_lock(), listen(host, port) as listener:
            check_migrations()
            empty_temporary_folder()
            self.stdout.write(f"Kundverk: http://{host}:{listener.getsockname()[1]}/  (Ctrl-C ends it)")
            Supervisor(make_children(listener), chore=look_for_work).run()
            if settings.IS_SINGLE_MACHINE:
                free_all_leases(is_orderly=True)


def take_lock() -> IO[str]:
    """Make sure that this data folder has one process tree only; raise CommandError when it has one already."""
    lock = (settings.DATA_DIR / "serve.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise CommandError(f"Kundverk already runs on the data in {settings.DATA_DIR}.") from None
    return lock


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket; raise CommandError in plain words when that cannot be."""
    try:
        return socket.create_server((host, port), backlog=256)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            message = f"Port {port} on {host} is taken by another program. Choose another one with --port."
        else:
            message = f"Cannot listen on {host} port {port}: {fault.strerror}."
        raise CommandError(message) from None


def check_migrations() -> None:
    """Raise CommandError when the database is older than the code."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not up to date. Run: manage.py migrate")


def empty_temporary_folder() -> None:
    """Give the children a folder of their own for temporary files, without what killed ones have left there."""
    folder = settings.DATA_DIR / "tmp"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ["TMPDIR"] = str(folder)


def make_children(listener: socket.socket) -> list[Child]:
    """Return the web server and the worker; on a single machine a dead worker's jobs are free at once."""
    run = [sys.executable, "-m", "crmstrategy.children"]
    web = Child("web", [*run, "web", str(listener.fileno())], inherited=(listener.fileno(),))
    worker = Child("worker", [*run, "worker"])
    if settings.IS_SINGLE_MACHINE:
        worker.on_death, worker.is_busy = free_jobs, is_any_running
        free_jobs()
    return [web, worker]


def free_jobs() -> None:
    """Let the next worker take over at once what was left in the middle."""
    try:
        freed = free_all_leases()
    except Exception:
        logger.exception("the jobs of the dead worker wait for their leases to run out")
    else:
        if freed:
            logger.warning("%s jobs were left in the middle and are taken up again", freed)


def look_for_work() -> None:
    close_old_connections()
    sweep()
    do_chores()
