"""The probes say what is missing by name, and tell strangers nothing else."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from crmstrategy import health

pytestmark = pytest.mark.django_db


def test_a_running_process_is_alive(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_complete_installation_is_ready(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, set(response.json()["checks"].values())) == (200, {True})


def test_a_broker_folder_that_is_gone_is_named(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.BROKER_DIR = tmp_path / "gone"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert [name for name, holds in response.json()["checks"].items() if not holds] == ["broker"]


@pytest.mark.parametrize("name", sorted(health.CHECKS))
def test_a_check_that_breaks_counts_as_no(name: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> bool:
        raise OSError("password=secret")

    monkeypatch.setitem(health.CHECKS, name, refuse)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["checks"][name]) == (503, False)
    assert b"secret" not in response.content
