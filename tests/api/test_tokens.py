"""Tokens: shown once, kept as hashes, counted until they end."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.models import AuditEvent
from accounts.tokens import issue_token, list_tokens
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def engagements(token: str) -> int:
    return APIClient(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/engagements/").status_code


def test_a_token_is_shown_once_and_opens_what_its_owner_sees(cast: Cast, client: Client) -> None:
    client.force_login(cast.finance)
    page = client.post("/tokens/", {"days": "30"})
    [token] = re.findall(r"<code>(kundverk_\w{64})</code>", page.content.decode())
    assert token not in client.get("/tokens/").content.decode()
    assert "no-store" in page["Cache-Control"]
    answer = APIClient(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/engagements/").json()
    assert [each["id"] for each in answer["results"]] == [str(cast.engagement.id)]


def test_only_a_hash_of_the_token_is_kept(cast: Cast) -> None:
    token = issue_token(cast.finance, 30)
    row = AuthToken.objects.get()
    assert token not in str([getattr(row, field.name) for field in row._meta.fields])


def test_a_revoked_token_counts_no_more_and_both_acts_are_in_the_trail(cast: Cast, client: Client) -> None:
    token = issue_token(cast.finance, 30)
    client.force_login(cast.finance)
    client.post(f"/tokens/{list_tokens(cast.finance)[0].start}/revoke/")
    assert engagements(token) == 401
    assert [event.what for event in AuditEvent.objects.order_by("id")] == ["token.issued", "token.revoked"]


def test_nobody_revokes_another_persons_token(cast: Cast, client: Client) -> None:
    token = issue_token(cast.finance, 30)
    client.force_login(cast.respondent)
    client.post(f"/tokens/{list_tokens(cast.finance)[0].start}/revoke/")
    assert engagements(token) == 200


def test_an_expired_token_counts_no_more(cast: Cast) -> None:
    token = issue_token(cast.finance, 30)
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert engagements(token) == 401


def test_a_token_of_someone_who_has_left_counts_no_more(cast: Cast) -> None:
    token = issue_token(cast.finance, 30)
    cast.finance.is_active = False
    cast.finance.save()
    assert engagements(token) == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "Bearer \xff\xfe", "Bearer kundverk_0", "Basic YTpi"])
def test_a_strange_header_is_refused_and_breaks_nothing(header: str, cast: Cast) -> None:
    assert APIClient(headers={"Authorization": header}).get("/api/v1/engagements/").status_code == 401


def test_a_lifetime_outside_the_choices_is_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.finance)
    assert client.post("/tokens/", {"days": "36500"}).status_code == 200
    assert not AuthToken.objects.exists()
