"""Reading an instrument from YAML, with every fault found in one pass, and the hash of its content."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from pydantic import ValidationError
from pydantic.main import IncEx

from assessment.domain.cells import CellKey, find_cell, list_cells
from assessment.domain.condition_reading import ConditionError, parse_condition
from assessment.domain.conditions import list_condition_cells, list_condition_options
from assessment.domain.instrument import Block, Choice, Instrument, Item, LongText, Matrix, NumberGroup, Section
from assessment.domain.relevance import Conditional, find_later_cells, list_conditional

_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TRANSLATIONS = ("en", "da", "nb")
_SPOKEN_OF: dict[str, IncEx | bool] = {
    "contradictions": True,
    "scales": {"__all__": {"options": {"__all__": {"advice"}}}},
}


@dataclass(frozen=True)
class Fault:
    """Something wrong in an instrument: where (a path of keys) and what."""

    place: str
    code: str
    value: str = ""


class FaultyInstrumentError(Exception):
    """The text is no instrument; `faults` says why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.place}: {fault.code} {fault.value}".strip() for fault in faults))
        self.faults = faults


def read_instrument(text: str) -> Instrument:
    """Read an instrument from YAML. Raises FaultyInstrumentError with every fault."""
    try:
        content = yaml.load(text, _SAFE)  # noqa: S506 - a safe loader, the fast one where it is built
    except yaml.YAMLError as error:
        raise FaultyInstrumentError((Fault("", "not_yaml", str(error)),)) from error
    try:
        instrument = Instrument.model_validate(content)
    except ValidationError as error:
        raise FaultyInstrumentError(
            tuple(
                Fault(".".join(str(step) for step in steps), code, said) for steps, code, said in list_own_faults(error)
            )
        ) from error
    faults = tuple(find_faults(instrument))
    if faults:
        raise FaultyInstrumentError(faults)
    return instrument


def list_own_faults(error: ValidationError) -> Iterator[tuple[tuple[int | str, ...], str, str]]:
    """Return way, code and message of each fault, without those that only follow from a fault further in."""
    ways = [fault["loc"] for fault in error.errors()]
    for fault in error.errors():
        way = fault["loc"]
        if not any(len(other) > len(way) and other[: len(way)] == way for other in ways):
            yield way, fault["type"], fault["msg"]


def find_faults(instrument: Instrument) -> Iterator[Fault]:
    """Return what the shape alone cannot show: keys used twice, and names of things that do not exist."""
    items = list(instrument.list_items())
    yield from _repeated("sections", [section.key for section in instrument.sections])
    yield from _repeated("items", [item.key for item in items])
    yield from _repeated("areas", [area.key for area in instrument.areas])
    yield from _repeated("scales", [scale.key for scale in instrument.scales])
    yield from _repeated("contradictions", [each.key for each in instrument.contradictions])
    scales = {scale.key for scale in instrument.scales}
    roles = {role.key for role in instrument.roles}
    is_whole = True
    for item in items:
        yield from (Fault(item.key, "unknown_role", role) for role in item.who if role not in roles)
        used = item.rating if isinstance(item, LongText) else item.scale if isinstance(item, Choice | Matrix) else None
        if used is not None and used not in scales:
            yield Fault(item.key, "unknown_scale", used)
            is_whole = False
            continue
        if isinstance(item, NumberGroup):
            rows = {row.key for row in item.rows}
            yield from (
                Fault(item.key, "unknown_row", key) for key in (item.total, *item.addends) if key and key not in rows
            )
        yield from _repeated(item.key, [str(cell.key) for cell in list_cells(instrument, item)])
    if is_whole:  # cells can be named only where every scale is known
        yield from _rule_faults(instrument)
        yield from _condition_faults(instrument)


def _repeated(place: str, keys: list[str]) -> Iterator[Fault]:
    yield from (Fault(place, "key_twice", key) for key, count in Counter(keys).items() if count > 1)


def _rule_faults(instrument: Instrument) -> Iterator[Fault]:
    kinds = {item.key: item.kind for item in instrument.list_items()}
    fits = {
        "yes_no": {"yes_no"},
        "rating": {"long_text"},
        "choice": {"choice"},
        "share": {"percent", "percent_group"},
        "ratio": {"number_group"},
        "matrix": {"matrix"},
        "count": {"multi"},
    }
    for area in instrument.areas:
        for rule in area.rules:
            place = f"{area.key}.{rule.item}"
            if rule.item not in kinds:
                yield Fault(place, "unknown_item", rule.item)
            elif kinds[rule.item] not in fits[rule.rule]:
                yield Fault(place, "rule_does_not_fit", rule.rule)
            elif rule.zero_at == rule.full_at:
                yield Fault(place, "rule_without_span", rule.rule)
            else:
                rows = {cell.key.row for cell in list_cells(instrument, instrument.get_item(rule.item))}
                yield from (Fault(place, "unknown_row", row) for row in rule.rows + rule.out_of if row not in rows)


def _condition_faults(instrument: Instrument) -> Iterator[Fault]:
    for each in instrument.contradictions:
        yield from _faults_of_condition(instrument, f"contradictions.{each.key}", each.when)
    for text, part, _items in list_conditional(instrument):
        yield from _faults_of_condition(instrument, _place_of(part), text)
    yield from (Fault(_place_of(part), "looks_ahead", str(cell)) for part, cell in find_later_cells(instrument))


def _place_of(part: Conditional) -> str:
    kind = "section" if isinstance(part, Section) else "block" if isinstance(part, Block) else "item"
    return f"{kind}.{part.key}.relevant"


def _faults_of_condition(instrument: Instrument, place: str, text: str) -> Iterator[Fault]:
    try:
        condition = parse_condition(text)
    except ConditionError as error:
        yield Fault(place, "bad_condition", str(error))
        return
    items = {item.key: item for item in instrument.list_items()}
    for cell in list_condition_cells(condition):
        if cell.item not in items:
            yield Fault(place, "unknown_item", cell.item)
        elif find_cell(instrument, cell) is None and str(cell) != cell.item:
            yield Fault(place, "unknown_cell", str(cell))
    for cell, option in list_condition_options(condition):
        options = _options_of(instrument, items[cell.item], cell) if cell.item in items else set()
        if options and option not in options:
            yield Fault(place, "unknown_option", option)


def _options_of(instrument: Instrument, item: Item, cell: CellKey) -> set[str]:
    """Return what `cell` can be answered with; where it names a whole item, what any of its cells can."""
    cells = list_cells(instrument, item)
    return {option for each in cells if each.key == cell or str(cell) == item.key for option in each.options}


def hash_content(instrument: Instrument) -> str:
    """Return the SHA-256 of what was asked: structure, rules and Swedish words, as sorted JSON.

    Translations are left out, a mended one is no new question; so are contradictions and the advice of a scale's
    options, which speak about answers and neither change nor score them.
    """
    content = json.loads(instrument.model_dump_json(exclude_defaults=True, exclude=_SPOKEN_OF))
    canonical = json.dumps(_without_translations(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


type _Json = dict[str, "_Json"] | list["_Json"] | str | int | float | bool | None


def _without_translations(node: _Json) -> _Json:
    if isinstance(node, dict):
        is_text = "sv" in node
        return {
            key: _without_translations(value) for key, value in node.items() if not (is_text and key in _TRANSLATIONS)
        }
    if isinstance(node, list):
        return [_without_translations(value) for value in node]
    return node
