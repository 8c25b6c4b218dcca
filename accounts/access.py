"""Who may see and do what: the one public answer.

Foreign data answers as if it did not exist (404); what is one's own but not allowed for the role answers 403.
Every app asks here; no app compares roles by itself.
"""

import functools
import uuid
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, TypedDict

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django_stubs_ext import Annotations

from accounts import fence
from accounts.models import AuditEvent, Client, Consultancy, Engagement, Membership, Role, User


class Action(StrEnum):
    """What a person can do. Each is granted to roles in GRANTS."""

    VIEW_ENGAGEMENT = "view_engagement"
    MANAGE_ENGAGEMENT = "manage_engagement"
    INVITE = "invite"
    VIEW_ASSESSMENT = "view_assessment"
    ANSWER_ASSESSMENT = "answer_assessment"
    MANAGE_ASSESSMENT = "manage_assessment"
    VIEW_READINESS = "view_readiness"
    VIEW_LEDGER = "view_ledger"
    UPLOAD_LEDGER = "upload_ledger"
    RUN_ALLOCATION = "run_allocation"
    VIEW_PROFITABILITY = "view_profitability"
    VIEW_CUSTOMER_BASE = "view_customer_base"
    ANALYSE_CUSTOMER_BASE = "analyse_customer_base"
    ISSUE_READINESS_REPORT = "issue_readiness_report"
    ISSUE_PROFITABILITY_REPORT = "issue_profitability_report"
    ISSUE_CUSTOMER_BASE_REPORT = "issue_customer_base_report"


GRANTS: dict[Role, frozenset[Action]] = {
    Role.CONSULTANT: frozenset(Action),
    Role.FINANCE: frozenset(
        {
            Action.VIEW_ENGAGEMENT,
            Action.VIEW_LEDGER,
            Action.UPLOAD_LEDGER,
            Action.RUN_ALLOCATION,
            Action.VIEW_PROFITABILITY,
            Action.VIEW_CUSTOMER_BASE,
            Action.ANALYSE_CUSTOMER_BASE,
            Action.ISSUE_PROFITABILITY_REPORT,
            Action.ISSUE_CUSTOMER_BASE_REPORT,
        }
    ),
    Role.RESPONDENT: frozenset({Action.VIEW_ENGAGEMENT, Action.VIEW_ASSESSMENT, Action.ANSWER_ASSESSMENT}),
    Role.CLIENT_READER: frozenset(
        {Action.VIEW_ENGAGEMENT, Action.VIEW_READINESS, Action.VIEW_PROFITABILITY, Action.VIEW_CUSTOMER_BASE}
    ),
}


def signed_in(request: HttpRequest) -> User:
    """Return the person who is logged in; a view behind LoginRequiredMiddleware always has one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _roles_in(user: User, consultancy_id: uuid.UUID, engagement_id: uuid.UUID | None) -> set[str]:
    own = Q(role=Role.CONSULTANT, consultancy_id=consultancy_id)
    if engagement_id is not None:
        own |= Q(engagement_id=engagement_id)
    return set(Membership.objects.filter(own, user=user).values_list("role", flat=True))


def can(user: User, action: Action, target: Engagement | Client | Consultancy) -> bool:
    """Say whether `user` may do `action` on `target` (and on everything that belongs to it)."""
    match target:
        case Engagement():
            roles = _roles_in(user, target.client.consultancy_id, target.id)
        case Client():
            roles = _roles_in(user, target.consultancy_id, None)
        case Consultancy():
            roles = _roles_in(user, target.id, None)
    return any(action in GRANTS[Role(role)] for role in roles)


def allowed_actions(user: User, engagement: Engagement) -> frozenset[Action]:
    """Return everything `user` may do in `engagement`; empty when it is foreign."""
    if engagement.held is not None and engagement.held[0] == user.pk:
        roles = set(engagement.held[1])
    else:
        roles = _roles_in(user, engagement.client.consultancy_id, engagement.id)
    return frozenset().union(*(GRANTS[Role(role)] for role in roles))


def visible_engagements(user: User) -> QuerySet[Engagement]:
    """Return the engagements that exist for `user`."""
    return (
        Engagement.objects.filter(
            Q(memberships__user=user)
            | Q(client__consultancy__memberships__user=user, client__consultancy__memberships__role=Role.CONSULTANT)
        )
        .select_related("client__consultancy")
        .distinct()
    )


def managed_consultancies(user: User) -> QuerySet[Consultancy]:
    """Return the consultancies where `user` is a consultant."""
    return Consultancy.objects.filter(memberships__user=user, memberships__role=Role.CONSULTANT).distinct()


def managed_clients(user: User) -> QuerySet[Client]:
    """Return the clients that `user` may set engagements up for."""
    return Client.objects.filter(consultancy__in=managed_consultancies(user))


def get_engagement_or_404(user: User, engagement_id: uuid.UUID, action: Action) -> Engagement:
    """Return the engagement; raise Http404 when it is foreign or never existed, PermissionDenied for a wrong role."""
    held = list(_held_engagements(user).filter(pk=engagement_id))
    if not held:
        raise Http404
    if all(action not in GRANTS[Role(engagement.held_role)] for engagement in held):
        raise PermissionDenied
    held[0].held = user.pk, frozenset(engagement.held_role for engagement in held)
    return held[0]


class _Held(TypedDict):
    held_role: str


def _held_engagements(user: User) -> QuerySet[Annotated[Engagement, Annotations[_Held]]]:
    """Return the engagements that exist for `user`, one row for each role held there: existence and role in one."""
    path = "client__consultancy__memberships__"
    whole, here = Q(**{f"{path}role": Role.CONSULTANT}), Q(**{f"{path}engagement": F("pk")})
    found = Engagement.objects.filter(whole | here, **{f"{path}user": user})
    return found.annotate(held_role=F(f"{path}role")).select_related("client__consultancy").order_by()


type View = Callable[..., HttpResponseBase]


def engagement_view(action: Action) -> Callable[[View], View]:
    """Turn `view(request, engagement, …)` into a view of a route with `<uuid:engagement_id>`, authorised first."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def routed(request: HttpRequest, engagement_id: uuid.UUID, **kwargs: object) -> HttpResponseBase:
            engagement = get_engagement_or_404(signed_in(request), engagement_id, action)
            fence.enter(engagement)
            request.engagement = engagement  # type: ignore[attr-defined]  # for the side bar
            return view(request, engagement, **kwargs)

        return routed

    return decorate


def record_event(*, actor: User | None, engagement: Engagement | None, what: str, object_id: object = "") -> None:
    """Add one line to the audit trail. `what` is a code such as `run.started`; names of customers never stand here."""
    AuditEvent.objects.create(
        actor=actor,
        consultancy=engagement.client.consultancy if engagement else None,
        engagement=engagement,
        what=what,
        object_id=str(object_id),
    )
