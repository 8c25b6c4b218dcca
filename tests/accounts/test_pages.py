"""Pages of clients, engagements and people."""

import uuid

from django.test import Client

from accounts.models import AuditEvent, Engagement, Membership
from accounts.models import Client as ClientCompany
from tests.access.matrix import steady
from tests.conftest import Cast


def test_the_front_page_lists_what_exists_for_the_person(cast: Cast, client: Client) -> None:
    client.force_login(cast.finance)
    page = client.get("/").content.decode()
    assert "Kundlönsamhet 2025" in page
    assert "Förstudie" not in page
    assert "Bageriet" not in page


def test_an_empty_front_page_says_what_happens_next(cast: Cast, client: Client) -> None:
    client.force_login(cast.nobody)
    assert "Inget uppdrag än" in client.get("/").content.decode()


def test_a_consultant_adds_a_client_and_an_engagement(cast: Cast, client: Client) -> None:
    client.force_login(cast.consultant)
    answer = client.post("/clients/new/", {"consultancy": cast.consultancy.id, "name": "Mejeriet"})
    assert answer.status_code == 302
    fields = {"name": "Kunder 2026", "period_start": "2026-01-01", "period_end": "2026-12-31", "scope": "Sverige"}
    opened = client.post(answer["Location"], fields)
    engagement = Engagement.objects.get(name="Kunder 2026")
    assert opened["Location"] == f"/engagements/{engagement.id}/"
    assert client.get(opened["Location"]).status_code == 200
    assert AuditEvent.objects.filter(what="engagement.created", actor=cast.consultant).exists()


def test_a_client_cannot_be_added_to_a_foreign_consultancy(cast: Cast, client: Client) -> None:
    client.force_login(cast.consultant)
    foreign = cast.foreign_engagement.client.consultancy
    page = client.post("/clients/new/", {"consultancy": foreign.id, "name": "Mejeriet"})
    assert page.status_code == 200
    assert not ClientCompany.objects.filter(name="Mejeriet").exists()


def test_a_period_that_ends_before_it_begins_is_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.consultant)
    fields = {"name": "Fel", "period_start": "2026-12-31", "period_end": "2026-01-01"}
    page = client.post(f"/clients/{cast.engagement.client_id}/engagements/new/", fields)
    assert "Perioden slutar innan den börjar." in page.content.decode()
    assert not Engagement.objects.filter(name="Fel").exists()


def test_taking_a_role_away_works_at_once(cast: Cast, client: Client) -> None:
    membership = Membership.objects.get(user=cast.finance)
    client.force_login(cast.consultant)
    client.post(f"/engagements/{cast.engagement.id}/people/{membership.id}/end/")
    other = Client()
    other.force_login(cast.finance)
    assert other.get(f"/engagements/{cast.engagement.id}/").status_code == 404


def test_a_foreign_engagement_reads_as_one_that_never_existed(cast: Cast, client: Client) -> None:
    client.force_login(cast.finance)
    foreign = client.get(f"/engagements/{cast.foreign_engagement.id}/")
    never = client.get(f"/engagements/{uuid.uuid4()}/")
    assert foreign.status_code == never.status_code == 404
    assert steady(foreign.content) == steady(never.content)
