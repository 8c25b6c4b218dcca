"""Reminders that go by themselves: when due, at most as configured, never after answering, off at once."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from assessment.models import Assessment, Participant, Reminder
from assessment.services.participants import mark_done
from assessment.services.reminders import send_reminder
from assessment.tasks import look_for_reminders
from jobs.chores import do_chores
from jobs.models import Job
from jobs.services import execute
from tests.assessment.respondents import browser_of, take_in
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

MONDAY = timezone.make_aware(datetime(2026, 11, 30, 9, 0))  # noqa: DTZ001 - made aware in the product's own time zone


@pytest.fixture
def waiting(client: Client, cast: Cast, assessment: Assessment) -> Participant:
    """A participant who was handed a section a week before MONDAY, in an assessment that reminds by itself."""
    sara = take_in(assessment, "Sara", email="sara@example.com")
    Participant.objects.filter(pk=sara.pk).update(created_at=MONDAY - timedelta(days=7))
    client.force_login(cast.consultant)
    _plan(client, assessment, is_on=True)
    return sara


def _plan(client: Client, assessment: Assessment, *, is_on: bool, every_days: int = 3, at_most: int = 2) -> int:
    sent = {"reminding-every_days": every_days, "reminding-at_most": at_most}
    url = reverse("assessment:reminding", args=[assessment.engagement_id, assessment.id])
    return client.post(url, sent | ({"reminding-is_on": "on"} if is_on else {})).status_code


def _days_with_a_letter(participant: Participant, days: int) -> list[int]:
    """Look at nine every day from MONDAY; return the days on which a letter was asked for."""
    found = []
    for day in range(days):
        before = Job.objects.count()
        now = MONDAY + timedelta(days=day)
        for minute in (0, 15):
            look_for_reminders(now + timedelta(minutes=minute))
        if Job.objects.count() > before:
            found.append(day)
            Reminder.objects.create(participant=participant, day=timezone.localdate(now))
    return found


def test_letters_go_every_so_often_on_workdays_and_then_no_more(waiting: Participant) -> None:
    assert _days_with_a_letter(waiting, 14) == [0, 3]


def test_nothing_is_asked_for_outside_office_hours(waiting: Participant) -> None:
    for now in (MONDAY - timedelta(days=1), MONDAY - timedelta(hours=2), MONDAY + timedelta(hours=9)):
        look_for_reminders(now)
    assert not Job.objects.exists()


def test_who_has_just_written_is_left_in_peace(waiting: Participant, assessment: Assessment) -> None:
    waiting.sheet.answers.create(item="vision", value="x", version=1, written_at=MONDAY - timedelta(days=1))
    assert _days_with_a_letter(waiting, 4) == [2]


def test_who_has_finished_and_whose_plan_is_off_gets_nothing(
    client: Client, waiting: Participant, assessment: Assessment
) -> None:
    look_for_reminders(MONDAY)
    mark_done(participant=waiting, section="direction", is_done=True)
    execute(Job.objects.get().id)
    assert (Job.objects.get().result, mail.outbox) == ({"sent": False}, [])
    mark_done(participant=waiting, section="direction", is_done=False)
    assert _plan(client, assessment, is_on=False) == 302
    look_for_reminders(MONDAY + timedelta(days=7))
    assert Job.objects.count() == 1
    assert _plan(client, assessment, is_on=True, every_days=0) == 422


def test_whoever_sweeps_looks_for_reminders_now_and_then(waiting: Participant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.chores._looked_at", {})
    assert "assessment.reminders" in do_chores(MONDAY)
    assert Job.objects.count() == 1
    assert do_chores(MONDAY + timedelta(minutes=5)) == ()


def test_one_click_in_a_reminder_stops_the_manual_and_the_automatic_ones(
    client: Client, cast: Cast, waiting: Participant, assessment: Assessment
) -> None:
    look_for_reminders(MONDAY)
    assert send_reminder(waiting.id) is True
    letter = mail.outbox[0]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert address in str(letter.body)
    path = "/respond/" + address.split("/respond/")[1]
    mail_program = Client(enforce_csrf_checks=True)
    assert "Skicka inga fler" in mail_program.get(path).content.decode()
    assert _declined(waiting) is False
    assert mail_program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert mail_program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert AuditEvent.objects.filter(object_id=waiting.id, what="participant.reminders_declined").count() == 1
    Reminder.objects.all().delete()
    execute(Job.objects.get().id)
    look_for_reminders(MONDAY + timedelta(days=7))
    client.post(reverse("assessment:remind", args=[assessment.engagement_id, assessment.id]))
    assert (Job.objects.count(), len(mail.outbox)) == (1, 1)
    board = client.get(reverse("assessment:participants", args=[assessment.engagement_id, assessment.id]))
    assert "Vill inte ha påminnelser" in board.content.decode()
    assert mail_program.get(path[:-4] + "xxx/").status_code == 404


def test_reminders_are_declined_and_wanted_again_on_ones_own_page(waiting: Participant) -> None:
    browser = browser_of(waiting)
    home = reverse("respond:home", args=[waiting.assessment_id])
    choose = reverse("respond:reminders", args=[waiting.assessment_id])
    assert "sara@example.com" in browser.get(home).content.decode()
    for remind, said in (("no", "Du har sagt nej"), ("yes", "Påminnelser kan skickas")):
        assert said in browser.post(choose, {"remind": remind}, follow=True).content.decode()
        assert _declined(waiting) is (remind == "no")


def _declined(participant: Participant) -> bool:
    return Participant.objects.get(pk=participant.pk).reminders_declined_at is not None
