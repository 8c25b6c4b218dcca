"""The whale curve: cumulative contribution over the customers, the most profitable first."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from ui import formats
from ui.charts.axis import Scale, ticks
from ui.charts.drawing import NARROW, WIDE, Chart, ChartTable, Dot, Drawing, Line, Paint, Path, Rect, Shape, Text
from ui.charts.lettering import text_width

RIGHT = 20.0
TOP = 22.0
PAIR_TOP = 50.0


@dataclass(frozen=True)
class CurvePoint:
    """`customers_share` 0–1 of the ranked customers together contribute `cumulative_minor`."""

    customers_share: float
    cumulative_minor: int


@dataclass(frozen=True)
class Highlight:
    """A customer's own place on the curve."""

    customers_share: float
    label: str


@dataclass(frozen=True)
class Band:
    """A part of the customers, up to `end_share` (0–1), that has a name and a colour of its own under the curve."""

    end_share: float
    paint: Paint
    label: str


@dataclass(frozen=True)
class _Curve:
    """The points in what the axis shows: percent of the total, or millions where the total is no fit base."""

    points: tuple[tuple[float, float], ...]
    in_percent: bool

    @cached_property
    def peak(self) -> tuple[float, float]:
        return max(self.points, key=lambda point: point[1])

    @property
    def last(self) -> float:
        return self.points[-1][1]

    def at(self, share: float) -> float:
        """Return the height at a share of the customers, on the straight line between the points around it."""
        left = bisect_right(self.points, share, key=_share)
        right = bisect_left(self.points, share, key=_share)
        before, after = self.points[max(left - 1, 0)], self.points[min(right, len(self.points) - 1)]
        width = after[0] - before[0]
        return before[1] + (after[1] - before[1]) * ((share - before[0]) / width if width else 0)

    def written(self, value: float, decimals: int = 0) -> str:
        """Write a height with its unit."""
        return formats.percent(value, decimals) if self.in_percent else formats.compact(round(value))


def _share(point: tuple[float, float]) -> float:
    return point[0]


def _curve(points: Sequence[CurvePoint], *, in_amounts: bool = False) -> _Curve:
    total = points[-1].cumulative_minor
    peak = max(point.cumulative_minor for point in points)
    in_percent = total > 0 and peak <= 5 * total and not in_amounts
    base = total if in_percent else 1
    placed = [(point.customers_share, point.cumulative_minor / base) for point in points]
    if placed[0][0] > 0:
        placed.insert(0, (0.0, 0.0))
    return _Curve(tuple(placed), in_percent)


def _draw(
    curve: _Curve,
    highlight: Highlight | None,
    width: float,
    height: float,
    before: _Curve | None = None,
    bands: Sequence[Band] = (),
) -> Drawing:
    top = PAIR_TOP if before or bands else TOP
    heights = [value for _share, value in (*curve.points, *(before.points if before else ()))]
    steps = ticks(min(0.0, *heights), max(heights) * 1.06 or 1.0, 4)
    names = [curve.written(step) for step in steps]
    left = max(text_width(name, 12) for name in names) + 12
    x, y = Scale(0, 1, left, width - RIGHT), Scale(steps[0], steps[-1], height - 48, top)
    shapes: list[Shape] = []
    for step, name in zip(steps, names, strict=True):
        shapes.append(Line(left, y(step), width - RIGHT, y(step), Paint.LINE if step == 0 else Paint.GRID))
        shapes.append(Text(left - 8, y(step) + 4, name, "end"))
    fifths = (index / 5 for index in range(6))
    shapes += [Text(x(share), height - 28, formats.percent(share, 0), "middle") for share in fifths]
    shapes.append(Text((left + width - RIGHT) / 2, height - 8, _("Andel av kunderna, mest lönsamma först"), "middle"))
    line = _line(curve, x, y)
    if bands:
        shapes += _bands(curve, bands, x, y)
    else:
        shapes.append(Path(f"{line} L{x(1):.1f} {y(0):.1f} L{x(0):.1f} {y(0):.1f}Z", fill=Paint.AREA, opacity=0.75))
    shapes += _before(before, x, y) if before else _total_line(curve, x, y)
    shapes.append(Path(line, stroke=Paint.PRIMARY, width=2.5))
    shapes += _peak(curve, x, y)
    if highlight:
        shapes += _highlight(curve, highlight, x, y)
    strip = (width - RIGHT - left) / 10
    shapes += [Rect(left + strip * i, top, strip, y(steps[0]) - top, Paint.NONE, row=i) for i in range(10)]
    return Drawing(width, height, tuple(shapes))


def _line(curve: _Curve, x: Scale, y: Scale) -> str:
    places = [place for share, height in curve.points for place in (x(share), y(height))]
    return ("M%.1f %.1f" + " L%.1f %.1f" * (len(curve.points) - 1)) % tuple(places)


def _bands(curve: _Curve, bands: Sequence[Band], x: Scale, y: Scale) -> list[Shape]:
    """Colour the parts under the curve and name them above the drawing."""
    shapes: list[Shape] = []
    start, place = 0.0, x(0)
    for band in bands:
        end = min(band.end_share, 1.0)
        inner = [(a, b) for a, b in curve.points if start < a < end]
        edge = [(start, curve.at(start)), *inner, (end, curve.at(end))]
        path = " ".join(f"L{x(a):.1f} {y(b):.1f}" for a, b in edge)
        if end > start:
            area = f"M{x(start):.1f} {y(0):.1f} {path} L{x(end):.1f} {y(0):.1f}Z"
            shapes.append(Path(area, fill=band.paint, opacity=0.5))
        if 0 < end < 1:
            shapes.append(Line(x(end), y(0), x(end), y(curve.at(end)), Paint.INK, 1.2))
        shapes += [Rect(place, 4, 12, 12, band.paint, 3), Text(place + 18, 14.5, band.label, "start", Paint.INK)]
        place += text_width(band.label, 12) + 40
        start = end
    return shapes


