"""Set up clients and engagements, invite people, take access back."""

import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import record_event
from accounts.models import Client, Consultancy, Engagement, Invitation, Membership, Role, User
from accounts.secrets import hash_token, new_token


class UsedInvitationError(Exception):
    """The invitation was accepted or withdrawn a moment ago."""


INVITATION_LIFETIME = datetime.timedelta(days=14)


def create_client(*, consultancy: Consultancy, name: str) -> Client:
    """Add a client to the consultancy."""
    return Client.objects.create(consultancy=consultancy, name=name)


@transaction.atomic
def create_engagement(
    *, client: Client, name: str, scope: str, period_start: datetime.date, period_end: datetime.date, actor: User | None
) -> Engagement:
    """Add an engagement to a client."""
    engagement = Engagement.objects.create(
        client=client, name=name, scope=scope, period_start=period_start, period_end=period_end
    )
    record_event(actor=actor, engagement=engagement, what="engagement.created", object_id=engagement.id)
    return engagement


@transaction.atomic
def invite(*, engagement: Engagement, email: str, name: str, role: Role, invited_by: User) -> Invitation:
    """Offer a role in `engagement` by e-mail; a still open offer of the same role to the same address is replaced."""
    email, now, token = email.lower(), timezone.now(), new_token()
    consultancy = engagement.client.consultancy
    scope = None if role == Role.CONSULTANT else engagement
    Invitation.objects.filter(
        consultancy=consultancy,
        engagement=scope,
        email=email,
        role=role,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    ).update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        consultancy=consultancy,
        engagement=scope,
        role=role,
        email=email,
        name=name,
        token_hash=hash_token(token),
        invited_by=invited_by,
        expires_at=now + INVITATION_LIFETIME,
    )
    record_event(actor=invited_by, engagement=engagement, what="invitation.sent", object_id=invitation.id)
    transaction.on_commit(lambda: _send(invitation, engagement, token))
    return invitation


def _send(invitation: Invitation, engagement: Engagement, token: str) -> None:
    address = settings.BASE_URL + reverse("accounts:invitation", args=[token])
    context = {"invitation": invitation, "engagement": engagement, "address": address}
    send_mail(
        subject=_("Inbjudan till %(engagement)s") % {"engagement": " ".join(str(engagement).split())},
        message=render_to_string("accounts/invitation_mail.txt", context),
        from_email=None,
        recipient_list=[invitation.email],
    )


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User) -> Membership:
    """Turn the offer into a membership of `user`; raise UsedInvitationError when somebody was faster."""
    used = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True).update(
        accepted_at=timezone.now()
    )
    if not used:
        raise UsedInvitationError
    membership, _created = Membership.objects.get_or_create(
        user=user, consultancy=invitation.consultancy, engagement=invitation.engagement, role=invitation.role
    )
    record_event(actor=user, engagement=invitation.engagement, what="invitation.accepted", object_id=invitation.id)
    return membership


@transaction.atomic
def accept_as_new_person(*, invitation: Invitation, name: str, password: str) -> User:
    """Create the account that the invitation is for, and accept it."""
    user = User.objects.create_user(invitation.email, password, name=name)
    accept_invitation(invitation=invitation, user=user)
    return user


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: User) -> None:
    """Make the link in the e-mail worthless."""
    Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=timezone.now())
    record_event(actor=actor, engagement=invitation.engagement, what="invitation.withdrawn", object_id=invitation.id)


@transaction.atomic
def end_membership(*, membership: Membership, actor: User) -> None:
    """Take a role away at once."""
    record_event(actor=actor, engagement=membership.engagement, what="membership.ended", object_id=membership.id)
    membership.delete()
