"""What differs between two versions of an instrument: added, removed, reworded, rescaled, renamed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessment.domain.instrument import Instrument, Item, Text
from assessment.domain.relevance import join_conditions


class Change(StrEnum):
    """How an item differs. A renamed one keeps its answers under its new key."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    REWORDED = "reworded"
    RESCALED = "rescaled"
    RESCORED = "rescored"
    RECONDITIONED = "reconditioned"
    DEMANDED = "demanded"


@dataclass(frozen=True)
class ItemDifference:
    """One item that differs; `before` and `after` are its keys, empty where it is not."""

    change: Change
    before: str
    after: str
    keeps_answers: bool = True


def find_successors(old: Instrument, new: Instrument) -> dict[str, str]:
    """Return, for each item of `old` that lives on, its key in `new`: the same, or the one that replaces it."""
    kinds = {item.key: item.kind for item in new.list_items()}
    replaced = {item.replaces: item.key for item in new.list_items() if item.replaces}
    found = {}
    for item in old.list_items():
        heir = item.key if item.key in kinds else replaced.get(item.key)
        if heir is not None and kinds[heir] == item.kind:
            found[item.key] = heir
    return found


def diff_versions(old: Instrument, new: Instrument) -> tuple[ItemDifference, ...]:
    """Return every difference that an answer, a score or a reader can notice, in the order of `new`, removed last."""
    heirs = find_successors(old, new)
    before = {heir: old.get_item(key) for key, heir in heirs.items()}
    found: list[ItemDifference] = []
    for item in new.list_items():
        was = before.get(item.key)
        if was is None:
            found.append(ItemDifference(Change.ADDED, "", item.key))
        else:
            found += [
                ItemDifference(change, was.key, item.key, keeps) for change, keeps in _changes(old, was, new, item)
            ]
    gone = (item.key for item in old.list_items() if item.key not in heirs)
    return (*found, *(ItemDifference(Change.REMOVED, key, "", keeps_answers=False) for key in gone))


def _changes(old: Instrument, was: Item, new: Instrument, item: Item) -> Iterator[tuple[Change, bool]]:
    if was.key != item.key:
        yield Change.RENAMED, True
    if _words(was) != _words(item):
        yield Change.REWORDED, True
    lost = _answers(old, was) - _answers(new, item)
    if _answers(old, was) != _answers(new, item):
        yield Change.RESCALED, not lost
    if _rules(old, was.key, was) != _rules(new, item.key, item):
        yield Change.RESCORED, True
    if join_conditions(old).get(was.key) != join_conditions(new).get(item.key):
        yield Change.RECONDITIONED, True
    if was.required != item.required:
        yield Change.DEMANDED, True


def _words(item: Item) -> tuple[str, ...]:
    texts: list[Text | None] = [item.label, item.hint, item.criteria, item.advice]
    for row in (*getattr(item, "rows", ()), *getattr(item, "options", ())):
        texts += [row.label, row.hint, row.advice]
    return tuple(text.sv if text else "" for text in texts)


def _answers(instrument: Instrument, item: Item) -> set[str]:
    """Return what can be answered: rows, options and the options of the scale."""
    rows = {f":{row.key}" for row in (*getattr(item, "rows", ()), *getattr(item, "options", ()))}
    scale = getattr(item, "scale", None) or getattr(item, "rating", None)
    return rows | ({option.key for option in instrument.get_scale(scale).options} if scale else set())


def _rules(instrument: Instrument, key: str, item: Item) -> tuple[str, ...]:
    """Return how an item scores, without its key: area, weight, limits, and the points of its scale."""
    rules = [
        f"{area.key}/{area.weight}/{rule.model_dump_json(exclude={'item'})}"
        for area in instrument.areas
        for rule in area.rules
        if rule.item == key
    ]
    scale = getattr(item, "scale", None) or getattr(item, "rating", None)
    points = [f"{option.key}={option.points}" for option in instrument.get_scale(scale).options] if scale else []
    return (*rules, *points)
