"""Lying bars: one row per thing, its name to the left, its figure at the end of the bar; losses to the left of zero."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ui.charts.axis import Scale
from ui.charts.drawing import NARROW, WIDE, Chart, ChartTable, Drawing, Line, Paint, Rect, Shape, Text
from ui.charts.lettering import shorten, text_width

ROW = 30.0


@dataclass(frozen=True)
class Bar:
    """One row: `value` sets the length (any unit, negative is a loss), `text` is what is written beside it."""

    label: str
    value: float
    text: str


def _name_width(rows: Sequence[Bar], width: float) -> float:
    return min(width * 0.4, max(text_width(row.label, 12) for row in rows) + 18)


def _draw_beside(rows: Sequence[Bar], width: float) -> Drawing:
    left = _name_width(rows, width)
    figure = max(text_width(row.text, 12) for row in rows) + 10
    low, high = min(0.0, *(row.value for row in rows)), max(0.0, *(row.value for row in rows))
    x = Scale(low, high or 1.0, left + (figure if low < 0 else 0), width - (figure if high > 0 or low == 0 else 4))
    shapes: list[Shape] = []
    for index, row in enumerate(rows):
        top = ROW * index
        shapes.append(Text(left - 12, top + 19, shorten(row.label, left - 14, 12), "end", Paint.INK))
        shapes += _bar(row, index, x, top + 8, 15)
        end = x(row.value)
        shapes.append(
            Text(
                end + (6 if row.value >= 0 else -6),
                top + 19.5,
                row.text,
                "start" if row.value >= 0 else "end",
                Paint.INK,
                12,
                600,
            )
        )
    if low < 0:
        shapes.append(Line(x(0), 2, x(0), ROW * len(rows), Paint.LINE))
    return Drawing(width, ROW * len(rows) + 2, tuple(shapes))


def _draw_below(rows: Sequence[Bar], width: float) -> Drawing:
    low, high = min(0.0, *(row.value for row in rows)), max(0.0, *(row.value for row in rows))
    x = Scale(low, high or 1.0, 2, width - 2)
    tall = 36.0
    shapes: list[Shape] = []
    for index, row in enumerate(rows):
        top = tall * index
        room = width - text_width(row.text, 12) - 14
        shapes.append(Text(2, top + 13, shorten(row.label, room, 12), "start", Paint.INK))
        shapes.append(Text(width - 2, top + 13, row.text, "end", Paint.INK, 12, 600))
        shapes += _bar(row, index, x, top + 19, 9)
    if low < 0:
        shapes.append(Line(x(0), 16, x(0), tall * len(rows), Paint.LINE))
    return Drawing(width, tall * len(rows), tuple(shapes))


def _bar(row: Bar, index: int, x: Scale, top: float, tall: float) -> list[Shape]:
    start, end = sorted((x(0), x(row.value)))
    return [Rect(start, top, max(1.5, end - start), tall, Paint.FALL if row.value < 0 else Paint.PRIMARY, 2, index)]


def bars(rows: Sequence[Bar], *, title: str, subtitle: str, columns: tuple[str, str], key: str = "bars") -> Chart:
    """Draw `rows` in the order given; `columns` head the table: what a row is, what its figure is."""
    table = ChartTable(columns, tuple((row.label, row.text) for row in rows))
    description = _("%(count)s staplar, från %(first)s till %(last)s.") % {
        "count": len(rows),
        "first": f"{rows[0].label} {rows[0].text}",
        "last": f"{rows[-1].label} {rows[-1].text}",
    }
    return Chart(key, title, subtitle, description, _draw_beside(rows, WIDE), _draw_below(rows, NARROW), table)
