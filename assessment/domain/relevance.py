"""Which questions are asked: those whose own condition, and whose block's and section's, are true of the answers.

An answer to a question that is not asked is kept as it was typed but counts nowhere: in no condition further down, no
score, no progress and no report. A condition looks only at questions before it, so one pass decides all.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from assessment.domain.answers import Answers
from assessment.domain.cells import CellKey, find_cell
from assessment.domain.condition_reading import ConditionError, parse_condition
from assessment.domain.conditions import Condition, holds, list_condition_cells
from assessment.domain.instrument import Block, Instrument, Item, Section

type Conditional = Section | Block | Item


@dataclass(frozen=True)
class Relevance:
    """Items that are not asked. `hidden`: their condition is false; `undecided`: what decides it is unanswered."""

    hidden: frozenset[str] = frozenset()
    undecided: frozenset[str] = frozenset()

    def asks(self, item: str) -> bool:
        """Say whether the item is asked."""
        return item not in self.hidden and item not in self.undecided

    @property
    def silent(self) -> frozenset[str]:
        """Return every item that is not asked."""
        return self.hidden | self.undecided


EVERYTHING = Relevance()


def list_conditional(instrument: Instrument) -> Iterator[tuple[str, Conditional, tuple[Item, ...]]]:
    """Return each section, block and item that is asked on a condition: its condition, itself, and its items."""
    for section in instrument.sections:
        if section.relevant is not None:
            yield section.relevant, section, tuple(section.list_items())
        for block in section.blocks:
            if block.relevant is not None:
                yield block.relevant, block, block.items
            yield from ((item.relevant, item, (item,)) for item in block.items if item.relevant is not None)


def join_conditions(instrument: Instrument) -> dict[str, str]:
    """Return on what each conditional item is asked, by item: its section's, block's and own condition together."""
    texts: dict[str, list[str]] = {}
    for text, _part, items in list_conditional(instrument):
        for item in items:
            texts.setdefault(item.key, []).append(text)
    return {
        key: " and ".join(f"({text})" for text in each) if len(each) > 1 else each[0] for key, each in texts.items()
    }


def find_relevance(instrument: Instrument, answers: Answers, own: frozenset[str] | None = None) -> Relevance:
    """Return which items the answers leave unasked; of the conditions only those on items in `own`, where given."""
    conditions: dict[str, list[Condition]] = {}
    for text, _part, items in list_conditional(instrument):
        condition = parse_condition(text)
        if own is None or all(cell.item in own for cell in list_condition_cells(condition)):
            for item in items:
                conditions.setdefault(item.key, []).append(condition)
    if not conditions:
        return EVERYTHING
    hidden: set[str] = set()
    undecided: set[str] = set()
    counted = answers
    for item in instrument.list_items():
        truths = [_decide(each, instrument, counted, hidden) for each in conditions.get(item.key, ())]
        if all(truths):
            continue
        (hidden if False in truths else undecided).add(item.key)
        counted = counted.without({item.key})
    return Relevance(frozenset(hidden), frozenset(undecided))


def _decide(condition: Condition, instrument: Instrument, counted: Answers, hidden: Collection[str]) -> bool | None:
    """Say whether a condition holds; one that waits for nothing but questions that are not asked does not."""
    truth = holds(condition, instrument, counted)
    cells = list_condition_cells(condition)
    if truth is not None or not any(cell.item in hidden for cell in cells):
        return truth
    open_cells = (cell for cell in cells if cell.item not in hidden and find_cell(instrument, cell) is not None)
    return None if any(not counted.has(cell) for cell in open_cells) else False


def find_own_relevance(instrument: Instrument, answers: Answers, sections: Collection[str]) -> Relevance:
    """Return which items a respondent's own answers leave unasked.

    The respondent has been handed `sections`: a condition on anybody else's questions is not held against them.
    """
    handed = {item.key for section in instrument.sections if section.key in sections for item in section.list_items()}
    return find_relevance(instrument, answers, frozenset(handed | {key.item for key in answers.texts}))


def count_asked(instrument: Instrument, answers: Answers) -> Answers:
    """Return the answers that count: those to the questions that are asked."""
    silent = find_relevance(instrument, answers).silent
    return answers.without(silent) if silent else answers


def list_deciding_items(instrument: Instrument, keys: Iterable[str]) -> frozenset[str]:
    """Return the items whose answers decide whether `keys` are asked, and those that decide these in turn."""
    mentions: dict[str, set[str]] = {}
    for text, _part, items in list_conditional(instrument):
        named = {cell.item for cell in list_condition_cells(parse_condition(text))}
        for item in items:
            mentions.setdefault(item.key, set()).update(named)
    found: set[str] = set()
    waiting = [named for key in keys for named in mentions.get(key, ())] if mentions else []
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += mentions.get(key, ())
    return frozenset(found)


def find_later_cells(instrument: Instrument) -> Iterator[tuple[Conditional, CellKey]]:
    """Return each condition's cells that are not asked before what hangs on them, with what hangs on them."""
    order = {item.key: place for place, item in enumerate(instrument.list_items())}
    for text, part, items in list_conditional(instrument):
        try:
            cells = list_condition_cells(parse_condition(text))
        except ConditionError:
            continue
        first = min(order[item.key] for item in items)
        yield from ((part, cell) for cell in cells if order.get(cell.item, -1) >= first)
