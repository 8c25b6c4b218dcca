"""What the pages of people and engagements read."""

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.access import managed_clients, managed_consultancies, visible_engagements
from accounts.models import AuditEvent, Client, Engagement, Invitation, Membership, Role, User
from accounts.secrets import hash_token


@dataclass(frozen=True)
class ClientGroup:
    """A client with those of its engagements that the person can open."""

    client: Client
    engagements: tuple[Engagement, ...]
    is_managed: bool


def list_client_groups(user: User) -> list[ClientGroup]:
    """Return the clients that exist for `user`, each with its visible engagements, by name."""
    managed = {client.id: client for client in managed_clients(user)}
    grouped: dict[uuid.UUID, list[Engagement]] = {client_id: [] for client_id in managed}
    clients = dict(managed)
    for engagement in visible_engagements(user):
        clients.setdefault(engagement.client_id, engagement.client)
        grouped.setdefault(engagement.client_id, []).append(engagement)
    return [
        ClientGroup(client, tuple(grouped[client.id]), client.id in managed)
        for client in sorted(clients.values(), key=lambda client: client.name.casefold())
    ]


def get_managed_client_or_404(user: User, client_id: uuid.UUID) -> Client:
    """Return a client that `user` may set engagements up for; raise Http404 otherwise."""
    client = managed_clients(user).filter(pk=client_id).first()
    if client is None:
        raise Http404
    return client


def is_consultant(user: User) -> bool:
    """Say whether `user` is a consultant anywhere."""
    return managed_consultancies(user).exists()


def list_people(engagement: Engagement) -> QuerySet[Membership]:
    """Return who can open `engagement`: its own members and the consultancy's consultants."""
    consultants = Q(role=Role.CONSULTANT, consultancy=engagement.client.consultancy)
    return (
        Membership.objects.filter(consultants | Q(engagement=engagement))
        .select_related("user")
        .order_by("role", "user__name")
    )


def list_open_invitations(engagement: Engagement) -> QuerySet[Invitation]:
    """Return the invitations to `engagement`, or to its consultancy, that can still be accepted."""
    colleagues = Q(engagement__isnull=True, consultancy=engagement.client.consultancy)
    return Invitation.objects.filter(
        colleagues | Q(engagement=engagement),
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=timezone.now(),
    )


def get_open_invitation_or_404(engagement: Engagement, invitation_id: uuid.UUID) -> Invitation:
    """Return one open invitation to `engagement`; raise Http404 otherwise."""
    invitation = list_open_invitations(engagement).filter(pk=invitation_id).first()
    if invitation is None:
        raise Http404
    return invitation


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation that `token` opens, unless it is used, withdrawn or too old."""
    return (
        Invitation.objects.filter(
            token_hash=hash_token(token),
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=timezone.now(),
        )
        .select_related("engagement__client__consultancy", "consultancy", "invited_by")
        .first()
    )


def find_user(email: str) -> User | None:
    """Return the person who logs in with `email`."""
    return User.objects.filter(email=email.lower()).first()


def get_membership_or_404(engagement: Engagement, membership_id: uuid.UUID) -> Membership:
    """Return a membership of this very engagement (not a consultant's); raise Http404 otherwise."""
    membership = Membership.objects.filter(engagement=engagement, pk=membership_id).select_related("user").first()
    if membership is None:
        raise Http404
    return membership


def list_events(engagement: Engagement) -> QuerySet[AuditEvent]:
    """Return the audit trail of `engagement`, newest first."""
    return AuditEvent.objects.filter(engagement=engagement).select_related("actor")
