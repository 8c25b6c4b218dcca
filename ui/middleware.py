"""What every request begins with."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from ui import formats
from ui.names import use_names


class DecimalsMiddleware:
    """Begin every request with amounts of two decimals and no names given, whatever the thread showed before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        formats.use_decimals(formats.SWEDISH_DECIMALS)
        use_names({})
        return self.get_response(request)
