"""The waterfall: from sales down to what is left. Labels are broken, or laid above the bars, so that none collide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ui import formats
from ui.charts.axis import Scale, ticks
from ui.charts.drawing import NARROW, WIDE, Chart, ChartTable, Drawing, Line, Paint, Rect, Shape, Text
from ui.charts.lettering import SOFT_HYPHEN, fits, shorten, text_width, wrap

type Writer = Callable[[int], str]


@dataclass(frozen=True)
class Step:
    """One bar. `amount_minor` is the change, or the level itself where `is_total` (a subtotal stands on zero)."""

    label: str
    amount_minor: int
    is_total: bool = False


@dataclass(frozen=True)
class _Bar:
    step: Step
    low: int
    high: int
    end: int

    @property
    def fill(self) -> Paint:
        if self.step.is_total:
            return Paint.FALL if self.step.amount_minor < 0 else Paint.PRIMARY
        return Paint.FALL if self.step.amount_minor < 0 else Paint.SECOND


def _bars(steps: Sequence[Step]) -> list[_Bar]:
    level, bars = 0, []
    for step in steps:
        start = 0 if step.is_total else level
        level = step.amount_minor if step.is_total else level + step.amount_minor
        bars.append(_Bar(step, min(start, level), max(start, level), level))
    return bars


def _upright(bars: list[_Bar], write: Writer, width: float, height: float) -> Drawing | None:
    """Draw the bars side by side; None when a label does not fit below its bar."""
    low, high = min(bar.low for bar in bars), max(bar.high for bar in bars)
    steps = ticks(low, high, 5)
    names = [write(round(step)) for step in steps]
    left = max(text_width(name, 12) for name in names) + 12
    slot = (width - left) / len(bars)
    texts = [bar.step.label for bar in bars]
    figures = [write(bar.step.amount_minor) for bar in bars]
    if any(not fits(text, slot - 6, 12) for text in texts) or any(text_width(f, 12) > slot - 2 for f in figures):
        return None
    lines = [wrap(text, slot - 6, 12) for text in texts]
    foot = 16 * max(len(line) for line in lines) + 10
    y = Scale(steps[0], steps[-1], height - foot, 20)
    shapes: list[Shape] = []
    for step, name in zip(steps, names, strict=True):
        shapes.append(Line(left, y(step), width, y(step), Paint.LINE if step == 0 else Paint.GRID))
        shapes.append(Text(left - 8, y(step) + 4, name, "end"))
    for index, bar in enumerate(bars):
        x = left + slot * index + slot * 0.14
        middle = left + slot * (index + 0.5)
        tall = max(1.5, y(bar.low) - y(bar.high))
        shapes.append(Rect(x, y(bar.high), slot * 0.72, tall, bar.fill, 2, index))
        if index + 1 < len(bars):
            shapes.append(Line(x + slot * 0.72, y(bar.end), x + slot, y(bar.end), Paint.LINE))
        shapes.append(Text(middle, y(bar.high) - 6, figures[index], "middle", Paint.INK, 12, 600))
        for row, line in enumerate(lines[index]):
            shapes.append(Text(middle, height - foot + 18 + row * 16, line, "middle", Paint.MUTED))
    return Drawing(width, height, tuple(shapes))


def _beside(bars: list[_Bar], write: Writer, width: float) -> Drawing:
    """Draw a row for each bar: its label to the left, its figure in a column to the right."""
    figures = [write(bar.step.amount_minor) for bar in bars]
    left = min(width * 0.36, max(text_width(bar.step.label.replace(SOFT_HYPHEN, ""), 12.5) for bar in bars) + 34)
    right = width - max(text_width(figure, 12.5) for figure in figures) - 18
    x = Scale(min(0, *(bar.low for bar in bars)), max(bar.high for bar in bars), left, right)
    row, shapes = 29.0, list[Shape]()
    for index, bar in enumerate(bars):
        top, weight = row * index, 600 if bar.step.is_total else 400
        if bar.step.is_total:
            shapes.append(Rect(0, top + 1, width, row - 2, Paint.BAND, 5))
        label = shorten(bar.step.label, left - 20, 12.5)
        indent = 8 if bar.step.is_total else 18
        shapes.append(Text(indent, top + 19, label, "start", Paint.INK, 12.5, weight))
        shapes.append(Text(width - 8, top + 19, figures[index], "end", Paint.INK, 12.5, weight))
        shapes.append(Rect(x(bar.low), top + 8, max(1.5, x(bar.high) - x(bar.low)), 13, bar.fill, 2, index))
        if index + 1 < len(bars):
            shapes.append(Line(x(bar.end), top + 21, x(bar.end), top + row + 8, Paint.LINE))
    return Drawing(width, row * len(bars), tuple(shapes))


def _below(bars: list[_Bar], write: Writer, width: float) -> Drawing:
    """Draw a row for each bar, its label and its figure above it, for a phone."""
    figures = [write(bar.step.amount_minor) for bar in bars]
    room = max(text_width(figure, 12) for figure in figures) + 10
    x = Scale(min(0, *(bar.low for bar in bars)), max(bar.high for bar in bars), 0, width)
    row, shapes = 36.0, list[Shape]()
    for index, bar in enumerate(bars):
        top, weight = row * index, 600 if bar.step.is_total else 400
        label = shorten(bar.step.label, width - room, 12)
        shapes.append(Text(0, top + 13, label, "start", Paint.INK, 12, weight))
        shapes.append(Text(width, top + 13, figures[index], "end", Paint.INK, 12, weight))
        shapes.append(Rect(x(bar.low), top + 18, max(1.5, x(bar.high) - x(bar.low)), 9, bar.fill, 2, index))
    return Drawing(width, row * len(bars), tuple(shapes))


def _unit(bars: list[_Bar], currency: str) -> tuple[Writer, str]:
    """Choose whole units or thousands by the largest amount; return how to write and what to call it."""
    largest = max(abs(value) for bar in bars for value in (bar.low, bar.high))
    if largest < 100_000 * 10 ** formats.decimals_in_use():
        return formats.amount, formats.unit(currency)
    return lambda minor: formats.amount(minor, formats.decimals_in_use() + 3), formats.thousands_unit(currency)


def waterfall(
    steps: Sequence[Step], *, title: str, subtitle: str, currency: str = "SEK", key: str = "waterfall"
) -> Chart:
    """Draw the way from the first step to the last; the subtitle is followed by the unit that the figures have."""
    bars = _bars(steps)
    write, unit = _unit(bars, currency)
    rows = tuple((step.label.replace(SOFT_HYPHEN, ""), formats.amount(step.amount_minor)) for step in steps)
    description = _("Från %(first)s till %(last)s i %(count)s steg.") % {
        "first": f"{rows[0][0]} {write(steps[0].amount_minor)}",
        "last": f"{rows[-1][0]} {write(steps[-1].amount_minor)} {unit}",
        "count": len(steps) - 1,
    }
    wide = _upright(bars, write, WIDE, 340) or _beside(bars, write, WIDE)
    table = ChartTable((_("Rad"), formats.unit(currency)), rows)
    return Chart(key, title, f"{subtitle}, {unit}", description, wide, _below(bars, write, NARROW), table)
