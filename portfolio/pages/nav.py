"""The pages of an analysis in four groups: first the groups, then the pages of the one that is open."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NavPage:
    """A page by its route in this app."""

    route: str
    label: str | Promise

    @property
    def url_name(self) -> str:
        return f"portfolio:{self.route}"


@dataclass(frozen=True)
class NavGroup:
    """Pages that answer the same sort of question; a group opens at its first page."""

    label: str | Promise
    pages: tuple[NavPage, ...]


@dataclass(frozen=True)
class Nav:
    """All groups, the one that is open, and the page shown in it."""

    groups: tuple[NavGroup, ...]
    group: NavGroup
    current: str


GROUPS = (
    NavGroup(
        _("Läget"),
        (NavPage("flows", _("Flöden")), NavPage("migration", _("Migration")), NavPage("value", _("Portföljvärde"))),
    ),
    NavGroup(
        _("Kunderna"),
        (
            NavPage("customers", _("Alla kunder")),
            NavPage("cohorts", _("Nya kunder")),
            NavPage("segments", _("Segmenten")),
        ),
    ),
    NavGroup(
        _("Köpen"),
        (NavPage("holdings", _("Innehav")), NavPage("twins", _("Kan köpa")), NavPage("wallet", _("Kundandel"))),
    ),
    NavGroup(
        _("Framåt"),
        (
            NavPage("ahead", _("Värde framåt")),
            NavPage("leaving", _("På väg bort")),
            NavPage("budget", _("Budget")),
        ),
    ),
)


def nav_of(current: str) -> Nav:
    """Return the way from the page of the route `current`; raise StopIteration for one that is in no group."""
    group = next(group for group in GROUPS if any(page.route == current for page in group.pages))
    return Nav(GROUPS, group, current)
