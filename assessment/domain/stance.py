"""What a respondent says about an item besides its answer: does not know, how sure, and who is asked instead.

Each is a cell of its own on the respondent's sheet, so that it is saved, versioned and remembered like any answer. The
common sheet has none of them.
"""

from collections.abc import Sequence

from assessment.domain.answers import Answers
from assessment.domain.cells import Cell, CellKey, CellKind, find_cell
from assessment.domain.instrument import DateItem, Instrument, Item, People, Section, ShortText
from assessment.domain.progress import Progress, add_up, measure_item
from assessment.domain.relevance import Relevance

UNKNOWN, CONFIDENCE, ASKED = "unknown", "confidence", "asked"
STANCES = frozenset({UNKNOWN, CONFIDENCE, ASKED})
CONFIDENCE_LEVELS = ("1", "2", "3")
"""A guess, fairly sure, certain."""


def takes_stance(item: Item) -> bool:
    """Say whether one can be unsure about the item; a date and names are known or left out."""
    return not isinstance(item, DateItem | ShortText | People)


def list_stance_cells(item: Item, colleagues: Sequence[str]) -> tuple[Cell, ...]:
    """Return the cells beside the answer; `colleagues` are the ids that the item can be handed on to."""
    if not takes_stance(item):
        return ()
    return (
        Cell(CellKey(item.key, column=UNKNOWN), CellKind.TICK, ("yes", "no")),
        Cell(CellKey(item.key, column=CONFIDENCE), CellKind.OPTION, CONFIDENCE_LEVELS),
        Cell(CellKey(item.key, column=ASKED), CellKind.OPTION, tuple(colleagues)),
    )


def find_own_cell(instrument: Instrument, key: CellKey, colleagues: Sequence[str]) -> Cell | None:
    """Return the cell of a respondent's sheet named `key`, or None when there is none such."""
    if key.column not in STANCES:
        return find_cell(instrument, key)
    item = next((item for item in instrument.list_items() if item.key == key.item), None)
    cells = list_stance_cells(item, colleagues) if item else ()
    return next((cell for cell in cells if cell.key == key), None)


def is_unknown(answers: Answers, item: str) -> bool:
    """Say whether the respondent has answered "I don't know"; whatever else stands there then does not count."""
    return answers.get_text(CellKey(item, column=UNKNOWN)) == "yes"


def get_confidence(answers: Answers, item: str) -> int | None:
    """Return how sure the respondent is: 1 a guess, 2 fairly sure, 3 certain; None when not said."""
    text = answers.get_text(CellKey(item, column=CONFIDENCE))
    return int(text) if text in CONFIDENCE_LEVELS else None


def measure_own_section(
    instrument: Instrument, section: Section, answers: Answers, items: frozenset[str], relevance: Relevance
) -> Progress:
    """Return how much of `items` in `section` is answered of what is asked.

    "I don't know" answers every place of its item.
    """
    mine = (item for item in section.list_items() if item.key in items and relevance.asks(item.key))
    return add_up(tuple(_measure(instrument, item, answers) for item in mine))


def _measure(instrument: Instrument, item: Item, answers: Answers) -> Progress:
    progress = measure_item(instrument, item, answers)
    return Progress(progress.total, progress.total) if is_unknown(answers, item.key) else progress


def list_unknown(section: Section, answers: Answers, items: frozenset[str]) -> tuple[str, ...]:
    """Return the items of `section` that the respondent does not know, in their order."""
    return tuple(item.key for item in section.list_items() if item.key in items and is_unknown(answers, item.key))
