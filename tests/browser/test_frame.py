"""The frame of the pages at work: menu, theme, language, tips, keyboard; with and without scripts."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import PHONE, OpenTab, log_in
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_menu_on_a_phone_opens_without_a_script_and_shows_every_entry_in_full(
    chromium: Browser, live_server: LiveServer, cast: Cast
) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}, locale="sv-SE")
    log_in(context, live_server.url, cast.consultant)
    page = context.new_page()
    page.goto(f"{live_server.url}/engagements/{cast.engagement.id}/")
    links = page.locator("#side-menu a")
    expect(links.first).to_be_hidden()
    page.get_by_role("button", name="Meny").click()
    for link in links.all():
        link.scroll_into_view_if_needed()
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= 44
    context.close()


def test_theme_changes_at_once_and_is_kept_by_the_next_page(open_tab: OpenTab, cast: Cast) -> None:
    page = open_tab(cast.consultant).open("/styleguide/")
    page.get_by_role("button", name="Mörkt").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("link", name="Alla uppdrag").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Mörkt")).to_have_attribute("aria-pressed", "true")


def test_theme_and_language_work_without_a_script(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("button", name="Mörkt").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    context.close()


def test_tip_over_a_chart_reads_the_row_of_its_table(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.consultant)
    page = tab.open("/styleguide/")
    chart = page.locator("[data-chart]", has=page.get_by_text("E-handeln kostar mer än den ger"))
    chart.locator(".chart-wide [data-row='0']").hover()
    expect(page.locator(".chart-tip")).to_contain_text("Livsmedel")
    expect(page.locator(".chart-tip")).to_contain_text("8 420 tkr")
    page.keyboard.press("Escape")
    expect(page.locator(".chart-tip")).to_be_hidden()
    assert tab.complaints == []


def test_keyboard_reaches_the_content_first(open_tab: OpenTab, cast: Cast) -> None:
    page = open_tab(cast.consultant).open("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