def _before(before: _Curve, x: Scale, y: Scale) -> list[Shape]:
    """Draw the curve compared with, and say above the drawing which is which."""
    now, was = _("Med ändringarna"), _("Körningen")
    second = 26 + text_width(now, 12) + 20
    return [
        Path(_line(before, x, y), stroke=Paint.MUTED, width=1.6),
        Line(x(0), 11, x(0) + 20, 11, Paint.PRIMARY, 2.5),
        Text(x(0) + 26, 15, now, "start", Paint.INK),
        Line(x(0) + second, 11, x(0) + second + 20, 11, Paint.MUTED, 1.6),
        Text(x(0) + second + 26, 15, was, "start", Paint.INK),
    ]


def _total_line(curve: _Curve, x: Scale, y: Scale) -> list[Shape]:
    place = y(curve.last)
    text = _("Resultat %(value)s") % {"value": curve.written(curve.last)}
    line = Line(x(0), place, x(1), place, Paint.LINE, 1.2, "5 4")
    if curve.last <= 0:
        return [line, Text(x(0) + 6, place - 8, text)]
    below = y(curve.peak[1]) + 40 < place
    return [line, Text(x(1) - 6, place + 17 if below else place - 8, text, "end")]


def _peak(curve: _Curve, x: Scale, y: Scale) -> list[Shape]:
    share, value = curve.peak
    text = _("Topp %(value)s") % {"value": curve.written(value)}
    half = text_width(text, 12.5) / 2
    place = min(max(x(share), x(0) + half + 4), x(1) - half)
    return [
        Line(x(share), y(value), x(share), y(0), Paint.GRID, 1.2),
        Dot(x(share), y(value), 5, Paint.POSITIVE),
        Text(place, y(value) - 10, text, "middle", Paint.POSITIVE, 12.5, 600),
    ]


def _highlight(curve: _Curve, highlight: Highlight, x: Scale, y: Scale) -> list[Shape]:
    """Mark the customer's place, with its label where the curve leaves room."""
    place, level, zero = x(highlight.customers_share), y(curve.at(highlight.customers_share)), y(0)
    label = highlight.label.replace(" ", "\u00a0")
    is_left = place + text_width(label, 12.5) + 16 < x(1)
    if zero - level > 44:  # beside the line down to zero
        base = level + (zero - level) * 0.55
    elif level > zero:  # a loss: the falling curve leaves room above to the right, or below to the left
        base = level - 10 if is_left else level + 20
    else:  # near zero: below it where there is paper, else just above
        base = zero + 20 if y.start > zero + 24 else zero - 8
    return [
        Line(place, level, place, max(zero, base + 4) if level <= zero else zero, Paint.INK, 1.2),
        Dot(place, level, 5, Paint.INK),
        Text(place + (9 if is_left else -9), base, label, "start" if is_left else "end", Paint.INK, 12.5, 600),
    ]


def _table(curve: _Curve, before: _Curve | None = None, measure: str = "") -> ChartTable:
    deciles = [index / 10 for index in range(1, 11)]
    rows = [(formats.percent(share, 0), curve.written(curve.at(share), 1)) for share in deciles]
    if before:
        was = [before.written(before.at(share), 1) for share in deciles]
        columns = (_("Andel av kunderna"), _("Med ändringarna"), _("Körningen"))
        return ChartTable(columns, tuple((*row, cell) for row, cell in zip(rows, was, strict=True)))
    peak_share, peak = curve.peak
    rows.append((_("Topp vid %(share)s") % {"share": formats.percent(peak_share)}, curve.written(peak, 1)))
    return ChartTable((_("Andel av kunderna"), measure or _("Ackumulerat täckningsbidrag")), tuple(rows))


def whale_curve(
    points: Sequence[CurvePoint],
    *,
    title: str,
    subtitle: str,
    highlight: Highlight | None = None,
    before: Sequence[CurvePoint] = (),
    bands: Sequence[Band] = (),
    key: str = "whale-curve",
    measure: str = "",
) -> Chart:
    """Draw the whale curve from `points` by rising share of customers (the last one holds the total).

    Heights are percent of the total, or amounts where the total is negative or less than a fifth of the peak, or where
    a curve `before` is drawn beside it. `bands` colour the parts of the customers, from the first on; `measure` names
    what the table cumulates.
    """
    curve = _curve(points, in_amounts=bool(before))
    was = _curve(before, in_amounts=True) if before else None
    peak_share, peak = curve.peak
    description = _("Kurvan når %(peak)s vid %(share)s av kunderna och slutar på %(last)s.") % {
        "peak": curve.written(peak),
        "share": formats.percent(peak_share),
        "last": curve.written(curve.last),
    }
    wide, narrow = (
        _draw(curve, highlight, width, height, was, bands) for width, height in ((WIDE, 340.0), (NARROW, 260.0))
    )
    return Chart(key, title, subtitle, description, wide, narrow, _table(curve, was, measure))
