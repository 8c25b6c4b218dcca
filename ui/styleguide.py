"""The components of templates/ui/ with examples: what /styleguide/ shows and the tests render."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ui.examples import FRAME, list_examples


@dataclass(frozen=True)
class Specimen:
    """One example as it looks."""

    title: str
    html: SafeString


@dataclass(frozen=True)
class Component:
    """A template of templates/ui/ with its header comment and its examples."""

    name: str
    header: str
    specimens: tuple[Specimen, ...]


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "templates" / "ui"


def component_names() -> tuple[str, ...]:
    """Return the file names of all components; the parts of the page frame are shown by every page."""
    return tuple(sorted(path.name for path in _folder().glob("*.html") if path.name not in FRAME))


def header_of(name: str) -> str:
    """Return the header comment that states a component's variables; empty when it has none."""
    text = (_folder() / name).read_text(encoding="utf-8")
    found = re.match(r"\{% comment %\}(.*?)\{% endcomment %\}|\{# (.*?) #\}", text, re.DOTALL)
    return " ".join((found.group(1) or found.group(2)).split()) if found else ""


def list_components() -> tuple[Component, ...]:
    """Render every component with each of its examples."""
    examples = list_examples()
    return tuple(
        Component(
            name,
            header_of(name),
            tuple(
                Specimen(example.title, render_to_string(f"ui/{name}", dict(example.context)))
                for example in examples
                if example.component == name
            ),
        )
        for name in component_names()
    )
