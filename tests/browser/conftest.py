"""A real Chromium for the browser tests: who is logged in, what the page complained of, what every page must hold."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.assessment.conftest import assessment, pen, sheet

__all__ = ["assessment", "chromium", "open_tab", "pen", "sheet"]

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, PHONE = {"width": 1360, "height": 900}, {"width": 320, "height": 640}


@dataclass
class Tab:
    """An open page of one person, with everything that its console complained about."""

    page: Page
    base_url: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a path of the product and return the page."""
        self.page.goto(self.base_url + path)
        return self.page

    def check(self, *, ignore_status: bool = False) -> None:
        """Hold the page to what every page must hold, in light and dark, wide and on the narrowest phone."""
        for scheme in ("light", "dark"):
            for size in (WIDE, PHONE):
                self.page.emulate_media(color_scheme="light" if scheme == "light" else "dark", reduced_motion="reduce")
                self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
                self.page.evaluate(SETTLED)
                where = f"{self.page.url} {scheme} {size['width']}"
                findings = axe_findings(self.page)
                assert not findings, f"{where}\n{findings}"
                overflow = self.page.evaluate(SIDEWAYS)
                assert not overflow, f"{where} scrolls sideways: {overflow}"
        spoken = [text for text in self.complaints if not (ignore_status and "Failed to load resource" in text)]
        assert not spoken, f"{self.page.url}: {spoken}"


def axe_findings(page: Page) -> str:
    """Return what axe finds, a line for each rule with the elements it means; empty when there is nothing."""
    found = Axe().run(page).response["violations"]
    return "\n".join(
        f"{rule['id']} ({rule['impact']}): {rule['help']}: "
        + " | ".join(f"{node['target']} {node['html'][:160]}" for node in rule["nodes"][:6])
        for rule in found
    )


SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= window.innerWidth) return "";
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > room + 1);
  return wide.slice(0, 5).map((e) => `${e.tagName}.${e.getAttribute("class")}`).join(", ") || "body";
}"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium once. Playwright's loop makes Django think that it is called from async code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


type OpenTab = Callable[[User | None], Tab]


def _listen(tab: Tab) -> None:
    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            tab.complaints.append(message.text)

    tab.page.on("console", hear)
    tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))


def log_in(context: BrowserContext, base_url: str, user: User) -> None:
    """Give the browser a session of `user`, without the login form."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": base_url}])


@pytest.fixture
def open_tab(chromium: Browser, live_server: LiveServer) -> Iterator[OpenTab]:
    """Return a function that opens a tab for a member of the cast, or for nobody (None)."""
    contexts: list[BrowserContext] = []

    def open_for(user: User | None) -> Tab:
        context = chromium.new_context(locale="sv-SE", viewport={"width": WIDE["width"], "height": WIDE["height"]})
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user is not None:
            log_in(context, live_server.url, user)
        tab = Tab(context.new_page(), live_server.url)
        _listen(tab)
        return tab

    yield open_for
    for context in contexts:
        context.close()
