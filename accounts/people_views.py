"""Pages of people: who can open an engagement, invitations, and accepting one."""

import uuid

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.forms import InvitationForm, NewPersonForm
from accounts.models import Engagement, Invitation, Role, User
from accounts.selectors import (
    find_invitation,
    find_user,
    get_membership_or_404,
    get_open_invitation_or_404,
    list_open_invitations,
    list_people,
)
from accounts.services import (
    UsedInvitationError,
    accept_as_new_person,
    accept_invitation,
    end_membership,
    invite,
    withdraw_invitation,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
@engagement_view(Action.INVITE)
def people(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """List who can open the engagement and which invitations are open."""
    context = {
        "engagement": engagement,
        "people": list_people(engagement),
        "invitations": list_open_invitations(engagement),
    }
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "POST"])
@engagement_view(Action.INVITE)
def invite_person(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invite(
            engagement=engagement,
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            role=Role(form.cleaned_data["role"]),
            invited_by=signed_in(request),
        )
        messages.success(request, _("Inbjudan är skickad till %(email)s.") % {"email": form.cleaned_data["email"]})
        return redirect("accounts:people", engagement.id)
    return render(request, "accounts/invite.html", {"form": form, "engagement": engagement})


@require_POST
@engagement_view(Action.INVITE)
def invitation_withdraw(request: HttpRequest, engagement: Engagement, invitation_id: uuid.UUID) -> HttpResponse:
    """Withdraw an open invitation."""
    withdraw_invitation(invitation=get_open_invitation_or_404(engagement, invitation_id), actor=signed_in(request))
    messages.success(request, _("Inbjudan är återtagen."))
    return redirect("accounts:people", engagement.id)


@require_POST
@engagement_view(Action.INVITE)
def membership_end(request: HttpRequest, engagement: Engagement, membership_id: uuid.UUID) -> HttpResponse:
    """Take a person's role in the engagement away."""
    end_membership(membership=get_membership_or_404(engagement, membership_id), actor=signed_in(request))
    messages.success(request, _("Behörigheten är borttagen."))
    return redirect("accounts:people", engagement.id)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the invitation offers; a POST accepts it (mail scanners follow links, they do not post)."""
    found = find_invitation(token)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    try:
        return _answer(request, found)
    except UsedInvitationError:
        return render(request, "accounts/invitation_gone.html", status=404)


def _answer(request: HttpRequest, found: Invitation) -> HttpResponse:
    if isinstance(request.user, User):
        return _accept_as(request, found, request.user)
    if find_user(found.email):
        return render(request, "accounts/invitation_login.html", {"invitation": found})
    form = NewPersonForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        user = accept_as_new_person(
            invitation=found, name=form.cleaned_data["name"], password=form.cleaned_data["password"]
        )
        login(request, user, backend=BACKEND)
        return _welcome(found)
    return render(request, "accounts/invitation.html", {"invitation": found, "form": form})


def _accept_as(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    if user.email != found.email:
        return render(request, "accounts/invitation_other.html", {"invitation": found}, status=403)
    if request.method == "POST":
        accept_invitation(invitation=found, user=user)
        return _welcome(found)
    return render(request, "accounts/invitation.html", {"invitation": found, "form": None})


def _welcome(found: Invitation) -> HttpResponse:
    if found.engagement_id:
        return redirect("accounts:engagement", found.engagement_id)
    return redirect("accounts:home")
