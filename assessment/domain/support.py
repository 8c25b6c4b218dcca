"""Channels and functions with their IT support: as it is, and as it shall become."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.domain.answers import Answers
from assessment.domain.cells import CellKey
from assessment.domain.instrument import Instrument, Item, Matrix, Section

INTEGRATED, STANDALONE, WITHOUT, UNUSED = "integrated", "standalone", "without", "unused"
IN_USE = frozenset({INTEGRATED, STANDALONE, WITHOUT})


@dataclass(frozen=True)
class Support:
    """One row: the keys of its level `now` (empty: unanswered) and `then`; the same while it has no target."""

    key: CellKey
    now: str
    then: str

    @property
    def moves(self) -> bool:
        return self.then != self.now


def is_support(instrument: Instrument, item: Item) -> bool:
    """Say whether an item is a matrix of IT support."""
    return isinstance(item, Matrix) and INTEGRATED in {each.key for each in instrument.get_scale(item.scale).options}


def list_support_matrices(instrument: Instrument, section: Section) -> Iterator[Matrix]:
    """Return the matrices of IT support of a section."""
    for item in section.list_items():
        if isinstance(item, Matrix) and is_support(instrument, item):
            yield item


def list_support(item: Matrix, answers: Answers, targets: Mapping[CellKey, str]) -> tuple[Support, ...]:
    """Return the rows of a matrix, now and then."""
    keys = (CellKey(item.key, row.key) for row in item.rows)
    return tuple(Support(key, now, targets.get(key, now)) for key in keys for now in [answers.get_text(key)])
