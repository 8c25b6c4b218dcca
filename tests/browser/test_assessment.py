"""Answering in a real Chromium: autosave, a cut network, two writers, the keyboard, and what every page must hold."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from assessment.domain.cells import CellKey
from assessment.models import Answer, AnswerRevision, Assessment
from assessment.readers import find_shipped
from assessment.services import create_assessment
from assessment.services.targets import set_targets
from tests.assessment.conftest import Pen
from tests.browser.conftest import OpenTab
from tests.conftest import Cast

SAVED = re.compile(r"^Sparat \d\d:\d\d$")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _url(name: str, assessment: Assessment, *parts: str) -> str:
    return reverse(f"assessment:{name}", args=[assessment.engagement_id, assessment.id, *parts])


def _cut(page: Page) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/cell/", refuse)


def test_each_answer_is_saved_while_typing(open_tab: OpenTab, assessment: Assessment, cast: Cast) -> None:
    page = open_tab(cast.respondent).open(_url("section", assessment, "direction"))
    page.get_by_label("Vision och affärsidé", exact=True).fill("Vi kör längst")
    expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    assert Answer.objects.get().value == "Vi kör längst"
    page.reload()
    expect(page.get_by_label("Vision och affärsidé", exact=True)).to_have_value("Vi kör längst")


def test_text_typed_without_a_network_survives_a_reload_and_is_saved_then(
    open_tab: OpenTab, assessment: Assessment, cast: Cast
) -> None:
    page = open_tab(cast.respondent).open(_url("section", assessment, "direction"))
    _cut(page)
    page.get_by_label("Vision och affärsidé", exact=True).fill("Skrivet i en tunnel")
    expect(page.get_by_text("Inte sparat, försöker igen")).to_be_visible()
    assert not Answer.objects.exists()
    page.reload()
    expect(page.get_by_label("Vision och affärsidé", exact=True)).to_have_value("Skrivet i en tunnel")
    page.unroute("**/cell/")
    expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    assert Answer.objects.get().value == "Skrivet i en tunnel"


def test_the_second_writer_sees_both_texts_and_puts_them_together(
    open_tab: OpenTab, assessment: Assessment, pen: Pen, cast: Cast
) -> None:
    page = open_tab(cast.respondent).open(_url("section", assessment, "direction"))
    pen.write("Konsultens text", by=cast.consultant)
    page.get_by_label("Vision och affärsidé", exact=True).fill("Min text")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Konsultens text")
    expect(alert).to_contain_text("Min text")
    assert Answer.objects.get().value == "Konsultens text"
    page.get_by_role("button", name="Slå ihop båda i rutan").click()
    expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    assert Answer.objects.get().value == "Konsultens text\n\nMin text"
    assert AnswerRevision.objects.count() == 2


def test_a_matrix_is_answered_with_the_keyboard_alone_on_the_narrowest_phone(
    open_tab: OpenTab, assessment: Assessment, cast: Cast
) -> None:
    tab = open_tab(cast.respondent)
    tab.page.set_viewport_size({"width": 320, "height": 640})
    page = tab.open(_url("section", assessment, "channels"))
    page.locator("[name='cell-marketing_channels:club_activities'][value='']").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("group", name="Klubbverksamhet").get_by_label("Används inte")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("group", name="Kundwebb").get_by_label("Integrerat IT-stöd")).to_be_checked()
    expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    assert set(Answer.objects.values_list("row", "value")) == {
        ("club_activities", "unused"),
        ("customer_web", "integrated"),
    }
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_question_that_comes_to_apply_is_shown_at_once_and_keeps_its_text(open_tab: OpenTab, cast: Cast) -> None:
    shipped = find_shipped("customer_definition")
    assert shipped is not None
    begun = create_assessment(engagement=cast.engagement, shipped=shipped, title="Kund", author=cast.consultant)
    page = open_tab(cast.respondent).open(_url("section", begun, "identity"))
    household = page.get_by_label("Vilka personer räknas till samma hushåll?")
    expect(household).to_be_hidden()
    first = page.get_by_role("group", name="En kund är i första hand")
    first.get_by_label("Hushåll").check()
    household.fill("De som bor ihop")
    expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    first.get_by_label("Person").check()
    expect(household).to_be_hidden()
    first.get_by_label("Hushåll").check()
    expect(household).to_have_value("De som bor ihop")


def test_an_odd_percentage_is_asked_about_at_once(open_tab: OpenTab, assessment: Assessment, cast: Cast) -> None:
    page = open_tab(cast.respondent).open(_url("section", assessment, "customer_analysis"))
    page.get_by_label("Lojala kunder").fill("140")
    expect(page.get_by_text("En procentandel brukar ligga mellan 0 och 100")).to_be_visible()


def test_the_room_that_is_left_is_told_before_the_limit(open_tab: OpenTab, assessment: Assessment, cast: Cast) -> None:
    page = open_tab(cast.respondent).open(_url("section", assessment, "direction"))
    page.get_by_label("Vision och affärsidé", exact=True).fill("x" * 9_900)
    expect(page.get_by_text("100 tecken kvar")).to_be_visible()
    page.get_by_label("Vision och affärsidé", exact=True).fill("x" * 10_005)
    expect(page.get_by_text("5 tecken för mycket")).to_be_visible()
    expect(page.get_by_label("Vision och affärsidé", exact=True)).to_have_value("x" * 10_005)


@pytest.mark.parametrize(
    "section", ["cover", "direction", "situation", "customer_analysis", "channels", "communication"]
)
def test_every_kind_of_question_is_accessible(
    open_tab: OpenTab, assessment: Assessment, cast: Cast, section: str
) -> None:
    tab = open_tab(cast.respondent)
    tab.open(_url("section", assessment, section))
    tab.check()


def test_the_other_pages_are_accessible(open_tab: OpenTab, assessment: Assessment, pen: Pen, cast: Cast) -> None:
    pen.write("Vår vision")
    pen.write("described", cell="vision@rating")
    pen.write("integrated", cell="sales_channels:e_commerce")
    tab = open_tab(cast.consultant)
    pages = [("overview", ()), ("readiness", ()), ("answers", ()), ("history", ("vision",)), ("targets", ())]
    set_targets(
        assessment=assessment, targets={CellKey("sales_channels", "trade_fairs"): "integrated"}, actor=cast.consultant
    )
    for name, parts in pages:
        page = tab.open(_url(name, assessment, *parts))
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        tab.check()
    tab.open(reverse("assessment:list", args=[assessment.engagement_id]))
    tab.check()
