"""Bounds on the HTML that a report is made of, checked before it is laid out.

Layout time and memory grow with what is handed over, and a single attribute (`colspan=1000000`) or a deep tree can
stop a worker. Templates escape what people typed, so a report never comes near these bounds by itself.
"""

from html.parser import HTMLParser

MAX_CHARACTERS = 8_000_000
MAX_DEPTH = 60
MAX_ELEMENTS = 200_000
MAX_SPAN = 50
MAX_TEXT = 20_000
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


class TooLargeError(Exception):
    """The document is beyond what is laid out; the message names the bound."""


class _Meter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = 0
        self.elements = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise TooLargeError("elements")
        for name, value in attrs:
            if name in {"colspan", "rowspan", "span"} and not _is_small(value):
                raise TooLargeError(name)
        if tag not in VOID:
            self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooLargeError("depth")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.depth -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if len(data) > MAX_TEXT:
            raise TooLargeError("text")


def _is_small(value: str | None) -> bool:
    return value is not None and value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= MAX_SPAN


def check_size(html: str) -> None:
    """Raise TooLargeError when the document has too much text, too many or too deep elements, or a wide span."""
    if len(html) > MAX_CHARACTERS:
        raise TooLargeError("characters")
    meter = _Meter()
    meter.feed(html)
    meter.close()
