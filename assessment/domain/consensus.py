"""How far apart several people's answers lie: positions, median, agreement, and what hangs on it.

All figures are exact fractions. docs/methods/consensus.md states each with a worked example.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.answers import Answers
from assessment.domain.cells import RATING, CellKey
from assessment.domain.instrument import (
    Choice,
    Instrument,
    Item,
    LongText,
    Matrix,
    Multi,
    NumberGroup,
    Percent,
    PercentGroup,
    WholeNumber,
    YesNo,
)
from assessment.domain.stance import is_unknown

ZERO, FULL = Fraction(0), Fraction(100)


@dataclass(frozen=True)
class Voice:
    """One participant's own answers; `department` is where in the company the participant works."""

    participant: str
    department: str
    answers: Answers


@dataclass(frozen=True)
class Opinion:
    """Where one answer lies from 0 to 100; `position` None: the matter does not apply here."""

    participant: str
    department: str
    position: Fraction | None


@dataclass(frozen=True)
class CellSpread:
    """One cell: the opinions, their median, and their agreement from 0 to 1 (None for fewer than two)."""

    key: CellKey
    opinions: tuple[Opinion, ...]
    median: Fraction | None
    agreement: Fraction | None


@dataclass(frozen=True)
class ItemSpread:
    """One item: its cells, the mean of their agreements, and how many points of the total hang on the item.

    `answered` counts the participants who have an opinion, `unknown` those who do not know.
    """

    item: str
    cells: tuple[CellSpread, ...]
    agreement: Fraction | None
    effect: Fraction
    answered: int
    unknown: int

    @property
    def weight(self) -> Fraction:
        """Return the effect times the spread: points of the total that the group disagrees about."""
        return ZERO if self.agreement is None else self.effect * (1 - self.agreement)


def list_placed_cells(item: Item) -> tuple[CellKey, ...]:
    """Return the cells of `item` whose answers have a place on a line; none for texts, dates and names."""
    if isinstance(item, LongText):
        return (CellKey(item.key, column=RATING),) if item.rating else ()
    if isinstance(item, YesNo | Choice | Percent | WholeNumber):
        return (CellKey(item.key),)
    if isinstance(item, Matrix | PercentGroup | NumberGroup):
        return tuple(CellKey(item.key, row.key) for row in item.rows)
    if isinstance(item, Multi):
        return tuple(CellKey(item.key, option.key) for option in item.options)
    return ()


def list_opinions(instrument: Instrument, item: Item, key: CellKey, voices: Sequence[Voice]) -> tuple[Opinion, ...]:
    """Return where each voice that has answered `key` lies; who does not know has no opinion."""
    placed = [
        (voice, place)
        for voice in voices
        if not is_unknown(voice.answers, item.key)
        for place in [_place(instrument, item, key, voice.answers)]
        if place is not None
    ]
    largest = max((place.at for _voice, place in placed if place.at is not None), default=ZERO)
    is_count = isinstance(item, WholeNumber | NumberGroup)
    return tuple(
        Opinion(voice.participant, voice.department, _scaled(place.at, largest) if is_count else place.at)
        for voice, place in placed
    )


@dataclass(frozen=True)
class _Place:
    at: Fraction | None


def _scaled(value: Fraction | None, largest: Fraction) -> Fraction | None:
    """Return a number on the line from 0 to the largest that somebody gave."""
    return None if value is None else max(ZERO, value / largest * 100) if largest > 0 else ZERO


def _place(instrument: Instrument, item: Item, key: CellKey, answers: Answers) -> _Place | None:
    text = answers.get_text(key)
    if isinstance(item, Multi):
        ticks = [answers.get_text(CellKey(item.key, option.key)) for option in item.options]
        return _Place(FULL if text == "yes" else ZERO) if any(ticks) else None
    if isinstance(item, YesNo):
        return _Place({"yes": FULL, "no": ZERO}[text]) if text in {"yes", "no"} else None
    if isinstance(item, Percent | PercentGroup):
        percent = answers.get_percent(key)
        return None if percent is None else _Place(min(FULL, max(ZERO, Fraction(percent))))
    if isinstance(item, WholeNumber | NumberGroup):
        count = answers.get_count(key)
        return None if count is None else _Place(Fraction(count))
    scale = item.rating if isinstance(item, LongText) else item.scale if isinstance(item, Choice | Matrix) else None
    for option in instrument.get_scale(scale).options if scale else ():
        if option.key == text:
            return _Place(None if option.points is None else Fraction(option.points))
    return None


def find_median(values: Sequence[Fraction]) -> Fraction | None:
    """Return the middle value, or the mean of the two in the middle; None for no values."""
    if not values:
        return None
    ranked, half = sorted(values), len(values) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def measure_agreement(positions: Sequence[Fraction | None]) -> Fraction | None:
    """Return how much people agree, from 0 (split as evenly as can be between the ends) to 1 (all at one place).

    One minus the distances to the median over the largest sum they can have; where some say that the matter does not
    apply (None), the smaller of that and of the agreement on whether it applies. None for fewer than two answers.
    """
    if len(positions) < 2:
        return None
    placed = [position for position in positions if position is not None]
    absent = len(positions) - len(placed)
    on_whether = 1 - Fraction(min(absent, len(placed)), len(positions) // 2)
    middle = find_median(placed)
    if middle is None or len(placed) < 2:
        return on_whether
    distance = sum((abs(position - middle) for position in placed), ZERO)
    return min(on_whether, 1 - distance / (FULL * (len(placed) // 2)))


def measure_effects(instrument: Instrument) -> dict[str, Fraction]:
    """Return how many points of the total each scored item weighs when everything counts, by item."""
    effects: dict[str, Fraction] = {}
    whole = sum((Fraction(area.weight) for area in instrument.areas), ZERO)
    for area in instrument.areas:
        rules = sum((Fraction(rule.weight) for rule in area.rules), ZERO)
        for rule in area.rules:
            share = Fraction(area.weight) / whole * Fraction(rule.weight) / rules
            effects[rule.item] = effects.get(rule.item, ZERO) + share * 100
    return effects


def measure_item_spread(
    instrument: Instrument, item: Item, voices: Sequence[Voice], effects: dict[str, Fraction]
) -> ItemSpread:
    """Return how far apart `voices` lie on `item`."""
    cells = tuple(_cell_spread(key, list_opinions(instrument, item, key, voices)) for key in list_placed_cells(item))
    known = [cell.agreement for cell in cells if cell.agreement is not None]
    return ItemSpread(
        item=item.key,
        cells=cells,
        agreement=sum(known, ZERO) / len(known) if known else None,
        effect=effects.get(item.key, ZERO),
        answered=len({opinion.participant for cell in cells for opinion in cell.opinions}),
        unknown=sum(is_unknown(voice.answers, item.key) for voice in voices),
    )


def _cell_spread(key: CellKey, opinions: tuple[Opinion, ...]) -> CellSpread:
    positions = [opinion.position for opinion in opinions]
    return CellSpread(
        key, opinions, find_median([at for at in positions if at is not None]), measure_agreement(positions)
    )


def rank_spreads(spreads: Sequence[ItemSpread]) -> tuple[ItemSpread, ...]:
    """Return the items that are worth talking about first: effect times spread, then spread, then who does not know.

    What nobody can disagree on (texts, fewer than two answers) comes last; ties keep the questionnaire's order.
    """
    return tuple(
        sorted(
            spreads,
            key=lambda spread: (
                spread.agreement is None,
                -spread.weight,
                spread.agreement if spread.agreement is not None else FULL,
                -spread.unknown,
            ),
        )
    )
