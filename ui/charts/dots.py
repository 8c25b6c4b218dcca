"""Dots on a line: two or three figures for the same thing side by side, such as what was said and what was measured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ui import formats
from ui.charts.axis import Scale, ticks
from ui.charts.drawing import NARROW, WIDE, Chart, ChartTable, Dot, Drawing, Line, Paint, Rect, Shape, Text
from ui.charts.lettering import shorten, text_width

PAINTS = (Paint.PRIMARY, Paint.FALL, Paint.MUTED)
ROW = 44.0
LEGEND_LINE = 20.0


@dataclass(frozen=True)
class DotRow:
    """One thing with a figure (None: unknown) for each series: a share 0–1, or whatever the chart's `write` writes."""

    label: str
    shares: tuple[float | None, ...]


def _legend(series: Sequence[str], left: float, width: float) -> tuple[list[Shape], float]:
    """Return the names of the series, on as many lines as they need, and the height of the lines after the first."""
    shapes: list[Shape] = []
    at, down = left, 0.0
    for paint, name in zip(PAINTS, series, strict=False):
        if at > left and at + 16 + text_width(name, 12) > width:
            at, down = left, down + LEGEND_LINE
        shown = shorten(name, width - at - 16, 12)
        shapes += [Dot(at + 6, 10 + down, 5.5, paint), Text(at + 16, 14 + down, shown, "start", Paint.INK)]
        at += text_width(shown, 12) + 34
    return shapes, down


def _draw(
    rows: Sequence[DotRow], series: Sequence[str], width: float, write: Callable[[float], str], *, beside: bool
) -> Drawing:
    known = [share for row in rows for share in row.shares if share is not None]
    steps = ticks(min(0.0, *known, 0.0), max(0.1, *known, 0.0), 5)
    left = min(width * 0.4, max(text_width(row.label, 12) for row in rows) + 24) if beside else 16.0
    x = Scale(steps[0], steps[-1], left, width - 24)
    shapes, more = _legend(series, left if beside else 0, width)
    head = 34.0 + more
    foot = head + ROW * len(rows)
    for step in steps:
        shapes.append(Line(x(step), head - 6, x(step), foot, Paint.GRID))
        shapes.append(Text(x(step), foot + 16, write(step), "middle"))
    for index, row in enumerate(rows):
        middle = head + ROW * index + (ROW / 2 if beside else ROW * 0.68)
        if beside:
            shapes.append(Text(left - 16, middle + 4, shorten(row.label, left - 18, 12), "end", Paint.INK))
        else:
            shapes.append(Text(0, middle - 13, shorten(row.label, width, 12), "start", Paint.INK))
        places = [x(share) for share in row.shares if share is not None]
        if len(places) > 1:
            shapes.append(Line(min(places), middle, max(places), middle, Paint.SECOND, 3))
        for paint, share in zip(PAINTS, row.shares, strict=False):
            if share is not None:
                shapes.append(Dot(x(share), middle, 6.5, paint))
        shapes.append(Rect(left, middle - 15, width - left, 30, Paint.NONE, row=index))
    return Drawing(width, foot + 22, tuple(shapes))


def _write_share(share: float) -> str:
    return formats.percent(share, 0)


def dots(
    rows: Sequence[DotRow],
    series: Sequence[str],
    *,
    title: str,
    subtitle: str,
    corner: str,
    key: str = "dots",
    write: Callable[[float], str] = _write_share,
    write_exact: Callable[[float | None], str] = formats.percent,
) -> Chart:
    """Draw at most three `series` of figures for each row; `corner` heads the table's first column.

    `write` writes the axis, `write_exact` the table; both take shares unless told otherwise.
    """
    table = ChartTable(
        (corner, *series), tuple((row.label, *(write_exact(share) for share in row.shares)) for row in rows)
    )
    description = _("%(count)s rader med %(series)s.") % {"count": len(rows), "series": ", ".join(series)}
    wide, narrow = _draw(rows, series, WIDE, write, beside=True), _draw(rows, series, NARROW, write, beside=False)
    return Chart(key, title, subtitle, description, wide, narrow, table)
