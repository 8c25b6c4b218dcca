"""Perception gaps: how a department sees a section beside how everybody else sees the same questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.consensus import ZERO, Voice, list_opinions, list_placed_cells
from assessment.domain.instrument import Instrument, NumberGroup, Percent, PercentGroup, Section, WholeNumber


@dataclass(frozen=True)
class PerceptionGap:
    """One department and one section, over the `cells` that both it and somebody else has answered.

    `own` and `others` are means from 0 to 100; `gap` is own minus others, so a positive one sees it more brightly.
    """

    section: str
    department: str
    own: Fraction
    others: Fraction
    cells: int

    @property
    def gap(self) -> Fraction:
        return self.own - self.others


def find_gaps(instrument: Instrument, voices: Sequence[Voice]) -> tuple[PerceptionGap, ...]:
    """Return every gap that can be told, in the order of sections and then of departments as they come."""
    departments = list(dict.fromkeys(voice.department for voice in voices))
    gaps = (
        _gap(instrument, section, department, voices) for section in instrument.sections for department in departments
    )
    return tuple(gap for gap in gaps if gap is not None)


def _gap(instrument: Instrument, section: Section, department: str, voices: Sequence[Voice]) -> PerceptionGap | None:
    """Return the means over the same cells; numbers and shares have no brighter end and are left out."""
    own: list[Fraction] = []
    others: list[Fraction] = []
    for item in section.list_items():
        if isinstance(item, WholeNumber | NumberGroup | Percent | PercentGroup):
            continue
        for key in list_placed_cells(item):
            opinions = list_opinions(instrument, item, key, voices)
            inside = [one.position for one in opinions if one.department == department and one.position is not None]
            outside = [one.position for one in opinions if one.department != department and one.position is not None]
            if inside and outside:
                own.append(sum(inside, ZERO) / len(inside))
                others.append(sum(outside, ZERO) / len(outside))
    if not own:
        return None
    return PerceptionGap(section.key, department, sum(own, ZERO) / len(own), sum(others, ZERO) / len(others), len(own))
