"""An instrument as YAML, and its texts as gettext PO."""

import json

import yaml

from assessment.domain.instrument import Instrument
from assessment.domain.texts import list_texts
from assessment.domain.translating import carry_translations


def to_yaml(instrument: Instrument) -> str:
    """Return the instrument as YAML that reads back to the same hash."""
    content = json.loads(instrument.model_dump_json(exclude_defaults=True))
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def to_po(instrument: Instrument, language: str, previous: Instrument | None = None) -> str:
    """Return the texts for translators: msgctxt is the text's path, msgid the Swedish, msgstr `language`.

    Where a text has no translation and `previous` translates an older wording, that one is offered as fuzzy.
    """
    older = carry_translations(previous, instrument, language) if previous else {}
    lines = ['msgid ""', 'msgstr ""', f'"Language: {language}\\n"', '"Content-Type: text/plain; charset=UTF-8\\n"', ""]
    for path, text in list_texts(instrument):
        lines += [
            *(["#, fuzzy"] if path in older else []),
            f"msgctxt {_quoted(path)}",
            f"msgid {_quoted(text.sv)}",
            f"msgstr {_quoted(older.get(path) or getattr(text, language))}",
            "",
        ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
