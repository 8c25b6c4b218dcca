"""The score of each area as a bar, and the range that what is unanswered leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ui import formats
from ui.charts import Chart, ChartTable, Drawing, Paint
from ui.charts.drawing import NARROW, WIDE, Dot, Line, Rect, Shape, Text
from ui.charts.lettering import shorten, text_width


@dataclass(frozen=True)
class ScoreView:
    """A score, 0–100 with one decimal. `score` is what the answered part gives; None when nothing is answered."""

    low: Decimal
    high: Decimal
    score: Decimal | None

    @property
    def is_known(self) -> bool:
        """Say whether nothing is left open."""
        return self.low == self.high

    @property
    def text(self) -> str:
        """Write the score, or the range it can still take."""
        return points(self.low) if self.is_known else f"{points(self.low)}–{points(self.high)}"


@dataclass(frozen=True)
class ScoreRow:
    """One bar."""

    label: str
    score: ScoreView


def points(value: Decimal | None) -> str:
    """Write points: whole ones without a decimal."""
    return formats.number(value, 0 if value is not None and value == value.to_integral_value() else 1)


def score_chart(rows: Sequence[ScoreRow], *, title: str, key: str = "scores") -> Chart:
    """Draw one bar per area: full up to the lowest possible score, pale up to the highest, a dot at the known."""
    table = ChartTable(
        (_("Område"), _("På det som är besvarat"), _("Lägst möjligt"), _("Högst möjligt")),
        tuple((row.label, points(row.score.score), points(row.score.low), points(row.score.high)) for row in rows),
    )
    subtitle = _("Poäng 0–100 per område. Ljust fält: vad obesvarade frågor kan ändra.")
    description = _("En stapel per område, från %(low)s till %(high)s poäng.") % {
        "low": points(min((row.score.low for row in rows), default=Decimal(0))),
        "high": points(max((row.score.high for row in rows), default=Decimal(0))),
    }
    wide, narrow = _draw(rows, WIDE, beside=True), _draw(rows, NARROW, beside=False)
    return Chart(key, title, subtitle, description, wide, narrow, table)


def _draw(rows: Sequence[ScoreRow], width: float, *, beside: bool) -> Drawing:
    tall = 38.0 if beside else 52.0
    figure = max((text_width(row.score.text, 12) for row in rows), default=0) + 12
    left = min(width * 0.36, max((text_width(row.label, 12.5) for row in rows), default=0) + 16) if beside else 0.0
    room = width - left - figure
    shapes: list[Shape] = []
    for index, row in enumerate(rows):
        middle = tall * index + (tall / 2 if beside else tall * 0.66)
        if beside:
            shapes.append(Text(left - 14, middle + 4, shorten(row.label, left - 14, 12.5), "end", Paint.INK, 12.5))
        else:
            shapes.append(Text(0, middle - 14, shorten(row.label, width, 12.5), "start", Paint.INK, 12.5))
        shapes += _bar(row, left, middle, room, index)
        shapes.append(Text(left + room + 8, middle + 4.5, row.score.text, "start", Paint.INK, 12, 600))
    foot = tall * len(rows)
    shapes.append(Text(left, foot + 16, formats.number(0)))
    shapes.append(Text(left + room / 2, foot + 16, formats.number(50), "middle"))
    shapes.append(Text(left + room, foot + 16, formats.number(100), "end"))
    return Drawing(width, foot + 22, tuple(shapes))


def _bar(row: ScoreRow, left: float, middle: float, room: float, index: int) -> list[Shape]:
    low, high = (float(value) / 100 * room for value in (row.score.low, row.score.high))
    shapes: list[Shape] = [
        Rect(left, middle - 7, room, 14, Paint.BAND, 3),
        Rect(left, middle - 7, high, 14, Paint.SCALE_2, 3),
        Rect(left, middle - 7, low, 14, Paint.PRIMARY, 3),
        Line(left + room / 2, middle - 9, left + room / 2, middle + 9, Paint.GRID),
    ]
    if row.score.score is not None and not row.score.is_known:
        shapes.append(Dot(left + float(row.score.score) / 100 * room, middle, 5.5, Paint.INK))
    shapes.append(Rect(left, middle - 16, room, 32, Paint.NONE, row=index))
    return shapes
