"""Every page, in light and dark, wide and narrow: no axe finding, no sideways scroll, nothing in the console."""

import pytest

from tests.browser.conftest import OpenTab
from tests.browser.pages import VISITS, Visit
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_page_is_accessible_and_keeps_within_the_window(visit: Visit, open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(getattr(cast, visit.person) if visit.person else None)
    page = tab.open(visit.path(cast))
    assert page.locator("h1").count() == 1
    tab.check(ignore_status=visit.is_error)


def test_page_with_a_fault_is_found(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.consultant)
    page = tab.open("/styleguide/")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"/static/ui/favicon.svg\">')")
    with pytest.raises(AssertionError, match="image-alt"):
        tab.check()


def test_page_that_scrolls_sideways_is_found(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.consultant)
    page = tab.open("/styleguide/")
    page.evaluate("document.querySelector('h1').style.width = '1500px'")
    with pytest.raises(AssertionError, match="scrolls sideways"):
        tab.check()
