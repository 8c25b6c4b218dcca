"""The processes below `manage.py serve`: the web server and the worker.

Both end, with everything they have started, as soon as the pipe on their standard input ends: that happens when the
supervisor is gone, even by SIGKILL. Call as `python -m crmstrategy.children web SOCKET` or `… worker`.
"""

import os
import signal
import socket
import sys
import threading
import time
import warnings

from django.conf import settings

WEB_THREADS = 8
WEB_CONNECTIONS = 1000
"""Browsers keep theirs open between two saves: with waitress' own limit of 100 the hundred-and-first would wait."""
LOOK_EVERY_SECONDS = 0.5


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crmstrategy.settings")
    threading.Thread(target=_end_with_the_pipe, daemon=True).start()
    if sys.argv[1] == "web":
        serve_web(int(sys.argv[2]))
    else:
        work()


def _end_with_the_pipe() -> None:
    while os.read(0, 1):
        pass
    _end_group()


def _end_group() -> None:
    os.killpg(os.getpgrp(), signal.SIGKILL)


def serve_web(descriptor: int) -> None:
    """Answer requests on the listening socket that the supervisor holds; no connection is refused at a restart."""
    from waitress import serve

    from crmstrategy.wsgi import application

    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    trusted = {}
    if settings.TRUST_PROXY:
        headers = {"x-forwarded-for", "x-forwarded-proto"}
        trusted = {"trusted_proxy": "*", "trusted_proxy_headers": headers}
    serve(
        application,
        sockets=[socket.socket(fileno=descriptor)],
        threads=WEB_THREADS,
        connection_limit=WEB_CONNECTIONS,
        asyncore_use_poll=True,
        ident=None,
        max_request_body_size=settings.UPLOAD_REQUEST_MAX_BYTES,
        _quiet=True,
        **trusted,
    )


def work() -> None:
    """Run a Celery worker whose pool children end with it, even in the middle of a long step."""
    from celery.signals import worker_process_init

    from crmstrategy.celery import app

    worker_process_init.connect(_watch_the_parent, weak=False)
    warnings.filterwarnings("ignore", message="(?s).*superuser privileges")
    app.worker_main(["--quiet", "worker", "--without-gossip", "--without-mingle", "--without-heartbeat"])


def _watch_the_parent(**_signal: object) -> None:
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY_SECONDS)
        _end_group()

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()
