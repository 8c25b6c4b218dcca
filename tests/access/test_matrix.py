"""The permission matrix: every route × every person × own, other engagement, other consultancy, never existed."""

import pytest
from django.db.models import QuerySet, Value

from accounts import access
from accounts.models import Engagement, Invitation, Role, User
from jobs.registry import list_kinds
from tests.access.matrix import check_route
from tests.access.policy import JOB_KINDS, POLICY
from tests.access.routes import Route, list_routes
from tests.conftest import Cast

ROUTES = {route.name: route for route in list_routes()}


def test_every_route_stands_in_the_policy_and_every_row_is_a_route() -> None:
    assert set(ROUTES) == set(POLICY)


def test_every_job_kind_stands_in_the_policy() -> None:
    assert {kind for kind in list_kinds() if not kind.startswith("test.")} == set(JOB_KINDS)
    assert all(action in set(access.Action) for action in JOB_KINDS.values())


@pytest.mark.parametrize("name", sorted(POLICY))
def test_the_route_answers_as_the_policy_says(name: str, cast: Cast) -> None:
    check_route(ROUTES[name], POLICY[name], cast)


def test_a_route_outside_the_policy_is_seen() -> None:
    extra = Route("accounts:forgotten", "forgotten/", frozenset())
    assert {*ROUTES, extra.name} != set(POLICY)


def _every_engagement(user: User) -> QuerySet[Engagement]:
    return Engagement.objects.select_related("client__consultancy").annotate(held_role=Value(Role.CONSULTANT))


def test_the_matrix_bites_when_the_selector_of_engagements_forgets_its_filter(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_held_engagements", _every_engagement)
    with pytest.raises(AssertionError, match="foreign"):
        check_route(ROUTES["accounts:engagement"], POLICY["accounts:engagement"], cast)


def test_the_matrix_bites_when_the_selector_of_an_object_forgets_its_engagement(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "accounts.people_views.get_open_invitation_or_404",
        lambda engagement, invitation_id: Invitation.objects.filter(pk=invitation_id).first(),
    )
    with pytest.raises(AssertionError, match="another's object"):
        check_route(ROUTES["accounts:invitation_withdraw"], POLICY["accounts:invitation_withdraw"], cast)
