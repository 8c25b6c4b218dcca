"""The page where a person makes and ends tokens for programs."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import signed_in
from accounts.tokens import LIFETIMES_DAYS, issue_token, list_tokens, revoke_token


def list_lifetimes() -> list[tuple[int, str]]:
    """Return the choices of how long a token may live."""
    return [(days, gettext("%(days)s dagar") % {"days": days}) for days in LIFETIMES_DAYS]


class TokenForm(forms.Form):
    days = forms.TypedChoiceField(label=_("Giltig i"), coerce=int, choices=list_lifetimes, initial=90)


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the person's tokens; POST makes one and shows it this once."""
    user, token = signed_in(request), ""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = issue_token(user, form.cleaned_data["days"])
    return render(request, "accounts/tokens.html", {"form": form, "token": token, "tokens": list_tokens(user)})


@require_POST
def revoke(request: HttpRequest, start: str) -> HttpResponse:
    """End one of the person's tokens."""
    revoke_token(signed_in(request), start)
    return redirect("tokens:list")
