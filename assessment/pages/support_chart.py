"""The map of channels and functions as tiles: one drawing of today, one of the target."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.domain.support import INTEGRATED, STANDALONE, UNUSED, WITHOUT
from ui.charts import Chart, ChartTable, Drawing, Paint
from ui.charts.drawing import NARROW, WIDE, Dot, Rect, Shape, Text
from ui.charts.lettering import shorten, text_width, wrap

_TILES = {
    INTEGRATED: (Paint.SCALE_4, Paint.ON_SCALE_4),
    STANDALONE: (Paint.SCALE_2, Paint.INK),
    WITHOUT: (Paint.LOSS_2, Paint.INK),
    UNUSED: (Paint.BAND, Paint.MUTED),
    "": (Paint.BAND, Paint.MUTED),
}
TILE, GAP = 40.0, 4.0


@dataclass(frozen=True)
class MapTile:
    """One channel or function: its level now and then, as keys (empty: unanswered) and in words."""

    label: str
    level: str
    said: str
    target: str
    target_said: str

    @property
    def moves(self) -> bool:
        return self.target != self.level

    def at(self, *, is_target: bool) -> tuple[str, str]:
        """Return level and words, of the target or of today."""
        if not is_target:
            return self.level, self.said
        return self.target, f"→ {self.target_said}" if self.moves else self.target_said


@dataclass(frozen=True)
class MapGroup:
    """The tiles of one matrix."""

    title: str
    tiles: tuple[MapTile, ...]


def support_chart(groups: Sequence[MapGroup], *, title: str, subtitle: str, key: str, is_target: bool = False) -> Chart:
    """Draw one column of tiles per group; the level stands in words on each tile, so colour is never alone."""
    head: tuple[str, ...] = (_("Namn"), _("Grupp"), _("IT-stöd"))
    rows = [(tile.label, group.title, tile.said, tile.target_said) for group in groups for tile in group.tiles]
    if is_target:
        table = ChartTable((_("Namn"), _("Grupp"), _("I dag"), _("Mål")), tuple(rows))
    else:
        table = ChartTable(head, tuple(row[:3] for row in rows))
    description = _("En ruta per rad, mörkare betyder bättre sammanhängande IT-stöd.")
    if is_target:
        description += " " + _("En prick märker det som ska ändras.")
    wide, narrow = _draw(groups, WIDE, len(groups), is_target), _draw(groups, NARROW, 1, is_target)
    return Chart(key, title, subtitle, description, wide, narrow, table)


def _draw(groups: Sequence[MapGroup], width: float, columns: int, is_target: bool) -> Drawing:
    slot = (width - 12 * (columns - 1)) / columns
    shapes: list[Shape] = []
    bottom, row = 0.0, 0
    for index, group in enumerate(groups):
        left = (slot + 12) * index if columns > 1 else 0.0
        top = 0.0 if columns > 1 else bottom
        lines = wrap(group.title, slot, 12.5)[:2]
        for number, line in enumerate(lines):
            shapes.append(Text(left, top + 16 + 15 * number, shorten(line, slot, 12.5), "start", Paint.INK, 12.5, 600))
        y = top + (40.0 if columns > 1 else 26.0)
        for tile in group.tiles:
            shapes += _tile(tile, left, y, slot, row, is_target)
            y += TILE + GAP
            row += 1
        bottom = max(bottom, y + (0 if columns > 1 else 10))
    return Drawing(width, bottom, tuple(shapes))


def _tile(tile: MapTile, left: float, top: float, width: float, row: int, is_target: bool) -> list[Shape]:
    level, said = tile.at(is_target=is_target)
    fill, ink = _TILES.get(level, _TILES[""])
    is_marked = is_target and tile.moves
    room = width - (30 if is_marked else 16)
    lines = _fitting(tile.label, room)
    shapes: list[Shape] = [Rect(left, top, width, TILE, fill, 5, row)]
    if len(lines) == 1:
        shapes.append(Text(left + 9, top + 17, lines[0], "start", ink, 12, 600))
        shapes.append(Text(left + 9, top + 32, shorten(said, width - 16, 11), "start", ink, 11))
    else:
        shapes += [
            Text(left + 9, top + 12 + 11 * place, line, "start", ink, 10.5, 600) for place, line in enumerate(lines)
        ]
        shapes.append(Text(left + 9, top + 35, shorten(said, width - 16, 10.5), "start", ink, 10.5))
    return [*shapes, Dot(left + width - 13, top + 13, 5, ink)] if is_marked else shapes


def _fitting(label: str, room: float) -> list[str]:
    """Return the label on one line; where it is too wide, without the English term in brackets; else on two."""
    plain = label if text_width(label, 12) <= room else label.split(" (")[0]
    if text_width(plain, 12) <= room:
        return [plain]
    first, *rest = wrap(plain, room, 10.5)
    return [shorten(line, room, 10.5) for line in (first, " ".join(rest)) if line]
