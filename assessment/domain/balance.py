"""Where the money of customer work goes, beside where it went and what decided success in a published study.

The study's shares are percentages of 100: what companies had put into each factor, and how much of the success it stood
for. An investment balance is entered in the instrument of that name.
"""

from dataclasses import dataclass
from decimal import Decimal

from assessment.domain.answers import Answers
from assessment.domain.cells import CellKey
from assessment.domain.instrument import Instrument, Option, PercentGroup

INSTRUMENT, ITEM = "investment_balance", "shares"
STUDY = {
    "competence": (2, 20),
    "processes": (2, 15),
    "key_figures": (2, 10),
    "culture": (1, 20),
    "leadership": (1, 10),
    "information": (10, 15),
    "technology": (82, 10),
}
"""Share of investment and share of success, by factor."""


@dataclass(frozen=True)
class Factor:
    """One factor, in percentages: the company's `own` share (None: unanswered), the study's, and that of success."""

    row: Option
    own: Decimal | None
    invested: int
    success: int


@dataclass(frozen=True)
class Balance:
    """Every factor. `to_move` is how many percentages must change place to follow the shares of success.

    It is None until the own shares are all answered, none below zero, and 100 together; `study_to_move` is the study's.
    """

    factors: tuple[Factor, ...]
    to_move: Decimal | None
    study_to_move: int


def find_balance(instrument: Instrument, answers: Answers) -> Balance | None:
    """Return the balance that was entered; None while nothing is, and where the instrument asks for no shares."""
    item = next((each for each in instrument.list_items() if each.key == ITEM), None)
    if not isinstance(item, PercentGroup):
        return None
    factors = tuple(
        Factor(row, answers.get_percent(CellKey(ITEM, row.key)), *STUDY[row.key])
        for row in item.rows
        if row.key in STUDY
    )
    own = [factor.own for factor in factors if factor.own is not None]
    if not own:
        return None
    is_whole = len(own) == len(factors) and min(own) >= 0 and sum(own) == 100
    to_move = sum((max(Decimal(0), (each.own or Decimal(0)) - each.success) for each in factors), Decimal(0))
    study = sum(max(0, each.invested - each.success) for each in factors)
    return Balance(factors, to_move if is_whole else None, study)
