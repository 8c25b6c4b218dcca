"""Guessing a password is slowed down by account and by address, across all processes, before any hashing."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from tests.access.matrix import steady
from tests.conftest import Cast

DATABASE_CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
KNOWN, UNKNOWN = b"finance@example.com", b"nobody-here@example.com"


@pytest.fixture(autouse=True)
def shared_cache(cast: Cast) -> Iterator[None]:
    """Count in the cache that the product uses where there is no Redis: a table that every process sees."""
    with override_settings(CACHES=DATABASE_CACHE):
        call_command("createcachetable", verbosity=0)
        yield


def log_in(email: str, password: str, address: str = "192.0.2.1") -> tuple[int, str]:
    response = Client(REMOTE_ADDR=address).post("/account/login/", {"login": email, "password": password})
    return response.status_code, response.content.decode()


def guess(email: str, times: int, address: str = "192.0.2.1") -> None:
    for number in range(times):
        log_in(email, f"gissning-{number}", address)


def test_after_five_wrong_guesses_even_the_right_password_has_to_wait_wherever_it_comes_from() -> None:
    guess("finance@example.com", 5)
    assert log_in("finance@example.com", "ett-gott-losen", "198.51.100.7")[0] != 302
    assert log_in("respondent@example.com", "ett-gott-losen", "198.51.100.7")[0] == 302


def test_one_address_cannot_try_many_accounts() -> None:
    for number in range(10):
        guess(f"person-{number}@example.com", 1)
    assert log_in("finance@example.com", "ett-gott-losen")[0] != 302
    assert log_in("finance@example.com", "ett-gott-losen", "198.51.100.7")[0] == 302


def test_what_was_counted_stands_in_the_shared_table() -> None:
    guess("finance@example.com", 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0] > 0


def test_a_guess_that_has_to_wait_costs_no_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    guess("finance@example.com", 5)
    hashed: list[str] = []

    def note(self: MD5PasswordHasher, password: str, encoded: str) -> bool:
        hashed.append(password)
        return False

    monkeypatch.setattr(MD5PasswordHasher, "verify", note)
    log_in("finance@example.com", "sjätte")
    assert hashed == []


def test_an_unknown_address_is_answered_like_a_wrong_password() -> None:
    known, unknown = log_in("finance@example.com", "fel"), log_in("nobody-here@example.com", "fel")
    same = [
        steady(page.encode()).replace(email, b"") for (_status, page), email in ((known, KNOWN), (unknown, UNKNOWN))
    ]
    assert known[0] == unknown[0] == 200
    assert same[0] == same[1]
