"""Names that an engagement has given to things, in use for the rest of a request or job."""

from collections.abc import Mapping
from contextvars import ContextVar

_NAMES: ContextVar[Mapping[str, str]] = ContextVar("names")


def use_names(names: Mapping[str, str]) -> None:
    """Call things so from here on; the middleware begins every request without any names, whatever came before."""
    _NAMES.set(dict(names))


def given_name(code: str) -> str:
    """Return the name given to `code`, empty where there is none."""
    return _NAMES.get({}).get(code, "")
