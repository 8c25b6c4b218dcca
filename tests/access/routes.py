"""Every route of the URL configuration, read from Django's resolver."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.policy import LIBRARY_PREFIXES


@dataclass(frozen=True)
class Route:
    """`name` is `namespace:name`; `pattern` the address below the site's root; `keywords` what it needs."""

    name: str
    pattern: str
    keywords: frozenset[str]

    @property
    def is_api(self) -> bool:
        """Say whether programs are answered here; the documentation of the API is a page for people."""
        return self.pattern.startswith("api/") and self.pattern != "api/docs/"


def list_routes() -> list[Route]:
    """Return every route except those of libraries that guard their own."""
    routes = _walk(get_resolver(), "", "")
    return [route for route in routes if not route.pattern.startswith(LIBRARY_PREFIXES)]


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> list[Route]:
    found = []
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            found += _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            keywords = frozenset(entry.pattern.regex.groupindex) | _keywords(prefix)
            found.append(Route(f"{namespace}{entry.name}", pattern, keywords))
    return found


def _keywords(prefix: str) -> frozenset[str]:
    return frozenset(part.split(":")[-1].rstrip(">") for part in prefix.split("/") if part.startswith("<"))
