"""The alluvial chart: how customers move from one state to another; every flow that has room carries its name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ui import formats
from ui.charts.drawing import NARROW, WIDE, Anchor, Chart, ChartTable, Drawing, Paint, Path, Rect, Shape, Text
from ui.charts.lettering import shorten, text_width

GAP = 14.0
NODE = 8.0
NAME_SHARE = 0.3
SHORTEST_NAME = 6
NAME_TOP = 14.0
NAME_HEIGHT = 28.0
DENSE = 46.0


@dataclass(frozen=True)
class State:
    """A place to come from or go to, with the colour of its flows."""

    key: str
    label: str
    paint: Paint


@dataclass(frozen=True)
class Flow:
    """`count` customers go from state `source` (left) to `target` (right); `label` names the flow in a word or two.

    `href` is where a press on the flow leads on a page.
    """

    source: str
    target: str
    count: int
    label: str
    href: str = ""


@dataclass(frozen=True)
class _Side:
    """Where the states of one side stand: top and height by key."""

    tops: dict[str, float]
    heights: dict[str, float]


def _side(states: Sequence[State], counts: dict[str, int], unit: float, height: float) -> _Side:
    heights = {state.key: max(1.0, counts[state.key] * unit) for state in states}
    free = height - sum(heights.values()) - GAP * (len(states) - 1)
    top, tops = max(0.0, free / 2), {}
    for state in states:
        tops[state.key] = top
        top += heights[state.key] + GAP
    return _Side(tops, heights)


def _ribbon(x1: float, y1: float, x2: float, y2: float, tall: float) -> str:
    half = (x1 + x2) / 2
    return (
        f"M{x1:.1f} {y1:.1f}C{half:.1f} {y1:.1f} {half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"V{y2 + tall:.1f}C{half:.1f} {y2 + tall:.1f} {half:.1f} {y1 + tall:.1f} {x1:.1f} {y1 + tall:.1f}Z"
    )


def _counts(states: Sequence[State], flows: Sequence[Flow], *, by_source: bool) -> dict[str, int]:
    counts = {state.key: 0 for state in states}
    for flow in flows:
        counts[flow.source if by_source else flow.target] += flow.count
    return counts


def _spread(middles: Sequence[float], height: float) -> list[float]:
    """Move names apart that would stand on each other or outside the drawing, in their order from the top."""
    placed: list[float] = []
    for middle in middles:
        placed.append(max(middle, placed[-1] + NAME_HEIGHT if placed else NAME_TOP))
    limit = height - NAME_TOP
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - NAME_HEIGHT
    return placed


def _names(
    states: Sequence[State], side: _Side, counts: dict[str, int], x: float, anchor: Anchor, height: float
) -> list[Shape]:
    shapes: list[Shape] = []
    middles = _spread([side.tops[state.key] + side.heights[state.key] / 2 for state in states], height)
    for state, middle in zip(states, middles, strict=True):
        shapes.append(Text(x, middle - 1, state.label, anchor, Paint.INK, 12, 600))
        shapes.append(Text(x, middle + 13, formats.number(counts[state.key]), anchor, Paint.MUTED))
    return shapes


def _name(flow: Flow, room: float) -> str:
    """Name a flow within `room`; the count is never cut, and stands alone where the name would be a letter or two."""
    count = formats.number(flow.count)
    label = shorten(flow.label, room - text_width(count, 11.5) - 4, 11.5)
    return count if label != flow.label and len(label) < SHORTEST_NAME else f"{label} {count}"


def _shortened(states: Sequence[State], width: float) -> list[State]:
    """Cut the names so that the flows keep the middle of the drawing; the table has them whole."""
    return [replace(state, label=shorten(state.label, width * NAME_SHARE, 12)) for state in states]


def _draw(left: Sequence[State], right: Sequence[State], flows: Sequence[Flow], width: float, height: float) -> Drawing:
    out, into = _counts(left, flows, by_source=True), _counts(right, flows, by_source=False)
    total = sum(flow.count for flow in flows) or 1
    unit = (height - GAP * (max(len(left), len(right)) - 1)) / total
    start, stop = _side(left, out, unit, height), _side(right, into, unit, height)
    left, right = _shortened(left, width), _shortened(right, width)
    x1 = max(text_width(state.label, 12) for state in left) + 12
    x2 = width - max(text_width(state.label, 12) for state in right) - 12
    filled_left, filled_right = dict.fromkeys(out, 0.0), dict.fromkeys(into, 0.0)
    paints = {state.key: state.paint for state in left}
    ribbons: list[Shape] = []
    words: list[Shape] = []
    for row, flow in enumerate(flows):
        tall = flow.count * unit
        y1 = start.tops[flow.source] + filled_left[flow.source]
        y2 = stop.tops[flow.target] + filled_right[flow.target]
        filled_left[flow.source] += tall
        filled_right[flow.target] += tall
        d = _ribbon(x1 + NODE, y1, x2 - NODE, y2, tall)
        ribbons.append(Path(d, paints[flow.source], opacity=0.42, row=row))
        if tall >= 15:
            name = _name(flow, (x2 - x1) * 0.5)
            words.append(Text(x1 + NODE + 8, y1 + tall / 2 + 4, name, "start", Paint.INK, 11.5, 500))
    posts = [
        *(Rect(x1, start.tops[s.key], NODE, start.heights[s.key], s.paint, 1.5) for s in left),
        *(Rect(x2 - NODE, stop.tops[s.key], NODE, stop.heights[s.key], s.paint, 1.5) for s in right),
    ]
    names = _names(left, start, out, x1 - 8, "end", height + 6)
    names += _names(right, stop, into, x2 + 8, "start", height + 6)
    return Drawing(width, height + 6, (*ribbons, *posts, *words, *names))


def alluvial(
    left: Sequence[State],
    right: Sequence[State],
    flows: Sequence[Flow],
    *,
    title: str,
    subtitle: str,
    key: str = "alluvial",
    measure: str = "",
    state_height: float = 70.0,
) -> Chart:
    """Draw `flows` between the states, in their order: customers between two points in time, or what `measure` says.

    `state_height`: how much room a state gets on the side that has most of them, at least that of its name.
    """
    order = {(a.key, b.key): (i, j) for i, a in enumerate(left) for j, b in enumerate(right)}
    sorted_flows = sorted((f for f in flows if f.count > 0), key=lambda flow: order[flow.source, flow.target])
    by_key = {state.key: state.label for state in (*right, *left)}
    columns = (_("Flöde"), _("Från"), _("Till"), measure or _("Kunder"))
    rows = tuple(
        (flow.label, by_key[flow.source], by_key[flow.target], formats.number(flow.count)) for flow in sorted_flows
    )
    largest = max(sorted_flows, key=lambda flow: flow.count)
    words = {"flow": largest.label, "count": formats.number(largest.count), "measure": measure}
    description = _("Det största flödet är %(flow)s med %(count)s kunder.") % words
    if measure:
        description = _("Det största flödet är %(flow)s med %(count)s %(measure)s.") % words
    tall = max(300.0, state_height * max(len(left), len(right)))
    wide = _draw(left, right, sorted_flows, WIDE, tall)
    narrow = _draw(left, right, sorted_flows, NARROW, tall * 1.15)
    links = tuple(flow.href for flow in sorted_flows)
    return Chart(key, title, subtitle, description, wide, narrow, ChartTable(columns, rows, links))
