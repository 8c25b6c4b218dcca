"""Take people into an assessment, hand sections to them, and let them in by account or by link."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.access import Action, can, record_event
from accounts.models import Engagement, User
from accounts.secrets import hash_token, new_token
from assessment.domain.instrument import Instrument
from assessment.models import AccessLink, Answer, Assessment, Handout, OpenedSection, Participant, Sheet

LINK_LIFETIME = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Person:
    """Who somebody is; `department` is a value of models.Department, `email` may be empty."""

    name: str
    email: str
    department: str
    language: str


def sections_for(instrument: Instrument, department: str) -> tuple[str, ...]:
    """Return the sections that the instrument says this department knows; all of them when it names none."""
    known = tuple(section.key for section in instrument.sections if department in section.who)
    return known or tuple(section.key for section in instrument.sections)


@transaction.atomic
def add_participant(
    *, assessment: Assessment, person: Person, sections: Iterable[str], actor: User | None
) -> Participant:
    """Take somebody in, with an own sheet of answers; an account with that address that may answer is tied to it."""
    participant = Participant.objects.create(
        assessment=assessment,
        name=person.name,
        email=person.email.lower(),
        department=person.department,
        language=person.language,
        user=_find_account(assessment.engagement, person.email),
    )
    Sheet.objects.create(assessment=assessment, participant=participant)
    Handout.objects.bulk_create(Handout(participant=participant, section=section) for section in sections)
    _record(participant, actor, "participant.added")
    return participant


def _find_account(engagement: Engagement, email: str) -> User | None:
    user = User.objects.filter(email=email.lower()).first() if email else None
    return user if user and can(user, Action.ANSWER_ASSESSMENT, engagement) else None


@transaction.atomic
def change_participant(*, participant: Participant, person: Person, sections: Iterable[str], actor: User) -> None:
    """Change who a participant is and what is handed out; answers to what is taken back are kept."""
    participant.name, participant.email = person.name, person.email.lower()
    participant.department, participant.language = person.department, person.language
    participant.user = _find_account(participant.assessment.engagement, person.email)
    participant.save()
    wanted = set(sections)
    participant.handouts.exclude(section__in=wanted).delete()
    have = set(participant.handouts.values_list("section", flat=True))
    Handout.objects.bulk_create(Handout(participant=participant, section=key) for key in sorted(wanted - have))
    _record(participant, actor, "participant.changed")


@transaction.atomic
def remove_participant(*, participant: Participant, actor: User) -> bool:
    """Take somebody out who has not answered anything; return False, and do nothing, for everybody else."""
    if Answer.objects.filter(sheet__participant=participant).exists():
        return False
    _record(participant, actor, "participant.removed")
    participant.delete()
    return True


@transaction.atomic
def create_link(*, participant: Participant, actor: User | None) -> str:
    """Make a link for the participant and return its address, which cannot be shown again."""
    token = new_token()
    AccessLink.objects.create(
        participant=participant,
        token_hash=hash_token(token),
        created_by=actor,
        expires_at=timezone.now() + LINK_LIFETIME,
    )
    _record(participant, actor, "participant.link_made")
    return str(settings.BASE_URL) + reverse("respond:link", args=[token])


@transaction.atomic
def send_link(*, participant: Participant, actor: User) -> None:
    """Send the participant a link of their own by e-mail, in the participant's language."""
    address = create_link(participant=participant, actor=actor)
    transaction.on_commit(lambda: write_to(participant, "invitation", address))


def write_to(participant: Participant, occasion: str, address: str, *, stop_address: str = "") -> None:
    """Send one of templates/assessment/mail/ to a participant, in the participant's language.

    `stop_address` is where such letters are declined: on a page, or by the mail program in one click (RFC 8058).
    """
    title = " ".join(participant.assessment.title.split())
    with translation.override(participant.language):
        subjects = {
            "invitation": _("Dina frågor: %(title)s") % {"title": title},
            "reminder": _("Påminnelse: %(title)s väntar på dina svar") % {"title": title},
        }
        until = timezone.localtime(timezone.now() + LINK_LIFETIME)
        context = {"participant": participant, "address": address, "title": title, "until": until}
        one_click = {"List-Unsubscribe": f"<{stop_address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        EmailMessage(
            subject=subjects[occasion],
            body=render_to_string(f"assessment/mail/{occasion}.txt", context | {"stop_address": stop_address}),
            to=[participant.email],
            headers=one_click if stop_address else {},
        ).send()


@transaction.atomic
def revoke_links(*, participant: Participant, actor: User) -> None:
    """Make every link of the participant worthless, at once and for those who already came in by it."""
    participant.links.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
    _record(participant, actor, "participant.links_revoked")


def mark_done(*, participant: Participant, section: str, is_done: bool) -> None:
    """Note that the participant has finished a section that was handed out, or takes that back."""
    participant.handouts.filter(section=section).update(done_at=timezone.now() if is_done else None)


@transaction.atomic
def open_section(*, assessment: Assessment, section: str, actor: User | None) -> None:
    """Open a section together: own answers stand from now on, and everybody handed the section sees all of them."""
    OpenedSection.objects.get_or_create(assessment=assessment, section=section, defaults={"opened_by": actor})
    record_event(
        actor=actor, engagement=assessment.engagement, what="assessment.section_opened", object_id=assessment.id
    )


@transaction.atomic
def close_section(*, assessment: Assessment, section: str, actor: User) -> None:
    """Take the opening back, so that answers can be changed and are blind again."""
    OpenedSection.objects.filter(assessment=assessment, section=section).delete()
    record_event(
        actor=actor, engagement=assessment.engagement, what="assessment.section_closed", object_id=assessment.id
    )


@transaction.atomic
def open_readiness(*, assessment: Assessment, is_open: bool, actor: User) -> None:
    """Let the respondents with an account see the readiness, or stop letting them."""
    assessment.readiness_opened_at = timezone.now() if is_open else None
    assessment.save(update_fields=["readiness_opened_at"])
    what = "assessment.readiness_opened" if is_open else "assessment.readiness_closed"
    record_event(actor=actor, engagement=assessment.engagement, what=what, object_id=assessment.id)


def _record(participant: Participant, actor: User | None, what: str) -> None:
    record_event(actor=actor, engagement=participant.assessment.engagement, what=what, object_id=participant.id)
