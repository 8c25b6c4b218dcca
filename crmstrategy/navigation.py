"""What the side bar shows: the entries of the engagement that the page is about, as far as the role allows."""

from dataclasses import dataclass
from functools import cache, partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.access import Action, allowed_actions, get_engagement_or_404
from accounts.models import Engagement, User


@dataclass(frozen=True)
class Entry:
    """One link of the side bar; `icon` names a symbol in static/ui/icons.svg."""

    label: str
    url: str
    icon: str
    is_current: bool


PLACES: tuple[tuple[str, str, str, Action], ...] = (
    (gettext_noop("Frågeformulär"), "assessment:list", "clipboard-list", Action.VIEW_ASSESSMENT),
    (gettext_noop("Mognad"), "assessment:latest_readiness", "gauge", Action.VIEW_READINESS),
    (gettext_noop("Sagt och mätt"), "portfolio:latest_said_measured", "scale", Action.VIEW_READINESS),
    (gettext_noop("Kundlönsamhet"), "profitability:overview", "coins", Action.VIEW_PROFITABILITY),
    (gettext_noop("Kundbas"), "portfolio:latest", "users", Action.VIEW_CUSTOMER_BASE),
    (gettext_noop("Import"), "profitability:imports", "inbox", Action.UPLOAD_LEDGER),
    (gettext_noop("Underlag"), "profitability:uploads", "upload", Action.UPLOAD_LEDGER),
    (gettext_noop("Rapporter"), "reports:reports", "file-text", Action.VIEW_PROFITABILITY),
    (gettext_noop("Bakgrundsarbeten"), "jobs:list", "history", Action.MANAGE_ENGAGEMENT),
    (gettext_noop("Personer"), "accounts:people", "user", Action.INVITE),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return `navigation` (entries) and `engagement` for the base template; both empty outside an engagement.

    Neither is looked for before a template asks: a part of a page has no side bar.
    """
    match = request.resolver_match
    engagement_id = match.kwargs.get("engagement_id") if match else None
    if engagement_id is None:
        return {"navigation": []}
    found = cache(partial(_find_engagement, request, engagement_id))
    navigation = SimpleLazyObject(lambda: _find_entries(request, found()))
    return {"navigation": navigation, "engagement": SimpleLazyObject(found)}


def _find_engagement(request: HttpRequest, engagement_id: UUID) -> Engagement | None:
    known: Engagement | None = getattr(request, "engagement", None)
    if known is not None or not isinstance(request.user, User):
        return known
    try:
        return get_engagement_or_404(request.user, engagement_id, Action.VIEW_ENGAGEMENT)
    except (Http404, PermissionDenied):  # the page that says so has a side bar too
        return None


def _find_entries(request: HttpRequest, engagement: Engagement | None) -> list[Entry]:
    return entries(request, engagement, request.user) if engagement and isinstance(request.user, User) else []


def entries(request: HttpRequest, engagement: Engagement, user: User) -> list[Entry]:
    """Return the entries that `user` may open in `engagement`."""
    actions = allowed_actions(user, engagement)
    places = [
        (label, reverse(name, args=[engagement.id]), icon) for label, name, icon, action in PLACES if action in actions
    ]
    here = max((url for _label, url, _icon in places if request.path.startswith(url)), key=len, default="")
    return [Entry(_(label), url, icon, url == here) for label, url, icon in places]
