"""How the views of an analysis answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import allowed_actions, signed_in
from accounts.models import Engagement


def show(
    request: HttpRequest, template: str, engagement: Engagement, *, status: int = 200, **context: object
) -> HttpResponse:
    """Render a page; `allowed` tells the template which ways on the person may be shown."""
    allowed = allowed_actions(signed_in(request), engagement)
    return render(request, template, {"engagement": engagement, "allowed": allowed, **context}, status=status)
