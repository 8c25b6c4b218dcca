"""Answers that do not go together, by the rules of the instrument: asked about, never corrected."""

from dataclasses import dataclass

from assessment.domain.answers import Answers
from assessment.domain.condition_reading import parse_condition
from assessment.domain.conditions import holds, list_condition_cells
from assessment.domain.instrument import Contradiction, Instrument
from assessment.domain.relevance import count_asked


@dataclass(frozen=True)
class Clash:
    """A contradiction that the answers show, and the items it is about, in the order of the rule."""

    rule: Contradiction
    items: tuple[str, ...]


def find_clashes(instrument: Instrument, answers: Answers) -> tuple[Clash, ...]:
    """Return every contradiction whose condition is true; one that rests on something unanswered or unasked is none."""
    answers = count_asked(instrument, answers)
    found = []
    for rule in instrument.contradictions:
        condition = parse_condition(rule.when)
        if holds(condition, instrument, answers):
            items = dict.fromkeys(cell.item for cell in list_condition_cells(condition))
            found.append(Clash(rule, tuple(items)))
    return tuple(found)
