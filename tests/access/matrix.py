"""One row of the policy table, asked by everybody everywhere."""

import functools
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.models import Engagement, User
from tests.access.makers import MAKERS
from tests.access.policy import EVERY_ROLE, Row
from tests.access.routes import Route
from tests.assessment.respondents import browser_of, give_evidence, led_assessment, take_in
from tests.conftest import Cast

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
VOLATILE = re.compile(rb"""(csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"|nonce="[^"]+"|[0-9a-f-]{36})""")


@dataclass(frozen=True)
class Asked:
    """One request and who made it."""

    who: str
    what: str
    method: str
    url: str
    response: HttpResponseBase
    content: bytes

    def must(self, holds: bool, wanted: str) -> None:
        """Fail with a sentence that says who asked what and what was wanted."""
        assert holds, f"{self.who} asked {self.what} by {self.method} {self.url}: {self.response.status_code}, {wanted}"


def steady(content: bytes) -> bytes:
    """Return a page without what differs at every request: CSRF token, nonce and ids in addresses."""
    return VOLATILE.sub(b"", content)


def check_route(route: Route, row: Row, cast: Cast) -> None:
    """Ask one route as every person of the cast; raise AssertionError where an answer differs from the policy."""
    match row.scope:
        case "public":
            check_public(route, row)
        case "signed_in":
            check_signed_in(route, row, cast)
        case "client":
            check_client(route, row, cast)
        case "engagement":
            check_engagement(route, row, cast)
        case "participant":
            check_participant(route, row, cast)
        case _:
            raise AssertionError(f"{route.name}: unknown scope {row.scope}")


@functools.lru_cache(maxsize=16)
def client_of(user_id: uuid.UUID | None) -> Client:
    """Return a browser in which this person is logged in; every test makes people with ids of their own."""
    client = Client(raise_request_exception=False)
    if user_id is not None:
        client.force_login(User.objects.get(pk=user_id))
    return client


def ask(who: str, user: User | None, what: str, method: str, url: str) -> Asked:
    """Make one request as `user`, without following redirects."""
    client = client_of(user.id if user else None)
    client.cookies.pop("messages", None)  # what an earlier answer had to say is not part of this one
    response = client.generic(method, url, content_type="application/x-www-form-urlencoded")
    asked = Asked(who, what, method, url, response, b"" if response.streaming else response.content)
    asked.must(response.status_code < 500, "never a server error")
    return asked


def _is_login(asked: Asked, route: Route) -> bool:
    if route.is_api:
        return asked.response.status_code == 401
    return asked.response.status_code == 302 and "/account/login/" in asked.response.headers["Location"]


def check_public(route: Route, row: Row) -> None:
    url = reverse(route.name, kwargs=dict.fromkeys(route.keywords, "unknown"))
    for method in sorted(row.methods):
        asked = ask("anonymous", None, "a public page", method, url)
        asked.must(not _is_login(asked, route), "no login wanted")
        asked.must(asked.response.status_code != 405, "the method is allowed")


def check_signed_in(route: Route, row: Row, cast: Cast) -> None:
    url = reverse(route.name, kwargs=dict.fromkeys(route.keywords, uuid.uuid4()))
    for method in sorted(row.methods):
        anonymous = ask("anonymous", None, "a page for those signed in", method, url)
        anonymous.must(_is_login(anonymous, route), "login wanted")
        asked = ask("nobody", cast.nobody, "a page for those signed in", method, url)
        asked.must(asked.response.status_code != 405, "the method is allowed")
        if not route.keywords:
            asked.must(asked.response.status_code not in {403, 404}, "open to everyone signed in")


def check_client(route: Route, row: Row, cast: Cast) -> None:
    own, foreign = cast.engagement.client_id, cast.foreign_engagement.client_id
    for method in sorted(row.methods):
        for who in people_names():
            allowed = who == "consultant"
            asked = ask(who, getattr(cast, who), "the client", method, reverse(route.name, args=[own]))
            asked.must((asked.response.status_code == 404) != allowed, "404 for all but the own consultant")
        for client_id in (foreign, uuid.uuid4()):
            url = reverse(route.name, args=[client_id])
            asked = ask("consultant", cast.consultant, "a foreign client", method, url)
            asked.must(asked.response.status_code == 404, "404 wanted")


def people_names() -> tuple[str, ...]:
    return (*EVERY_ROLE.split(), "other_finance", "foreign_consultant", "nobody")


def urls(route: Route, row: Row, engagement: Engagement, objects_from: Engagement | None) -> str:
    """Return the address in `engagement` with objects made in `objects_from` (None: ids that never existed)."""
    kwargs: dict[str, object] = {"engagement_id": engagement.id}
    for keyword, maker in row.objects.items():
        if maker.startswith("="):
            kwargs[keyword] = maker[1:]
        else:
            kwargs[keyword] = MAKERS[maker](objects_from) if objects_from else uuid.uuid4()
    return reverse(route.name, kwargs=kwargs)


