"""What a supervisor or load balancer asks: is the process up (healthz), and can it do its work (readyz)?"""

import uuid
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

BROKER_TIMEOUT_SECONDS = 2.0


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the process can answer at all."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when everything the work needs is there, 503 with the names of what is not."""
    faults = [name for name, check in CHECKS.items() if not _holds(check)]
    answer = {"status": "unavailable" if faults else "ok", "checks": {name: name not in faults for name in CHECKS}}
    return JsonResponse(answer, status=503 if faults else 200)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever a driver raises, the answer is no
        return False


def has_database() -> bool:
    """Ask the database for one row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def has_migrations() -> bool:
    """Say whether every migration is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def has_broker() -> bool:
    """Reach the broker: its folder on a single machine, otherwise its server."""
    if settings.IS_SINGLE_MACHINE:
        return Path(settings.BROKER_DIR / "queue").is_dir()
    from crmstrategy.celery import app

    with app.connection(connect_timeout=BROKER_TIMEOUT_SECONDS) as broker:
        broker.ensure_connection(max_retries=1, timeout=BROKER_TIMEOUT_SECONDS)
        return bool(broker.connected)


def has_storage() -> bool:
    """Write a file and take it away again."""
    name = default_storage.save(f"probe/{uuid.uuid4().hex}", ContentFile(b"ok"))
    default_storage.delete(name)
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": has_database,
    "migrations": has_migrations,
    "broker": has_broker,
    "storage": has_storage,
}
