"""What to do for somebody who answers so: the advice of the options that were chosen."""

from dataclasses import dataclass

from assessment.domain.answers import Answers
from assessment.domain.cells import RATING, CellKey
from assessment.domain.instrument import Choice, Instrument, Item, LongText, Matrix, Multi, Option


@dataclass(frozen=True)
class ChosenOption:
    """An option with advice, and how many rows have it."""

    option: Option
    rows: int

    @property
    def is_best(self) -> bool:
        return self.option.points == 100


def list_advised(instrument: Instrument, item: Item, answers: Answers) -> tuple[ChosenOption, ...]:
    """Return the chosen or ticked options of an item that carry advice, each once, in the order they are offered."""
    match item:
        case LongText(rating=str(scale)):
            cells = [CellKey(item.key, column=RATING)]
        case Choice(scale=scale):
            cells = [CellKey(item.key)]
        case Matrix(scale=scale):
            cells = [CellKey(item.key, row.key) for row in item.rows]
        case Multi(options=options):
            ticked = (each for each in options if answers.get_text(CellKey(item.key, each.key)) == "yes")
            return tuple(ChosenOption(each, rows=1) for each in ticked if each.advice)
        case _:
            return ()
    chosen = [answers.get_text(cell) for cell in cells]
    options = instrument.get_scale(scale).options
    return tuple(ChosenOption(each, chosen.count(each.key)) for each in options if each.advice and each.key in chosen)
