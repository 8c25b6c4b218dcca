"""A section is opened together: sorted, decided with who and why, dissent kept, and told to every screen."""

import threading

import pytest
from django.test import Client
from django.urls import reverse

from assessment import live_views
from assessment.models import Assessment, Decision
from assessment.pages.perception import perception_page
from assessment.pages.workshop import workshop_page
from assessment.selectors import get_answer_sheet, get_common_sheet
from assessment.selectors.decisions import get_pulse
from assessment.services import save_answer
from assessment.services.participants import open_section
from tests.assessment.conftest import cell_of
from tests.assessment.respondents import browser_of, take_in
from tests.conftest import Cast


@pytest.fixture
def divided(assessment: Assessment) -> Assessment:
    """Return an assessment where sales and service disagree on the first question and agree on the second."""
    for name, department, leading in (("Sara Lind", "sales", "yes"), ("Mikael Dahl", "service", "no")):
        one = take_in(assessment, name, department, sections=["situation"])
        for cell, value in (("market_leading", leading), ("customers_mapped", "yes")):
            save_answer(sheet=one.sheet, cell=cell_of(assessment, cell), value=value, base_version=0, author=one)
    return assessment


def test_the_most_contested_question_comes_first_and_names_are_the_consultants(divided: Assessment) -> None:
    page = workshop_page(divided, "situation", with_names=True)
    first = page.items[0]
    assert (first.key, first.agreement, first.answered) == ("market_leading", "0\u00a0%", 2)
    assert {dot.name for dot in first.strips[0].dots} == {"Sara Lind", "Mikael Dahl"}
    blind = workshop_page(divided, "situation", with_names=False)
    assert {dot.name for item in blind.items for strip in item.strips for dot in strip.dots} == {""}


def test_the_group_decides_with_who_and_why_and_dissent_is_kept(
    client: Client, divided: Assessment, cast: Cast
) -> None:
    client.force_login(cast.consultant)
    url = reverse("assessment:decide", args=[cast.engagement.id, divided.id, "market_leading"])
    mikael = divided.participants.get(name="Mikael Dahl")
    data = {"cell-market_leading": "yes", "base-market_leading": "0", "dissents": [str(mikael.id)]}
    assert client.post(url, data).status_code == 422
    assert not Decision.objects.exists()
    before = get_pulse(divided.id)
    assert client.post(url, {**data, "reason": "Störst i Norden enligt branschstatistiken"}).status_code == 302
    assert get_pulse(divided.id) != before
    decision = Decision.objects.get()
    assert (decision.said, decision.decided_by) == ("Ja", cast.consultant)
    assert [(one.participant.name, one.said) for one in decision.dissents.all()] == [("Mikael Dahl", "Nej")]
    common = get_answer_sheet(get_common_sheet(divided)).written
    assert [answer.value for answer in common.values()] == ["yes"]
    stale = {**data, "cell-market_leading": "no", "reason": "Ångrar oss"}
    assert client.post(url, stale).status_code == 409
    assert Decision.objects.count() == 1


def test_a_participant_sees_the_others_when_opened_and_never_a_name(divided: Assessment, cast: Cast) -> None:
    browser = browser_of(divided.participants.get(name="Sara Lind"))
    url = reverse("respond:together", args=[divided.id, "situation"])
    assert browser.get(url).status_code == 302
    open_section(assessment=divided, section="situation", actor=cast.consultant)
    shown = browser.get(url)
    assert "Enighet 0" in shown.text
    assert "Mikael Dahl" not in shown.text


def test_screens_beyond_the_bound_are_told_at_once_and_hold_no_thread(
    divided: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_views, "_places", threading.BoundedSemaphore(live_views.STREAMS))
    pulse = f"data: {get_pulse(divided.id)}\n\n".encode()
    followed = [live_views.list_events(divided.id) for _screen in range(live_views.STREAMS)]
    assert list(live_views.list_events(divided.id)) == [b"retry: 3000\n" + pulse]
    for events in followed:
        assert isinstance(events, live_views.Stream)
        events.close()
        events.close()
    assert live_views._places._value == live_views.STREAMS
    again = live_views.list_events(divided.id)
    assert isinstance(again, live_views.Stream)
    assert next(again).endswith(pulse)
    again.close()
    assert list(again) == []


def test_the_map_says_in_words_who_sees_the_company_more_brightly(
    client: Client, divided: Assessment, cast: Cast
) -> None:
    page = perception_page(divided)
    assert [(line.department, int(line.gap)) for line in page.lines] == [("Service", -50), ("Försäljning", 50)]
    assert page.sentences[1].startswith("Försäljning ser ljusare på")
    client.force_login(cast.client_reader)
    url = reverse("assessment:perception", args=[cast.engagement.id, divided.id])
    shown = client.get(url).text
    assert page.sentences[0] in shown
    assert "\u221250" in shown
