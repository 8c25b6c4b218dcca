"""An instrument as tables, one row per question and option, and back: what authors write in a workbook.

Sheets: `settings` (key, version, texts of the whole), `survey` (sections, blocks, items and their rows, in order),
`choices` (roles and scales with their options) and `scoring` (areas with their rules and bands). Texts stand in one
column per language (`label::sv`); `contradictions` holds what to ask about answers that do not go together. Read back
(table_reading) they give the same instrument with the same hash.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from assessment.domain.instrument import LANGUAGES, Area, Block, Instrument, Item, Option, Section, Text

type Row = Mapping[str, str]

ITEM_FIELDS = (
    "relevant", "required", "scale", "rating", "sums_to", "at_most", "is_distribution", "total", "addends",
    "since", "replaces", "comparable",
)  # fmt: skip
LISTS = {"who", "addends", "rows", "out_of"}
ROLES = "roles"


def _texts(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}::{language}" for name in names for language in LANGUAGES)


COLUMNS: dict[str, tuple[str, ...]] = {
    "settings": ("key", "version", *_texts("title", "intro")),
    "survey": ("type", "name", *_texts("label", "hint", "criteria", "advice"), "who", *ITEM_FIELDS),
    "choices": ("list_name", "name", *_texts("label", "hint", "advice"), "points"),
    "contradictions": ("name", "when", *_texts("label")),
    "scoring": (
        "type",
        "name",
        "rule",
        "weight",
        "rows",
        "out_of",
        "zero_at",
        "full_at",
        "below",
        *_texts("label", "hint"),
    ),
}


@dataclass(frozen=True)
class Table:
    """One sheet: its name and its rows, each a value per column (empty values left out).

    `columns` are those that stand in it, in their order, empty ones too ("" without a name); () where nobody has said.
    """

    name: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()


def to_tables(instrument: Instrument) -> tuple[Table, ...]:
    """Return the instrument as its sheets, with every column that can be filled in, used or not.

    That of the contradictions stands only where there are any.
    """
    settings = {"key": instrument.key, "version": str(instrument.version)}
    settings |= _said(title=instrument.title, intro=instrument.intro)
    return (
        Table("settings", (settings,), COLUMNS["settings"]),
        Table("survey", tuple(_survey(instrument)), COLUMNS["survey"]),
        Table("choices", tuple(_choices(instrument)), COLUMNS["choices"]),
        Table("scoring", tuple(_scoring(instrument)), COLUMNS["scoring"]),
        *_contradictions(instrument),
    )


def _contradictions(instrument: Instrument) -> tuple[Table, ...]:
    rows = tuple({"name": each.key, "when": each.when, **_said(label=each.text)} for each in instrument.contradictions)
    return (Table("contradictions", rows, COLUMNS["contradictions"]),) if rows else ()


def _said(**texts: Text | None) -> dict[str, str]:
    return {
        f"{name}::{language}": said
        for name, text in texts.items()
        if text is not None
        for language in LANGUAGES
        if (said := str(getattr(text, language)))
    }


def _survey(instrument: Instrument) -> Iterator[Row]:
    for section in instrument.sections:
        said = _said(label=section.title, hint=section.intro)
        yield {"type": "section", "name": section.key, **said, **_asked(section)}
        for block in section.blocks:
            said = _said(label=block.title, hint=block.hint)
            yield {"type": "block", "name": block.key, **said, **_asked(block)}
            for item in block.items:
                yield from _item(item)


def _asked(part: Section | Block) -> dict[str, str]:
    """Return of whom and on which condition a section or block is asked."""
    return _listed("who", part.who) | _fields(part, ("relevant",))


def _item(item: Item) -> Iterator[Row]:
    said = _said(label=item.label, hint=item.hint, criteria=item.criteria, advice=item.advice)
    yield {"type": item.kind, "name": item.key, **said, **_listed("who", item.who), **_fields(item, ITEM_FIELDS)}
    rows: Sequence[Option] = getattr(item, "rows", ()) or getattr(item, "options", ())
    for row in rows:
        yield {"type": "row", "name": row.key, **_said(label=row.label, hint=row.hint, advice=row.advice)}


def _listed(name: str, keys: Sequence[str]) -> dict[str, str]:
    return {name: " ".join(keys)} if keys else {}


def _fields(part: BaseModel, names: Sequence[str]) -> dict[str, str]:
    """Return the fields that differ from their default, as text."""
    found: dict[str, str] = {}
    for name in names:
        field = type(part).model_fields.get(name)
        value = getattr(part, name, None)
        if field is None or value is None or value == field.default:
            continue
        if isinstance(value, bool):
            found[name] = "yes" if value else "no"
        else:
            found[name] = " ".join(value) if isinstance(value, tuple) else str(value)
    return found


def _choices(instrument: Instrument) -> Iterator[Row]:
    for role in instrument.roles:
        yield {"list_name": ROLES, "name": role.key, **_said(label=role.label, hint=role.hint, advice=role.advice)}
    for scale in instrument.scales:
        yield {"list_name": scale.key, **_said(label=scale.title)}
        for option in scale.options:
            said = _said(label=option.label, hint=option.hint, advice=option.advice)
            yield {"list_name": scale.key, "name": option.key, **said, **_fields(option, ("points",))}


def _scoring(instrument: Instrument) -> Iterator[Row]:
    for area in instrument.areas:
        said = _said(label=area.title, hint=area.question)
        yield {"type": "area", "name": area.key, **said, **_fields(area, ("weight",))}
        yield from _rules(area)
        for band in area.bands:
            yield {"type": "band", "below": str(band.below), **_said(label=band.level, hint=band.advice)}


def _rules(area: Area) -> Iterator[Row]:
    names = ("rule", "weight", "rows", "out_of", "zero_at", "full_at")
    for rule in area.rules:
        yield {"type": "rule", "name": rule.item, **_fields(rule, names)}
