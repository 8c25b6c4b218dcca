"""An instrument in the formats of others: YAML, gettext PO, SurveyJS JSON, XLSForm."""

import json
from collections.abc import Iterator

import yaml

from assessment.domain.instrument import (
    LANGUAGES,
    Choice,
    DateItem,
    Instrument,
    Item,
    LongText,
    Matrix,
    Multi,
    NumberGroup,
    Option,
    People,
    Percent,
    PercentGroup,
    Text,
    WholeNumber,
    YesNo,
)
from assessment.domain.tables import Row, Table
from assessment.domain.texts import list_texts
from assessment.domain.translating import carry_translations

type Json = dict[str, "Json"] | list["Json"] | str | int | bool

YES_NO = "yes_no"


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


def to_surveyjs(instrument: Instrument) -> str:
    """Return the questionnaire as SurveyJS JSON: one page per section, every language it has."""
    pages: list[Json] = [
        {
            "name": section.key,
            "title": _localised(section.title),
            "elements": [_element(instrument, item) for item in section.list_items()],
        }
        for section in instrument.sections
    ]
    survey: Json = {"title": _localised(instrument.title), "locale": "sv", "pages": pages}
    return json.dumps(survey, ensure_ascii=False, indent=2)


def _localised(text: Text) -> Json:
    """Return a text in SurveyJS's form; its default language is ours."""
    words: dict[str, Json] = {"default": text.sv}
    words |= {language: said for language in LANGUAGES if language != "sv" and (said := str(getattr(text, language)))}
    return words


def _choices(options: tuple[Option, ...]) -> list[Json]:
    return [{"value": option.key, "text": _localised(option.label)} for option in options]


def _element(instrument: Instrument, item: Item) -> Json:
    element: dict[str, Json] = {"name": item.key, "title": _localised(item.label)}
    if item.hint:
        element["description"] = _localised(item.hint)
    return element | _kind(instrument, item)


def _kind(instrument: Instrument, item: Item) -> dict[str, Json]:
    if isinstance(item, YesNo):
        return {"type": "boolean"}
    if isinstance(item, Choice):
        return {"type": "radiogroup", "choices": _choices(instrument.get_scale(item.scale).options)}
    if isinstance(item, Multi):
        return {"type": "checkbox", "choices": _choices(item.options)}
    if isinstance(item, Matrix):
        columns = _choices(instrument.get_scale(item.scale).options)
        return {"type": "matrix", "columns": columns, "rows": _choices(item.rows)}
    if isinstance(item, PercentGroup | NumberGroup):
        inputs: list[Json] = [
            {"name": row.key, "title": _localised(row.label), "inputType": "number"} for row in item.rows
        ]
        return {"type": "multipletext", "items": inputs}
    if isinstance(item, People):
        columns = [{"name": "name", "cellType": "text"}, {"name": "function", "cellType": "text"}]
        return {"type": "matrixdynamic", "columns": columns}
    if isinstance(item, Percent | WholeNumber):
        return {"type": "text", "inputType": "number"}
    if isinstance(item, DateItem):
        return {"type": "text", "inputType": "date"}
    return {"type": "comment" if isinstance(item, LongText) else "text"}


def to_xlsform(instrument: Instrument) -> tuple[Table, ...]:
    """Return the sheets of an XLSForm: survey, choices, settings, with a label column per language."""
    settings: Row = {
        "form_id": instrument.key,
        "form_title": instrument.title.sv,
        "version": str(instrument.version),
        "default_language": "sv (sv)",
    }
    lists = [Option(key="yes", label=Text(sv="Ja", en="Yes"))]
    lists.append(Option(key="no", label=Text(sv="Nej", en="No")))
    choices = [_choice(YES_NO, option) for option in lists]
    for scale in instrument.scales:
        choices += [_choice(scale.key, option) for option in scale.options]
    for item in instrument.list_items():
        if isinstance(item, Multi):
            choices += [_choice(item.key, option) for option in item.options]
    return (
        Table("survey", tuple(_form_rows(instrument))),
        Table("choices", tuple(choices)),
        Table("settings", (settings,)),
    )


def _label(text: Text, column: str = "label") -> dict[str, str]:
    return {f"{column}::{code} ({code})": said for code in LANGUAGES if (said := str(getattr(text, code)))}


def _choice(name: str, option: Option) -> Row:
    return {"list_name": name, "name": option.key, **_label(option.label)}


def _form_rows(instrument: Instrument) -> Iterator[Row]:
    for section in instrument.sections:
        yield {"type": "begin_group", "name": f"section_{section.key}", **_label(section.title)}
        for item in section.list_items():
            yield from _form_item(item)
        yield {"type": "end_group"}


def _form_item(item: Item) -> Iterator[Row]:
    said = _label(item.label) | (_label(item.hint, "hint") if item.hint else {})
    if isinstance(item, Matrix | PercentGroup | NumberGroup):
        kind = f"select_one {item.scale}" if isinstance(item, Matrix) else _number(item)
        yield {"type": "begin_group", "name": item.key, **said}
        for row in item.rows:
            yield {"type": kind, "name": f"{item.key}_{row.key}", **_label(row.label)}
        yield {"type": "end_group"}
    elif isinstance(item, People):
        yield {"type": "begin_repeat", "name": item.key, **said}
        yield {"type": "text", "name": f"{item.key}_name", **_label(Text(sv="Namn", en="Name"))}
        function = Text(sv="Befattning", en="Function")
        yield {"type": "text", "name": f"{item.key}_function", **_label(function)}
        yield {"type": "end_repeat"}
    else:
        yield {"type": _form_type(item), "name": item.key, **said}
        if isinstance(item, LongText) and item.rating:
            yield {"type": f"select_one {item.rating}", "name": f"{item.key}_rating", **_label(item.label)}


def _number(item: PercentGroup | NumberGroup) -> str:
    return "decimal" if isinstance(item, PercentGroup) else "integer"


def _form_type(item: Item) -> str:
    if isinstance(item, YesNo):
        return f"select_one {YES_NO}"
    if isinstance(item, Choice):
        return f"select_one {item.scale}"
    if isinstance(item, Multi):
        return f"select_multiple {item.key}"
    if isinstance(item, Percent):
        return "decimal"
    if isinstance(item, WholeNumber):
        return "integer"
    return "date" if isinstance(item, DateItem) else "text"
