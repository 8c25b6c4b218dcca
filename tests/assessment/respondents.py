"""People who answer for themselves, and their browsers."""

from collections.abc import Sequence

from django.test import Client
from django.utils import timezone

from accounts.models import Engagement, User
from assessment.models import Assessment, Evidence, Participant
from assessment.services.participants import Person, add_participant, create_link
from assessment.services.remarks import add_file
from tests.assessment.conftest import begin_assessment


def led_assessment(engagement: Engagement) -> Assessment:
    """Return the engagement's assessment, begun if there is none."""
    found = Assessment.objects.filter(engagement=engagement).first()
    leader, _new = User.objects.get_or_create(email=f"leder-{engagement.id}@example.com", defaults={"name": "Leder"})
    return found or begin_assessment(engagement, leader)


def take_in(
    assessment: Assessment, name: str, department: str = "sales", *, email: str = "", sections: Sequence[str] = ()
) -> Participant:
    """Take somebody into an assessment; `sections` empty hands out the section on direction."""
    person = Person(name, email, department, "sv")
    return add_participant(
        assessment=assessment, person=person, sections=sections or ["direction"], actor=assessment.created_by
    )


def link_of(participant: Participant) -> str:
    """Return the path of a fresh link."""
    return "/respond/" + create_link(participant=participant, actor=None).split("/respond/")[1]


def browser_of(participant: Participant, *, is_revoked: bool = False) -> Client:
    """Return a browser that has come in by a link of the participant, which may have been revoked since."""
    client = Client(raise_request_exception=False)
    assert client.post(link_of(participant)).status_code == 302
    if is_revoked:
        participant.links.update(revoked_at=timezone.now())
    return client


def give_evidence(participant: Participant) -> Evidence:
    """Keep a small file as evidence of the participant for the vision."""
    return add_file(
        sheet=participant.sheet, item="vision", name="vision.html", chunks=[b"<p>Hej</p>"], text="", author=None
    )
