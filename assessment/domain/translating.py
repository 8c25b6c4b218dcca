"""Translations that come back from translators: gettext PO with the text's path as msgctxt.

A translation is taken when its path exists and its source is word for word the instrument's Swedish. One whose source
has changed since, or that the translator marked as fuzzy, is counted and left out, so that nothing outdated slips in.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

from babel.messages.pofile import PoFileError, read_po

from assessment.domain.instrument import Instrument
from assessment.domain.texts import list_texts

type Node = dict[str, "Node"] | list["Node"] | str | int | float | bool | None


class NotTranslationsError(Exception):
    """The file is no PO file."""


@dataclass(frozen=True)
class TranslationResult:
    """What came of a file: paths taken, or left out (source changed, fuzzy, unknown); `missing` remain untranslated."""

    instrument: Instrument
    taken: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    fuzzy: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def apply_translations(instrument: Instrument, language: str, content: bytes) -> TranslationResult:
    """Return the instrument with the translations of a PO file in `language`. Raises NotTranslationsError."""
    try:
        catalogue = read_po(io.BytesIO(content), ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, ValueError, UnicodeDecodeError, KeyError, IndexError) as error:
        raise NotTranslationsError(str(error)) from error
    sources = {path: text.sv for path, text in list_texts(instrument)}
    groups: dict[str, list[str]] = {"changed": [], "fuzzy": [], "unknown": []}
    taken: dict[str, str] = {}
    for entry in catalogue:
        if not entry.id or not isinstance(entry.string, str) or not entry.string.strip():
            continue
        path = str(entry.context or "")
        if path not in sources:
            groups["unknown"].append(path or str(entry.id)[:60])
        elif entry.fuzzy:
            groups["fuzzy"].append(path)
        elif str(entry.id) != sources[path]:
            groups["changed"].append(path)
        else:
            taken[path] = entry.string
    translated = _translate(instrument, language, taken)
    missing = tuple(path for path, text in list_texts(translated) if not getattr(text, language))
    return TranslationResult(
        translated, tuple(taken), tuple(groups["changed"]), tuple(groups["fuzzy"]), tuple(groups["unknown"]), missing
    )


def _translate(instrument: Instrument, language: str, texts: Mapping[str, str]) -> Instrument:
    content: Node = json.loads(instrument.model_dump_json(exclude_defaults=True))
    _fill(content, "", language, texts)
    return Instrument.model_validate(content)


def _fill(node: Node, path: str, language: str, texts: Mapping[str, str]) -> None:
    """Put each text in its place; paths are those of assessment.domain.texts."""
    if not isinstance(node, dict):
        return
    if isinstance(node.get("sv"), str):
        if path in texts:
            node[language] = texts[path]
        return
    for name, value in node.items():
        place = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            _fill(value, place, language, texts)
        elif isinstance(value, list):
            for index, entry in enumerate(value):
                key = entry.get("key", index) if isinstance(entry, dict) else index
                _fill(entry, f"{place}.{key}", language, texts)


def carry_translations(old: Instrument, new: Instrument, language: str) -> dict[str, str]:
    """Return, by path, the translations of `old` whose source reads differently in `new`, where `new` has none.

    They are what a translator begins with: to be offered as fuzzy, never to be shown.
    """
    before = dict(list_texts(old))
    return {
        path: str(getattr(before[path], language))
        for path, text in list_texts(new)
        if not getattr(text, language)
        and path in before
        and before[path].sv != text.sv
        and getattr(before[path], language)
    }
