"""Pages of people, clients and engagements."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import signed_in, visible_engagements


def home(request: HttpRequest) -> HttpResponse:
    """List the engagements that the person can open."""
    return render(request, "accounts/home.html", {"engagements": visible_engagements(signed_in(request))})