def check_engagement(route: Route, row: Row, cast: Cast) -> None:
    for method in METHODS:
        if method not in row.methods:
            asked = ask(
                "consultant", cast.consultant, "own", method, urls(route, row, cast.engagement, cast.engagement)
            )
            asked.must(asked.response.status_code == 405, "405 for a method outside the policy")
            continue
        check_own(route, row, cast, method)
        check_foreign(route, row, cast, method)


def check_own(route: Route, row: Row, cast: Cast, method: str) -> None:
    for who in EVERY_ROLE.split():
        url = urls(route, row, cast.engagement, cast.engagement)
        asked = ask(who, getattr(cast, who), "own", method, url)
        if who in row.roles_for(method):
            asked.must(asked.response.status_code not in {401, 403, 404, 405}, "allowed by the policy")
        else:
            asked.must(asked.response.status_code == 403, "403 for a role outside the policy")
    anonymous = ask("anonymous", None, "own", method, urls(route, row, cast.engagement, cast.engagement))
    anonymous.must(_is_login(anonymous, route), "login wanted")


def check_participant(route: Route, row: Row, cast: Cast) -> None:
    """Ask by link and by account; 404, and always the same one, for everybody who does not take part."""
    assessment = led_assessment(cast.engagement)
    linked = take_in(assessment, "Länk", email=cast.respondent.email, sections=["direction"])
    elsewhere = take_in(led_assessment(cast.foreign_engagement), "Annan", sections=["direction"])
    for method in METHODS:
        given = str(give_evidence(linked).id)
        url, never = (_participant_url(route, row, one, given) for one in (assessment.id, uuid.uuid4()))
        if method not in row.methods:
            by_account = ask("respondent", cast.respondent, "own", method, url)
            by_account.must(by_account.response.status_code == 405, "405 for a method outside the policy")
            continue
        for who, client in (("by link", browser_of(linked)), ("respondent", client_of(cast.respondent.id))):
            url = _participant_url(route, row, assessment.id, str(give_evidence(linked).id))
            response = client.generic(method, url, content_type="application/x-www-form-urlencoded")
            asked = Asked(who, "own", method, url, response, b"" if response.streaming else response.content)
            asked.must(response.status_code in {200, 302, 409, 422}, "open to those who take part")
        revoked = browser_of(take_in(assessment, "Återkallad", sections=["direction"]), is_revoked=True)
        for who, client in [("by another's link", browser_of(elsewhere)), ("by a revoked link", revoked)]:
            response = client.generic(method, url, content_type="application/x-www-form-urlencoded")
            Asked(who, "foreign", method, url, response, response.content).must(response.status_code == 404, "404")
        for stranger in ("", "consultant", "finance", "client_reader", "other_finance", "foreign_consultant", "nobody"):
            person = getattr(cast, stranger) if stranger else None
            foreign, unreal = (ask(stranger or "anonymous", person, "foreign", method, one) for one in (url, never))
            foreign.must(foreign.response.status_code == 404 == unreal.response.status_code, "404 wanted")
            foreign.must(steady(foreign.content) == steady(unreal.content), "the answer of what never existed")


def _participant_url(route: Route, row: Row, assessment_id: uuid.UUID, evidence_id: str) -> str:
    words = {keyword: maker.removeprefix("=") for keyword, maker in row.objects.items()}
    if "evidence_id" in words:
        words["evidence_id"] = evidence_id
    return reverse(route.name, kwargs={"assessment_id": assessment_id, **words})


def _strangers(cast: Cast) -> Iterator[tuple[str, User, Engagement]]:
    yield "finance", cast.finance, cast.other_engagement
    yield "finance", cast.finance, cast.foreign_engagement
    yield "other_finance", cast.other_finance, cast.engagement
    yield "consultant", cast.consultant, cast.foreign_engagement
    yield "foreign_consultant", cast.foreign_consultant, cast.engagement
    yield "nobody", cast.nobody, cast.engagement


def check_foreign(route: Route, row: Row, cast: Cast, method: str) -> None:
    for who, user, engagement in _strangers(cast):
        foreign = ask(who, user, "foreign", method, urls(route, row, engagement, engagement))
        unsaved = Engagement(id=uuid.uuid4())
        never = ask(who, user, "what never existed", method, urls(route, row, unsaved, None))
        foreign.must(foreign.response.status_code == 404, "404 wanted")
        never.must(never.response.status_code == 404, "404 wanted")
        same = steady(foreign.content) == steady(never.content)
        foreign.must(same, "exactly the answer of what never existed")
    if row.objects and "consultant" in row.roles:
        for source in (cast.other_engagement, cast.foreign_engagement, None):
            mixed = ask(
                "consultant",
                cast.consultant,
                "another's object under the own address",
                method,
                urls(route, row, cast.engagement, source),
            )
            mixed.must(mixed.response.status_code == 404, "404 wanted")
