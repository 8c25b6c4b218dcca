"""Who may answer for themselves: a participant, come by a link without an account or logged in with one.

Everybody else gets the same 404, whether the assessment exists or not.
"""

import contextlib
import functools
import threading
import time
import uuid
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import fence
from accounts.access import View
from accounts.models import User
from assessment.models import AccessLink, Participant
from assessment.selectors.participants import find_by_account, find_by_link

SESSION_KEY = "respondent_links"
WRONG_LINKS, WRONG_LINKS_SECONDS = 30, 600
WRITINGS, WRITINGS_SECONDS = 300, 60

_counting = threading.Lock()
_written: dict[str, int] = {}


def find_respondent(request: HttpRequest, assessment_id: uuid.UUID) -> Participant | None:
    """Return who is answering in this assessment, or None; a link is checked anew at every request."""
    token_hash = request.session.get(SESSION_KEY, {}).get(str(assessment_id))
    with fence.within(fence.EVERYTHING):
        by_link = find_by_link(assessment_id, token_hash) if token_hash else None
        if by_link is not None:
            return by_link
        return find_by_account(assessment_id, request.user) if isinstance(request.user, User) else None


def enter_by_link(request: HttpRequest, link: AccessLink) -> None:
    """Let the browser in: the session keeps the link's hash, for this assessment only."""
    request.session.cycle_key()
    links = request.session.get(SESSION_KEY, {})
    request.session[SESSION_KEY] = {**links, str(link.participant.assessment_id): link.token_hash}


def respondent_view(view: View) -> View:
    """Turn `view(request, participant, …)` into a view of a route with `<uuid:assessment_id>`."""

    @never_cache
    @login_not_required
    @functools.wraps(view)
    def routed(request: HttpRequest, assessment_id: uuid.UUID, **kwargs: object) -> HttpResponseBase:
        participant = find_respondent(request, assessment_id)
        if participant is None:
            return gone(request)
        if request.method == "POST" and _writes_too_fast(participant.id):
            return HttpResponse(status=429)
        fence.enter_by_id(participant.assessment.engagement_id)
        return view(request, participant, **kwargs)

    return routed


def address_view[Found](
    find: Callable[[str], Found | None],
) -> Callable[[Callable[[HttpRequest, Found], HttpResponse]], Callable[[HttpRequest, str], HttpResponse]]:
    """Turn `view(request, found)` into a view of a secret address `<str:token>`: anybody may try, but not too often.

    `find` looks past every fence; the view enters that of what was found. An address that opens nothing is 404, and
    counted: after too many of them from one place every address answers 429 for a while.
    """

    def wrap(view: Callable[[HttpRequest, Found], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
        @never_cache
        @login_not_required
        @require_http_methods(["GET", "POST"])
        @functools.wraps(view)
        def routed(request: HttpRequest, token: str) -> HttpResponse:
            if _has_guessed_too_often(request):
                text = _("För många försök. Vänta tio minuter.")
                return HttpResponse(text, status=429, content_type="text/plain")
            with fence.within(fence.EVERYTHING):
                found = find(token)
            if found is None:
                _note_wrong_address(request)
                return gone(request)
            return view(request, found)

        return routed

    return wrap


def gone(request: HttpRequest) -> HttpResponse:
    """Answer as if nothing was ever here."""
    return render(request, "assessment/respond/gone.html", status=404)


def _has_guessed_too_often(request: HttpRequest) -> bool:
    """Say whether too many addresses that open nothing came from this address of late."""
    return bool(cache.get(_guesses(request), 0) >= WRONG_LINKS)


def _note_wrong_address(request: HttpRequest) -> None:
    """Count an address that opens nothing, for all processes together."""
    key = _guesses(request)
    if not cache.add(key, 1, WRONG_LINKS_SECONDS):
        with contextlib.suppress(ValueError):  # it ran out a moment ago
            cache.incr(key)


def _guesses(request: HttpRequest) -> str:
    return f"respond:wrong:{get_adapter().get_client_ip(request)}"


def _writes_too_fast(participant_id: uuid.UUID) -> bool:
    """Count a writing and say whether it is one too many; each process counts for itself, which costs no query."""
    minute = int(time.monotonic() // WRITINGS_SECONDS)
    with _counting:
        if _written.get("minute") != minute:
            _written.clear()
            _written["minute"] = minute
        count = _written[str(participant_id)] = _written.get(str(participant_id), 0) + 1
    return count > WRITINGS
