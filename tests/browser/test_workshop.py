"""A workshop on two screens: what the consultant decides appears on the participant's without a reload."""

import re
import time
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessment import live_views
from assessment.domain.cells import CellKey
from assessment.models import Assessment
from assessment.services import fill_assessment, save_answer
from assessment.services.reminders import make_stop_address
from crmstrategy.demo.respondents import lead_respondents
from tests.assessment.conftest import cell_of
from tests.assessment.respondents import link_of, take_in
from tests.browser.conftest import OpenTab
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("short_streams")]


@pytest.fixture
def short_streams(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """End every stream soon, and let the test's database go only when none is left."""
    monkeypatch.setattr(live_views, "STREAM_SECONDS", 2.0)
    yield
    deadline = time.monotonic() + 10
    while live_views._places._value < live_views.STREAMS and time.monotonic() < deadline:
        time.sleep(0.1)


def test_a_decision_reaches_the_other_screen(open_tab: OpenTab, assessment: Assessment, cast: Cast) -> None:
    sara = take_in(assessment, "Sara Lind", "sales", sections=["situation"])
    mikael = take_in(assessment, "Mikael Dahl", "service", sections=["situation"])
    cell = cell_of(assessment, "market_leading")
    save_answer(sheet=mikael.sheet, cell=cell, value="no", base_version=0, author=mikael)

    hers = open_tab(None).open(link_of(sara))
    hers.get_by_role("button", name="Öppna mina frågor").click()
    hers.get_by_role("link", name=re.compile("Nulägesanalys|Situationsanalys")).click()
    question = hers.get_by_role("group", name=re.compile("^Vi har en marknadsledande position"))
    question.get_by_label("Ja", exact=True).check()
    expect(hers.get_by_role("status").filter(has_text=re.compile(r"^Sparat \d\d:\d\d$"))).to_be_visible()

    together = reverse("assessment:together", args=[cast.engagement.id, assessment.id, "situation"])
    leader = open_tab(cast.consultant).open(together)
    expect(leader.get_by_text("Enighet 0 %").first).to_be_visible()
    leader.get_by_role("button", name="Öppna tillsammans").click()
    hers.reload()
    hers.get_by_role("link", name="Se hur alla svarade").click()
    expect(hers.get_by_text("Enighet 0 %").first).to_be_visible()

    leader.get_by_role("link", name="Vi har en marknadsledande position").click()
    leader.get_by_role("group", name=re.compile("^Vi har en marknadsledande position")).get_by_label("Ja").check()
    leader.get_by_label("Skäl", exact=True).fill("Störst enligt branschstatistiken")
    leader.get_by_role("button", name="Sätt gemensamt svar").click()
    expect(leader.get_by_text("Störst enligt branschstatistiken")).to_be_visible()
    expect(hers.get_by_text("Störst enligt branschstatistiken")).to_be_visible(timeout=8_000)


def test_every_page_of_several_respondents_is_accessible(open_tab: OpenTab, assessment: Assessment, cast: Cast) -> None:
    gaps = {CellKey(item): "no" for item in ("customers_mapped", "data_in_one_place", "knows_contact_points")}
    fill_assessment(assessment=assessment, answers=gaps, author=cast.consultant)
    lead_respondents(assessment, cast.consultant)
    sara = assessment.participants.get(name="Sara Lind")
    where = [cast.engagement.id, assessment.id]
    leader, hers = open_tab(cast.consultant), open_tab(None)
    for name, *more in (
        ("participants",),
        ("together", "situation"),
        ("item", "data_in_one_place"),
        ("perception",),
        ("plan",),
    ):
        leader.open(reverse(f"assessment:{name}", args=[*where, *more]))
        leader.check()
    leader.open(reverse("assessment:instruments", args=where[:1]))
    leader.check()
    hers.open(link_of(sara))
    hers.check()
    hers.page.get_by_role("button", name="Öppna mina frågor").click()
    hers.check()
    for name, *more in (
        ("respond:section", "direction"),
        ("respond:together", "situation"),
        ("respond:item", "vision"),
    ):
        hers.open(reverse(name, args=[assessment.id, *more]))
        hers.check()
    hers.open("/respond/" + make_stop_address(sara).split("/respond/")[1])
    hers.check()
    hers.page.get_by_role("button", name="Skicka inga fler påminnelser").click()
    expect(hers.page.get_by_role("status")).to_contain_text("Inga fler påminnelser")
    hers.check()
