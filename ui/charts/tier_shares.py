"""Tier shares: how customers, sales and contribution divide over gold, silver and bronze; losses left of zero."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ui import formats
from ui.charts.axis import Scale
from ui.charts.drawing import NARROW, WIDE, Chart, ChartTable, Drawing, Line, Paint, Rect, Shape, Text
from ui.charts.lettering import shorten, text_width

PAINTS = (Paint.GOLD, Paint.SILVER, Paint.BRONZE)


@dataclass(frozen=True)
class ShareRow:
    """One measure: the tiers' shares (they sum to 1; a tier that costs is negative)."""

    label: str
    shares: tuple[float, ...]


def _segments(row: ShareRow, index: int, x: Scale, top: float, tall: float) -> list[Shape]:
    shapes: list[Shape] = []
    up = down = 0.0
    for paint, share in zip(PAINTS, row.shares, strict=False):
        start = up if share >= 0 else down + share
        up, down = (up + share, down) if share >= 0 else (up, down + share)
        long = x(start + abs(share)) - x(start)
        shapes.append(Rect(x(start) + 0.75, top, long - 1.5, tall, paint, 3, index))
        text = formats.percent(share, 0)
        if text_width(text, 12) + 8 <= long:
            middle = (x(start) + x(start + abs(share))) / 2
            shapes.append(Text(middle, top + tall / 2 + 4.5, text, "middle", Paint.ON_TIER, 12, 600))
        elif share < 0:
            shapes.append(Text(x(start) - 4, top + tall / 2 + 4.5, text, "end", Paint.NEGATIVE, 12, 600))
    return shapes


def _draw(rows: Sequence[ShareRow], tiers: Sequence[str], width: float, *, beside: bool) -> Drawing:
    left = min(width * 0.36, max(text_width(row.label, 12) for row in rows) + 14) if beside else 0.0
    low = min(0.0, *(sum(s for s in row.shares if s < 0) for row in rows))
    high = max(1.0, *(sum(s for s in row.shares if s > 0) for row in rows))
    room = text_width(formats.percent(low, 0), 12) + 10 if low < 0 else 0.0
    x = Scale(low, high, left + room, width - 2)
    shapes: list[Shape] = []
    place = left
    for paint, tier in zip(PAINTS, tiers, strict=False):
        shapes += [Rect(place, 3, 12, 12, paint, 3), Text(place + 18, 13.5, tier, "start", Paint.INK)]
        place += text_width(tier, 12) + 40
    tall = 40.0 if beside else 54.0
    for index, row in enumerate(rows):
        top = 30 + tall * index
        if beside:
            shapes.append(Text(left - 12, top + 19, shorten(row.label, left - 14, 12), "end", Paint.INK))
        else:
            shapes.append(Text(0, top + 11, shorten(row.label, width, 12), "start", Paint.INK))
        shapes += _segments(row, index, x, top if beside else top + 18, 28)
    if low < 0:
        shapes.append(Line(x(0), 24, x(0), 30 + tall * len(rows), Paint.INK, 1.2))
    return Drawing(width, 30 + tall * len(rows), tuple(shapes))


def tier_shares(
    rows: Sequence[ShareRow], tiers: Sequence[str], *, title: str, subtitle: str, key: str = "tier-shares"
) -> Chart:
    """Draw a divided bar for each measure; `tiers` name the parts in the order of the shares."""
    table = ChartTable(
        (_("Mått"), *tiers), tuple((row.label, *(formats.percent(share) for share in row.shares)) for row in rows)
    )
    description = _("Fördelning på %(tiers)s för %(rows)s.") % {
        "tiers": ", ".join(tiers),
        "rows": ", ".join(row.label.lower() for row in rows),
    }
    wide, narrow = _draw(rows, tiers, WIDE, beside=True), _draw(rows, tiers, NARROW, beside=False)
    return Chart(key, title, subtitle, description, wide, narrow, table)
