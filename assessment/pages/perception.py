"""The map of perception gaps: section by section, who sees the company more brightly or darkly than the others."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from assessment.domain.perception import PerceptionGap, find_gaps
from assessment.domain.scoring import round_points
from assessment.models import Assessment, Department
from assessment.pages.score_chart import points
from assessment.pages.wording import in_words
from assessment.selectors import get_instrument
from assessment.selectors.decisions import list_voices
from ui import formats
from ui.charts import Cell, Chart, HeatRow, Tone, heat_map

SENTENCES = 5
TELLING_POINTS = 10
"""A gap smaller than this is not put into words."""


@dataclass(frozen=True)
class GapLine:
    """One gap, points from 0 to 100; `gap` is own minus others."""

    section_key: str
    section: str
    department: str
    own: Decimal
    others: Decimal
    gap: Decimal
    cells: int


@dataclass(frozen=True)
class PerceptionPage:
    """The gaps of an assessment, the widest first; `chart` is None when nothing can be compared."""

    assessment_id: uuid.UUID
    title: str
    message: str
    sentences: tuple[str, ...]
    lines: tuple[GapLine, ...]
    chart: Chart | None


def perception_page(assessment: Assessment) -> PerceptionPage:
    """Return how each department sees each section beside everybody else."""
    instrument = get_instrument(assessment)
    titles = {section.key: in_words(section.title) for section in instrument.sections}
    gaps = find_gaps(instrument, list_voices(assessment))
    lines = tuple(_line(gap, titles[gap.section]) for gap in sorted(gaps, key=lambda gap: (-abs(gap.gap), gap.section)))
    message = _message(lines)
    return PerceptionPage(
        assessment.id,
        assessment.title,
        message,
        tuple(_sentence(line) for line in lines[:SENTENCES] if abs(line.gap) >= TELLING_POINTS),
        lines,
        _chart(gaps, titles, message) if gaps else None,
    )


def _line(gap: PerceptionGap, title: str) -> GapLine:
    own, others = round_points(gap.own), round_points(gap.others)
    department = str(Department(gap.department).label)
    return GapLine(gap.section, title, department, own, others, round_points(gap.gap), gap.cells)


def _message(lines: Sequence[GapLine]) -> str:
    if not lines:
        return _("Ingenting att jämföra ännu")
    widest = lines[0]
    if abs(widest.gap) < TELLING_POINTS:
        return _("Rollerna ser företaget på ungefär samma sätt")
    return _("Längst isär: %(department)s och de övriga om %(section)s") % {
        "department": widest.department,
        "section": widest.section,
    }


def _sentence(line: GapLine) -> str:
    said = (
        _("%(department)s ser ljusare på %(section)s än de övriga: %(own)s mot %(others)s av 100.")
        if line.gap > 0
        else _("%(department)s ser mörkare på %(section)s än de övriga: %(own)s mot %(others)s av 100.")
    )
    return said % {
        "department": line.department,
        "section": line.section,
        "own": points(line.own),
        "others": points(line.others),
    }


def _chart(gaps: Sequence[PerceptionGap], titles: dict[str, str], message: str) -> Chart:
    by_place = {(gap.section, gap.department): gap for gap in gaps}
    departments = [key for key in Department.values if any(gap.department == key for gap in gaps)]
    sections = [key for key in titles if any(gap.section == key for gap in gaps)]
    rows = [
        HeatRow(titles[section], tuple(_cell(by_place.get((section, department))) for department in departments))
        for section in sections
    ]
    return heat_map(
        rows,
        [str(Department(department).label) for department in departments],
        title=message,
        subtitle=_("Rollens medelvärde minus de övrigas, i poäng av 100. Blått: ser ljusare. Orange: ser mörkare."),
        corner=_("Avsnitt"),
        key="perception",
    )


def _cell(gap: PerceptionGap | None) -> Cell:
    if gap is None:
        return Cell(None, "–")
    level = min(1.0, float(abs(gap.gap) / Fraction(50)))
    tone = Tone.LOSS if gap.gap < 0 else Tone.PLAIN
    return Cell(level, formats.signed(points(round_points(gap.gap))), tone)
