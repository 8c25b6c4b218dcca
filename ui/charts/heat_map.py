"""The heat map: rows against columns, darker means more; each cell says its figure, so colour is never alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from ui import formats
from ui.charts.drawing import NARROW, WIDE, Chart, ChartTable, Drawing, Paint, Rect, Shape, Text
from ui.charts.lettering import shorten, text_width, wrap

BLUES = (Paint.SCALE_0, Paint.SCALE_1, Paint.SCALE_2, Paint.SCALE_3, Paint.SCALE_4)
LARGEST_FIGURE, SMALLEST_FIGURE = 12.5, 7.5
LOSSES = (Paint.LOSS_1, Paint.LOSS_1, Paint.LOSS_2, Paint.LOSS_3, Paint.LOSS_3)


class Tone(StrEnum):
    """What a cell's colour means: more of something, or a loss."""

    PLAIN = "plain"
    LOSS = "loss"


@dataclass(frozen=True)
class Cell:
    """One field: `level` 0–1 sets how dark it is (None: no figure), `text` what it says."""

    level: float | None
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class HeatRow:
    """One row with a cell for each column."""

    label: str
    cells: tuple[Cell, ...]


def _fill(cell: Cell) -> Paint:
    if cell.level is None:
        return Paint.GRID
    scale = LOSSES if cell.tone is Tone.LOSS else BLUES
    return scale[min(4, int(max(0.0, cell.level) * 5))]


def _figure_size(rows: Sequence[HeatRow], slot: float) -> float:
    """Return the size at which the widest figure stays inside its cell; below the smallest, it is read in the table."""
    widest = max((text_width(cell.text, 1) for row in rows for cell in row.cells), default=0)
    return max(SMALLEST_FIGURE, min(LARGEST_FIGURE, (slot - 5) / widest)) if widest else LARGEST_FIGURE


def _draw(rows: Sequence[HeatRow], columns: Sequence[str], width: float, tall: float) -> Drawing:
    left = min(width * 0.34, max(text_width(row.label, 12) for row in rows) + 12)
    slot = (width - left) / len(columns)
    heads = [wrap(column, slot - 4, 12) for column in columns]
    top = 16.0 * max(len(head) for head in heads) + 8
    size = _figure_size(rows, slot)
    shapes: list[Shape] = []
    for index, head in enumerate(heads):
        for number, line in enumerate(head):
            y = top - 10 - 16 * (len(head) - 1 - number)
            shapes.append(Text(left + slot * (index + 0.5), y, shorten(line, slot - 2, 12), "middle"))
    for number, row in enumerate(rows):
        y = top + tall * number
        lines = wrap(row.label, left - 10, 12)[:2]
        for line_number, line in enumerate(lines):
            base = y + tall / 2 + 4 + 14 * (line_number - (len(lines) - 1) / 2)
            shapes.append(Text(left - 10, base, shorten(line, left - 10, 12), "end", Paint.INK))
        for index, cell in enumerate(row.cells):
            fill = _fill(cell)
            ink = Paint.ON_SCALE_4 if fill is Paint.SCALE_4 else Paint.INK
            x = left + slot * index
            shapes.append(Rect(x + 1.5, y + 1.5, slot - 3, tall - 3, fill, 4, number))
            shapes.append(Text(x + slot / 2, y + tall / 2 + 4.5, cell.text, "middle", ink, size, 600))
    return Drawing(width, top + tall * len(rows) + 2, tuple(shapes))


def heat_map(
    rows: Sequence[HeatRow], columns: Sequence[str], *, title: str, subtitle: str, corner: str, key: str = "heat-map"
) -> Chart:
    """Draw `rows` × `columns`; `corner` heads the table's first column."""
    table = ChartTable((corner, *columns), tuple((row.label, *(c.text for c in row.cells)) for row in rows))
    description = _("%(rows)s rader och %(columns)s kolumner; mörkare betyder mer.") % {
        "rows": formats.number(len(rows)),
        "columns": formats.number(len(columns)),
    }
    wide, narrow = _draw(rows, columns, WIDE, 40), _draw(rows, columns, NARROW, 44)
    return Chart(key, title, subtitle, description, wide, narrow, table)
