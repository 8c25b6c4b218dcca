"""An instrument as the sheets of an XLSForm, with a label column per language."""

from collections.abc import Iterator

from assessment.domain.condition_dialects import XLSFORM, list_askings, write_condition
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

YES_NO = "yes_no"


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
        asked = _relevant(instrument, section.relevant)
        yield {"type": "begin_group", "name": f"section_{section.key}", **_label(section.title), **asked}
        for block in section.blocks:
            for item in block.items:
                yield from _form_item(item, _relevant(instrument, block.relevant, item.relevant))
        yield {"type": "end_group"}
    for name, said in list_askings(instrument, XLSFORM).items():
        yield {"type": "calculate", "name": name, "calculation": said}


def _relevant(instrument: Instrument, *conditions: str | None) -> dict[str, str]:
    """Return when something is asked; nothing where it always is."""
    said = write_condition(conditions, instrument, XLSFORM)
    return {"relevant": said} if said else {}


def _form_item(item: Item, asked: dict[str, str]) -> Iterator[Row]:
    said = _label(item.label) | (_label(item.hint, "hint") if item.hint else {}) | asked
    needed = {"required": "yes"} if item.required else {}
    if isinstance(item, Matrix | PercentGroup | NumberGroup):
        kind = f"select_one {item.scale}" if isinstance(item, Matrix) else _number(item)
        yield {"type": "begin_group", "name": item.key, **said}
        for row in item.rows:
            yield {"type": kind, "name": f"{item.key}_{row.key}", **_label(row.label), **needed}
        yield {"type": "end_group"}
    elif isinstance(item, People):
        yield {"type": "begin_repeat", "name": item.key, **said}
        yield {"type": "text", "name": f"{item.key}_name", **_label(Text(sv="Namn", en="Name"))}
        function = Text(sv="Befattning", en="Function")
        yield {"type": "text", "name": f"{item.key}_function", **_label(function)}
        yield {"type": "end_repeat"}
    else:
        yield {"type": _form_type(item), "name": item.key, **said, **needed}
        if isinstance(item, LongText) and item.rating:
            yield {"type": f"select_one {item.rating}", "name": f"{item.key}_rating", **_label(item.label), **asked}


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
