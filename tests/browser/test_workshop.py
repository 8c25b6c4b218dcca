"""A workshop on two screens: what the consultant decides appears on the participant's without a reload."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessment.models import Assessment
from assessment.services import save_answer
from tests.assessment.conftest import cell_of
from tests.assessment.respondents import link_of, take_in
from tests.browser.conftest import OpenTab
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
