"""The named cast: the same people in every test that asks who may see what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.utils import translation

from accounts import fence
from accounts.models import Client, Consultancy, Engagement, Membership, Role, User


@pytest.fixture(autouse=True)
def _outside_the_fence() -> None:
    """Let the test itself see every row, even where one before it left a streamed answer, and so its request, open."""
    fence.leave()


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    """Start every test in Swedish: a request in another language leaves that language behind in its thread."""
    with translation.override("sv"):
        yield


@dataclass(frozen=True)
class Cast:
    """Nordanvind has two engagements at Åkeriet; Sunnanvind is another consultancy with its own client."""

    consultancy: Consultancy
    engagement: Engagement
    other_engagement: Engagement
    foreign_engagement: Engagement
    consultant: User
    finance: User
    respondent: User
    client_reader: User
    other_finance: User
    foreign_consultant: User
    nobody: User


def _person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.com", "ett-gott-losen", name=name.title())


def _engagement(client: Client, name: str) -> Engagement:
    return Engagement.objects.create(
        client=client, name=name, period_start=date(2025, 1, 1), period_end=date(2025, 12, 31)
    )


@pytest.fixture
def cast(db: None) -> Cast:
    own = Consultancy.objects.create(name="Nordanvind")
    foreign = Consultancy.objects.create(name="Sunnanvind")
    client = Client.objects.create(consultancy=own, name="Åkeriet")
    engagement, other = _engagement(client, "Kundlönsamhet 2025"), _engagement(client, "Förstudie")
    foreign_client = Client.objects.create(consultancy=foreign, name="Bageriet")
    people = {role: _person(role.value) for role in Role}
    for role, user in people.items():
        scope = None if role == Role.CONSULTANT else engagement
        Membership.objects.create(user=user, consultancy=own, engagement=scope, role=role)
    other_finance, foreign_consultant = _person("other_finance"), _person("foreign_consultant")
    Membership.objects.create(user=other_finance, consultancy=own, engagement=other, role=Role.FINANCE)
    Membership.objects.create(user=foreign_consultant, consultancy=foreign, role=Role.CONSULTANT)
    return Cast(
        consultancy=own,
        engagement=engagement,
        other_engagement=other,
        foreign_engagement=_engagement(foreign_client, "Bageriets kunder"),
        consultant=people[Role.CONSULTANT],
        finance=people[Role.FINANCE],
        respondent=people[Role.RESPONDENT],
        client_reader=people[Role.CLIENT_READER],
        other_finance=other_finance,
        foreign_consultant=foreign_consultant,
        nobody=_person("nobody"),
    )
