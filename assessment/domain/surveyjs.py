"""An instrument as SurveyJS JSON: one page per section, every language it has, and when each question is asked."""

import json

from assessment.domain.condition_dialects import SURVEYJS, list_askings, write_condition
from assessment.domain.instrument import (
    LANGUAGES,
    Block,
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
    Section,
    Text,
    WholeNumber,
    YesNo,
)

type Json = dict[str, "Json"] | list["Json"] | str | int | bool


def to_surveyjs(instrument: Instrument) -> str:
    """Return the questionnaire as SurveyJS JSON: one page per section, every language it has."""
    pages = [_page(instrument, section) for section in instrument.sections]
    survey: dict[str, Json] = {"title": _localised(instrument.title), "locale": "sv", "pages": pages}
    if askings := list_askings(instrument, SURVEYJS):
        survey["calculatedValues"] = [{"name": name, "expression": said} for name, said in askings.items()]
    return json.dumps(survey, ensure_ascii=False, indent=2)


def _page(instrument: Instrument, section: Section) -> Json:
    elements: list[Json] = [
        element for block in section.blocks for item in block.items for element in _elements(instrument, block, item)
    ]
    title: dict[str, Json] = {"title": _localised(section.title)}
    return {"name": section.key, **title, **_visible(instrument, section.relevant), "elements": elements}


def _visible(instrument: Instrument, *conditions: str | None) -> dict[str, Json]:
    """Return when something is shown; nothing where it always is."""
    said = write_condition(conditions, instrument, SURVEYJS)
    return {"visibleIf": said} if said else {}


def _localised(text: Text) -> Json:
    """Return a text in SurveyJS's form, whose default is English: Swedish stands there where that is missing."""
    words: dict[str, Json] = {language: said for language in LANGUAGES if (said := str(getattr(text, language)))}
    return words if text.en else words | {"default": text.sv}


def _choices(options: tuple[Option, ...]) -> list[Json]:
    return [{"value": option.key, "text": _localised(option.label)} for option in options]


def _elements(instrument: Instrument, block: Block, item: Item) -> list[Json]:
    """Return the question and, beside a long text that is judged, its judgement."""
    element: dict[str, Json] = {"name": item.key, "title": _localised(item.label)}
    if item.hint:
        element["description"] = _localised(item.hint)
    if item.required:
        element["isRequired"] = True
    visible = _visible(instrument, block.relevant, item.relevant)
    elements: list[Json] = [element | _kind(instrument, item) | visible]
    if isinstance(item, LongText) and item.rating:
        scale = instrument.get_scale(item.rating)
        rating: dict[str, Json] = {"name": f"{item.key}_rating", "title": _localised(scale.title)}
        elements.append(rating | {"type": "radiogroup", "choices": _choices(scale.options)} | visible)
    return elements


def _kind(instrument: Instrument, item: Item) -> dict[str, Json]:
    if isinstance(item, YesNo):
        return {"type": "boolean", "valueTrue": "yes", "valueFalse": "no"}
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
