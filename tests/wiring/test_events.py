"""The audit trail is read by people: each code that the product records has words."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.access import record_event
from accounts.event_texts import known_events
from jobs.registry import list_kinds
from tests.conftest import Cast

APPS = ("accounts", "jobs", "profitability", "portfolio", "assessment", "reports", "crmstrategy")


CODE = re.compile(r"[a-z_]+\.[a-z_]+")


def recorded_codes() -> set[str]:
    """Return every code that a module which records events can hand on: its words with a dot, but for kinds of jobs."""
    found: set[str] = set()
    for path in (path for app in APPS for path in (Path(settings.BASE_DIR) / app).rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        if not any(isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record_event" for node in nodes):
            continue
        words = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
        found |= {word for word in words if CODE.fullmatch(word)} - set(list_kinds())
    return {code for code in found if not code.endswith((".html", ".txt"))}


def test_every_recorded_event_has_words() -> None:
    codes = recorded_codes()
    assert "run.started" in codes
    assert codes - known_events() == set()


@pytest.mark.django_db
def test_the_page_says_who_did_what_and_turns_to_older_events(cast: Cast, client: Client) -> None:
    for number in range(120):
        record_event(actor=cast.finance, engagement=cast.engagement, what="run.started", object_id=number)
    client.force_login(cast.consultant)
    first = client.get(reverse("accounts:events", args=[cast.engagement.id])).content.decode()
    assert "En körning startades" in first
    assert "run.started" not in first
    assert "?page=2" in first
    assert client.get(reverse("accounts:events", args=[cast.engagement.id]) + "?page=2").status_code == 200
