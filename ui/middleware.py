"""What every request begins with."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from ui import formats


class DecimalsMiddleware:
    """Begin every request with amounts of two decimals, whatever the thread showed before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        formats.use_decimals(formats.SWEDISH_DECIMALS)
        return self.get_response(request)
