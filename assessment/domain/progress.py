"""How much of a section is answered, of what is asked."""

from dataclasses import dataclass

from assessment.domain.answers import Answers
from assessment.domain.cells import list_cells
from assessment.domain.instrument import Instrument, Item, Multi, People, Section
from assessment.domain.relevance import find_relevance


@dataclass(frozen=True)
class Progress:
    """Answered places out of all. A row of a matrix or group is one place; check boxes and people are one together."""

    answered: int
    total: int

    @property
    def share(self) -> float:
        """Return the answered share, 0–1."""
        return self.answered / self.total if self.total else 1.0


def measure_section(instrument: Instrument, section: Section, answers: Answers) -> Progress:
    """Return how much of `section` is answered; questions that are not asked are no part of it."""
    asks = find_relevance(instrument, answers).asks
    return add_up(tuple(measure_item(instrument, item, answers) for item in section.list_items() if asks(item.key)))


def measure_item(instrument: Instrument, item: Item, answers: Answers) -> Progress:
    """Return how much of `item` is answered."""
    answered = [answers.has(cell.key) for cell in list_cells(instrument, item)]
    if isinstance(item, People | Multi):
        return Progress(int(any(answered)), 1)
    return Progress(sum(answered), len(answered))


def add_up(parts: tuple[Progress, ...]) -> Progress:
    """Return the progress of the parts together."""
    return Progress(sum(part.answered for part in parts), sum(part.total for part in parts))
