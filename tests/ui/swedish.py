"""What is left in Swedish in a text that should be in another language."""

import re
from functools import cache
from html import unescape
from pathlib import Path

from babel.messages.pofile import read_po
from django.conf import settings

NAMES = re.compile(r"Kundlönsamhet 2025|Utfall 2025|Åkeri & Öl Norden AB|Ödeshögs Bageri")


@cache
def _sources(language: str) -> tuple[str, ...]:
    """Return the source texts without placeholders that no text of the language happens to contain."""
    with (Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        texts = [(str(message.id), str(message.string)) for message in read_po(file) if isinstance(message.id, str)]
    said = "\n".join(translation for _source, translation in texts)
    return tuple(source for source, _said in texts if len(source) >= 5 and "%" not in source and source not in said)


def left_in_swedish(text: str, language: str) -> list[str]:
    """Return the source texts that stand in `text`, and its words with ä or ö that are not names of the test's data."""
    text = NAMES.sub("", unescape(text))
    found = [source for source in _sources(language[:2]) if re.search(rf"(?<!\w){re.escape(source)}(?!\w)", text)]
    return found + re.findall(r"\w*[äöÄÖ]\w*", text)
