"""Set the demo's consultancies, client, engagements and people up."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Client, Consultancy, Engagement, Membership, Role, User
from accounts.services import create_client, create_engagement
from crmstrategy.demo.cast import CONSULTANCY, LOGINS, OTHER_CONSULTANCY, PASSWORD, Login


@dataclass(frozen=True)
class DemoPlaces:
    """The complete engagement, the empty one beside it, and the people by e-mail address."""

    complete: Engagement
    empty: Engagement
    people: dict[str, User]


def set_up_people() -> DemoPlaces:
    """Create two consultancies that must never see each other, and the logins of cast.py."""
    own = Consultancy.objects.create(name=CONSULTANCY)
    other = Consultancy.objects.create(name=OTHER_CONSULTANCY)
    complete = _engagement(own, "Nordgross AB", "Kundlönsamhet 2025", "Hela bolaget: Sverige, Norge och Danmark.")
    empty = _engagement(own, "Fjällbageriet AB", "Kundstrategi 2026", "")
    _engagement(other, "Kustmejeriet AB", "Kundlönsamhet 2025", "")
    people = {login.email: _person(login, own, other, complete) for login in LOGINS}
    return DemoPlaces(complete, empty, people)


def _engagement(consultancy: Consultancy, company: str, name: str, scope: str) -> Engagement:
    client: Client = create_client(consultancy=consultancy, name=company)
    year = int(name.split()[-1])
    return create_engagement(
        client=client,
        name=name,
        scope=scope,
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
        actor=None,
    )


def _person(login: Login, own: Consultancy, other: Consultancy, engagement: Engagement) -> User:
    user = User.objects.create_user(login.email, PASSWORD, name=login.name, function=login.function)
    Membership.objects.create(
        user=user,
        consultancy=own if login.consultancy == CONSULTANCY else other,
        engagement=None if login.role == Role.CONSULTANT else engagement,
        role=login.role,
    )
    return user
