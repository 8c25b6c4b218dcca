"""An invitation: sent by e-mail, kept as a hash, accepted by POST, once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, Membership, Role, User
from accounts.services import UsedInvitationError, accept_invitation, invite
from tests.conftest import Cast

PASSWORD = "en-stig-i-skogen-7"


@pytest.fixture
def link(cast: Cast, django_capture_on_commit_callbacks: pytest.FixtureRequest) -> str:
    """Invite somebody new and return the path of the link in the e-mail."""
    return _invited(cast, "ny@example.com", Role.FINANCE, django_capture_on_commit_callbacks)


def _invited(cast: Cast, email: str, role: Role, capture: object) -> str:
    with capture(execute=True):  # type: ignore[operator]  # pytest-django's fixture is a callable
        invite(engagement=cast.engagement, email=email, name="Ny", role=role, invited_by=cast.consultant)
    found = re.search(r"http://127\.0\.0\.1:8000(/invitation/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def test_only_the_hash_of_the_token_is_kept(link: str) -> None:
    token = link.rstrip("/").split("/")[-1]
    assert len(token) >= 43
    assert token not in str(list(Invitation.objects.values()))


def test_reading_the_link_accepts_nothing(link: str, client: Client) -> None:
    page = client.get(link)
    assert page.status_code == 200
    assert not User.objects.filter(email="ny@example.com").exists()


def test_a_new_person_chooses_a_password_and_is_in(link: str, client: Client, cast: Cast) -> None:
    answer = client.post(link, {"name": "Nina Ny", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == f"/engagements/{cast.engagement.id}/"
    assert client.get(answer["Location"]).status_code == 200
    assert Membership.objects.get(user__email="ny@example.com").role == Role.FINANCE


def test_a_weak_password_is_refused_and_nothing_is_written(link: str, client: Client) -> None:
    page = client.post(link, {"name": "Nina Ny", "password": "12345"})
    assert page.status_code == 200
    assert not User.objects.filter(email="ny@example.com").exists()


def test_a_link_works_once(link: str, client: Client) -> None:
    client.post(link, {"name": "Nina Ny", "password": PASSWORD})
    assert Client().get(link).status_code == 404


def test_an_expired_or_withdrawn_link_is_as_good_as_none(link: str, client: Client) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link).status_code == 404
    assert client.get("/invitation/gissning/").status_code == 404


def test_somebody_with_an_account_logs_in_and_accepts(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    link = _invited(cast, cast.nobody.email, Role.RESPONDENT, django_capture_on_commit_callbacks)
    assert b"/account/login/?next=" in client.get(link).content
    client.force_login(cast.nobody)
    assert client.post(link).status_code == 302
    assert Membership.objects.filter(user=cast.nobody, engagement=cast.engagement).exists()


def test_an_invitation_to_somebody_else_is_refused(link: str, client: Client, cast: Cast) -> None:
    client.force_login(cast.nobody)
    assert client.post(link).status_code == 403
    assert not Membership.objects.filter(user=cast.nobody).exists()


def test_inviting_again_makes_the_first_link_worthless(
    cast: Cast, link: str, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    second = _invited(cast, "ny@example.com", Role.FINANCE, django_capture_on_commit_callbacks)
    assert client.get(link).status_code == 404
    assert client.get(second).status_code == 200


def test_the_second_of_two_who_accept_at_once_gets_nothing(cast: Cast, link: str) -> None:
    invitation = Invitation.objects.get()
    accept_invitation(invitation=invitation, user=cast.nobody)
    with pytest.raises(UsedInvitationError):
        accept_invitation(invitation=invitation, user=cast.other_finance)


def test_a_consultant_is_invited_to_the_whole_consultancy(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    link = _invited(cast, "kollega@example.com", Role.CONSULTANT, django_capture_on_commit_callbacks)
    client.post(link, {"name": "Kollega", "password": PASSWORD})
    membership = Membership.objects.get(user__email="kollega@example.com")
    assert membership.engagement is None
    assert client.get(f"/engagements/{cast.other_engagement.id}/").status_code == 200
