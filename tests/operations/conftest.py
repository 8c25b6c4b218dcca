"""Installations of their own for tests that kill processes."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.site import Site, free_port


def _environment(folder: Path) -> dict[str, str]:
    ours = {"DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL"}
    return {
        **{name: value for name, value in os.environ.items() if name not in ours},
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.operations.workload.settings",
        "SECRET_KEY": "only-for-tests",
        "WORKER_CONCURRENCY": "2",
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated database that every installation of the run is a copy of."""
    folder = tmp_path_factory.mktemp("migrated")
    Site(folder, 0, _environment(folder)).manage("migrate", "-v0")
    return folder / "kundverk.sqlite3"


@pytest.fixture
def site(tmp_path: Path, migrated: Path) -> Iterator[Site]:
    """An installation that does not run yet; what runs at the end of the test is killed."""
    shutil.copy(migrated, tmp_path / "kundverk.sqlite3")
    site = Site(tmp_path, free_port(), _environment(tmp_path))
    yield site
    if site.server and site.server.poll() is None:
        site.kill_tree()
    print((tmp_path / "log").read_text() if (tmp_path / "log").exists() else "")  # noqa: T201 - shown when a test fails
