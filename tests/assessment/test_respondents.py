"""Several people answer for themselves: by account or by link, blind to each other until a section is opened."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import AccessLink, Answer, Assessment, Comment, Handout, Participant, Sheet
from assessment.pages.board import board_page
from assessment.pages.own import own_section_page
from assessment.selectors import get_answer_sheet
from assessment.services.participants import open_section
from assessment.services.reminders import send_reminder
from jobs.models import Job
from jobs.services import execute
from tests.assessment.conftest import begin_assessment
from tests.assessment.respondents import browser_of, give_evidence, link_of, take_in
from tests.conftest import Cast


def _write(browser: Client, assessment: Assessment, cell: str, value: str, base: int = 0) -> int:
    url = reverse("respond:cell", args=[assessment.id])
    return browser.post(url, {"cell": cell, "value": value, "base": base}).status_code


def _section(browser: Client, assessment: Assessment, key: str = "direction") -> str:
    return browser.get(reverse("respond:section", args=[assessment.id, key])).text


def test_each_answers_for_oneself_and_sees_nothing_of_the_others(assessment: Assessment) -> None:
    sara, mikael = take_in(assessment, "Sara Lind"), take_in(assessment, "Mikael Dahl", "service")
    hers, his = browser_of(sara), browser_of(mikael)
    assert _write(hers, assessment, "vision", "Störst i Norden") == 200
    assert _write(his, assessment, "vision", "Närmast kunden") == 200
    assert "Störst i Norden" in _section(hers, assessment)
    assert "Störst i Norden" not in _section(his, assessment)
    assert {a.value for a in Answer.objects.all()} == {"Störst i Norden", "Närmast kunden"}
    common = Sheet.objects.get(assessment=assessment, participant=None)
    assert not Answer.objects.filter(sheet=common).exists()
    written = get_answer_sheet(sara.sheet).written
    assert [answer.written_by for answer in written.values()] == ["Sara Lind"]


def test_a_link_holds_for_its_sections_only(assessment: Assessment) -> None:
    browser = browser_of(take_in(assessment, "Sara", sections=["direction"]))
    assert browser.get(reverse("respond:section", args=[assessment.id, "situation"])).status_code == 404
    assert _write(browser, assessment, "market_leading", "yes") == 404
    assert (
        browser.get(reverse("assessment:overview", args=[assessment.engagement_id, assessment.id])).status_code == 302
    )
    assert not Answer.objects.exists()


def test_only_the_hash_of_a_link_is_kept_and_opening_it_takes_a_post(assessment: Assessment, client: Client) -> None:
    path = link_of(take_in(assessment, "Sara"))
    token = path.rstrip("/").split("/")[-1]
    assert token not in AccessLink.objects.get().token_hash
    assert client.get(path).status_code == 200
    assert client.get(reverse("respond:home", args=[assessment.id])).status_code == 404
    assert client.post(path).headers["Location"] == reverse("respond:home", args=[assessment.id])
    assert token not in str(dict(client.session))
    assert assessment.engagement.name not in client.get(reverse("respond:home", args=[assessment.id])).text


def test_an_expired_or_revoked_link_ends_at_once_for_those_who_are_in(assessment: Assessment) -> None:
    sara = take_in(assessment, "Sara")
    browser, path = browser_of(sara), link_of(sara)
    home = reverse("respond:home", args=[assessment.id])
    assert browser.get(home).status_code == 200
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (browser.get(home).status_code, browser.post(path).status_code) == (404, 404)
    AccessLink.objects.update(expires_at=timezone.now() + timedelta(days=1), revoked_at=timezone.now())
    assert (browser.get(home).status_code, _write(browser, assessment, "vision", "x")) == (404, 404)


def test_guessing_links_is_stopped(db: None, client: Client) -> None:
    cache.clear()
    statuses = [client.get(f"/respond/link/gissning-{number}/").status_code for number in range(31)]
    cache.clear()
    assert statuses == [404] * 30 + [429]


def test_i_dont_know_is_counted_as_an_answer_and_handed_to_the_colleague_who_does(assessment: Assessment) -> None:
    sara, ulf = take_in(assessment, "Sara"), take_in(assessment, "Ulf", "it", sections=["situation"])
    hers, his = browser_of(sara), browser_of(ulf)
    assert "vision" not in _section(his, assessment)
    assert _write(hers, assessment, "vision@unknown", "yes") == 200
    assert _write(hers, assessment, "vision@asked", str(ulf.id)) == 200
    assert _write(hers, assessment, "market_strategy@confidence", "2") == 200
    page = own_section_page(sara, "direction", {})
    assert (page.card.progress.answered, page.card.unknown) == (2, 1)
    shown = _section(his, assessment)
    assert "Sara vet inte och frågar dig." in shown
    assert "market_strategy" not in shown
    assert _write(his, assessment, "vision", "Kunden först") == 200
    assert _write(his, assessment, "market_strategy", "x") == 404
    line = next(line for line in board_page(assessment).lines if line.id == ulf.id)
    assert line.asked_for == 1


@pytest.mark.parametrize("value", ["none", "4f6f6b3e-0000-4000-8000-000000000000"])
def test_a_question_goes_to_nobody_outside_the_assessment(assessment: Assessment, value: str) -> None:
    browser = browser_of(take_in(assessment, "Sara"))
    assert _write(browser, assessment, "vision@asked", value) == 422
    assert not Answer.objects.exists()


def test_without_javascript_a_section_is_saved_whole_and_marked_as_finished(assessment: Assessment) -> None:
    sara = take_in(assessment, "Sara")
    url = reverse("respond:section", args=[assessment.id, "direction"])
    data = {"cell-vision": "Nära kunden", "base-vision": "0", "cell-vision@unknown": "", "base-vision@unknown": "0"}
    reply = browser_of(sara).post(url, {**data, "done": "yes"})
    assert reply.status_code == 302
    assert Answer.objects.get().value == "Nära kunden"
    assert Handout.objects.get().done_at is not None


def test_what_was_answered_stands_once_the_section_is_opened(assessment: Assessment, cast: Cast) -> None:
    browser = browser_of(take_in(assessment, "Sara"))
    assert _write(browser, assessment, "vision", "Först") == 200
    open_section(assessment=assessment, section="direction", actor=cast.consultant)
    assert _write(browser, assessment, "vision", "Efteråt", 1) == 422
    url = reverse("respond:section", args=[assessment.id, "direction"])
    browser.post(url, {"cell-vision": "Efteråt", "base-vision": "1"})
    assert Answer.objects.get().value == "Först"


def test_the_consultant_takes_people_in_by_role_and_sends_each_a_link(
    client: Client, assessment: Assessment, cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    client.force_login(cast.consultant)
    url = reverse("assessment:participants", args=[cast.engagement.id, assessment.id])
    person = {"name": "Ulla", "email": "Ulla@example.com", "department": "it", "language": "en-gb"}
    assert client.post(url, person).status_code == 302
    ulla = Participant.objects.get()
    handed = set(ulla.handouts.values_list("section", flat=True))
    assert "it_support" in handed
    assert "direction" not in handed
    assert client.post(url, person).status_code == 422
    act = reverse("assessment:participant_act", args=[cast.engagement.id, assessment.id, ulla.id, "send"])
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture that is a function
        client.post(act)
    letter = mail.outbox[0]
    assert (letter.to, "Your questions" in letter.subject) == (["ulla@example.com"], True)
    path = re.search(r"https?://[^/]+(/respond/link/\S+)", str(letter.body))
    assert path
    assert Client().post(path[1]).status_code == 302


def test_a_participant_of_another_assessment_is_not_found_under_this_one(
    client: Client, assessment: Assessment, cast: Cast
) -> None:
    other = take_in(begin_assessment(cast.engagement, cast.consultant), "Annan")
    client.force_login(cast.consultant)
    url = reverse("assessment:participant", args=[cast.engagement.id, assessment.id, other.id])
    assert client.get(url).status_code == 404


def test_respondents_see_the_readiness_once_the_consultant_has_opened_it(
    client: Client, assessment: Assessment, cast: Cast
) -> None:
    url = reverse("assessment:readiness", args=[cast.engagement.id, assessment.id])
    client.force_login(cast.respondent)
    assert client.get(url).status_code == 403
    consultant = Client()
    consultant.force_login(cast.consultant)
    consultant.post(reverse("assessment:readiness_opening", args=[cast.engagement.id, assessment.id]))
    assert client.get(url).status_code == 200


def test_evidence_is_kept_with_its_speaker_and_a_file_is_never_shown_in_the_page(assessment: Assessment) -> None:
    sara, mikael = take_in(assessment, "Sara"), take_in(assessment, "Mikael")
    hers, his = browser_of(sara), browser_of(mikael)
    url = reverse("respond:item", args=[assessment.id, "vision"])
    assert hers.post(url, {"what": "quote", "text": "Kunden är kung", "speaker": "Vd"}).status_code == 302
    assert hers.post(url, {"what": "quote", "text": "Utan talare"}).status_code == 422
    assert hers.post(url, {"what": "link", "url": "javascript:alert(1)"}).status_code == 422
    file = give_evidence(sara)
    path = reverse("respond:evidence", args=[assessment.id, file.id])
    reply = hers.get(path)
    assert b"".join(reply.streaming_content) == b"<p>Hej</p>"  # type: ignore[attr-defined]  # a FileResponse
    assert reply.headers["Content-Disposition"] == 'attachment; filename="vision.html"'
    assert reply.headers["Content-Type"] == "application/octet-stream"
    assert his.get(path).status_code == 404
    assert "Kunden är kung" not in his.get(url).text
    assert his.post(reverse("respond:evidence_remove", args=[assessment.id, file.id])).status_code == 404
    open_section(assessment=assessment, section="direction", actor=None)
    assert his.get(path).status_code == 200
    assert "Kunden är kung" in his.get(url).text
    assert hers.post(reverse("respond:evidence_remove", args=[assessment.id, file.id])).status_code == 404


def test_a_comment_stays_between_participant_and_consultant_and_is_resolved(
    client: Client, assessment: Assessment, cast: Cast
) -> None:
    sara, mikael = take_in(assessment, "Sara"), take_in(assessment, "Mikael")
    url = reverse("respond:item", args=[assessment.id, "vision"])
    browser_of(sara).post(url, {"what": "comment", "text": "Vilken vision menas?"})
    client.force_login(cast.consultant)
    page = reverse("assessment:item", args=[cast.engagement.id, assessment.id, "vision"])
    assert "Vilken vision menas?" in client.get(page).text
    client.post(page, {"what": "comment", "text": "Den från 2024", "thread": str(sara.id)})
    assert "Den från 2024" in browser_of(sara).get(url).text
    assert "2024" not in browser_of(mikael).get(url).text
    comment = Comment.objects.get(text="Vilken vision menas?")
    client.post(reverse("assessment:comment", args=[cast.engagement.id, assessment.id, comment.id]))
    comment.refresh_from_db()
    assert comment.resolved_by == cast.consultant


def test_nobody_gets_two_reminders_on_one_day(client: Client, assessment: Assessment, cast: Cast) -> None:
    take_in(assessment, "Sara", email="sara@example.com")
    take_in(assessment, "Utan adress")
    client.force_login(cast.consultant)
    for _again in range(2):
        client.post(reverse("assessment:remind", args=[cast.engagement.id, assessment.id]))
    job = Job.objects.get()
    execute(job.id)
    assert [letter.to for letter in mail.outbox] == [["sara@example.com"]]
    assert send_reminder(Participant.objects.get(name="Sara").id) is False
    assert "/respond/link/" in str(mail.outbox[0].body)


def test_a_mail_server_that_refuses_does_not_use_up_the_day(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = take_in(assessment, "Sara", email="sara@example.com")
    with monkeypatch.context() as broken:
        broken.setattr("assessment.services.participants.EmailMessage.send", _refuse)
        with pytest.raises(ConnectionError):
            send_reminder(sara.id)
    assert send_reminder(sara.id) is True


def _refuse(_letter: object) -> None:
    raise ConnectionError
