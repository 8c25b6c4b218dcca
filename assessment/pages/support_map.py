"""Which channels and functions are in use and how well their IT support hangs together, as a map of tiles."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.domain.answers import Answers
from assessment.domain.cells import CellKey
from assessment.domain.instrument import Instrument, Matrix, Section
from assessment.pages.wording import in_words
from ui.charts import Chart, ChartTable, Drawing, Paint
from ui.charts.drawing import NARROW, WIDE, Rect, Shape, Text
from ui.charts.lettering import shorten, text_width, wrap

INTEGRATED, STANDALONE, WITHOUT, UNUSED = "integrated", "standalone", "without", "unused"
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
    """One channel or function. `level` is the option's key, empty when unanswered; `said` is it in words."""

    label: str
    level: str
    said: str


@dataclass(frozen=True)
class MapGroup:
    """The tiles of one matrix."""

    title: str
    tiles: tuple[MapTile, ...]


@dataclass(frozen=True)
class SupportMap:
    """One map: its drawing, and what it shows by name. Islands stand alone; holes are in use without IT support."""

    key: str
    title: str
    chart: Chart
    islands: tuple[str, ...]
    holes: tuple[str, ...]


def list_support_maps(instrument: Instrument, answers: Answers) -> tuple[SupportMap, ...]:
    """Return a map for each section that consists of matrices on the scale of IT support."""
    return tuple(
        _map(instrument, section, answers)
        for section in instrument.sections
        if any(_is_support(instrument, item) for item in section.list_items())
    )


def _is_support(instrument: Instrument, item: object) -> bool:
    return isinstance(item, Matrix) and INTEGRATED in {o.key for o in instrument.get_scale(item.scale).options}


def _map(instrument: Instrument, section: Section, answers: Answers) -> SupportMap:
    groups = tuple(
        MapGroup(in_words(item.label), _tiles(instrument, item, answers))
        for item in section.list_items()
        if isinstance(item, Matrix) and _is_support(instrument, item)
    )
    tiles = [tile for group in groups for tile in group.tiles]
    chart = support_chart(groups, title=_message(tiles), subtitle=in_words(section.title), key=f"map-{section.key}")
    return SupportMap(
        section.key,
        in_words(section.title),
        chart,
        tuple(tile.label for tile in tiles if tile.level == STANDALONE),
        tuple(tile.label for tile in tiles if tile.level == WITHOUT),
    )


def _tiles(instrument: Instrument, item: Matrix, answers: Answers) -> tuple[MapTile, ...]:
    words = {option.key: in_words(option.label) for option in instrument.get_scale(item.scale).options}
    levels = [(row, answers.get_text(CellKey(item.key, row.key))) for row in item.rows]
    return tuple(MapTile(in_words(row.label), level, words.get(level, _("Obesvarad"))) for row, level in levels)


def _message(tiles: Sequence[MapTile]) -> str:
    used = [tile for tile in tiles if tile.level in {INTEGRATED, STANDALONE, WITHOUT}]
    joined = [tile for tile in tiles if tile.level == INTEGRATED]
    if not any(tile.level for tile in tiles):
        return _("Inget är ifyllt ännu")
    return ngettext(
        "%(used)s av %(all)s är i bruk, %(joined)s delar uppgifter med andra system",
        "%(used)s av %(all)s är i bruk, %(joined)s delar uppgifter med andra system",
        len(used),
    ) % {"used": len(used), "all": len(tiles), "joined": len(joined)}


def support_chart(groups: Sequence[MapGroup], *, title: str, subtitle: str, key: str) -> Chart:
    """Draw one column of tiles per group; the level stands in words on each tile, so colour is never alone."""
    table = ChartTable(
        (_("Namn"), _("Grupp"), _("IT-stöd")),
        tuple((tile.label, group.title, tile.said) for group in groups for tile in group.tiles),
    )
    description = _("En ruta per rad, mörkare betyder bättre sammanhängande IT-stöd.")
    wide, narrow = _draw(groups, WIDE, len(groups)), _draw(groups, NARROW, 1)
    return Chart(key, title, subtitle, description, wide, narrow, table)


def _draw(groups: Sequence[MapGroup], width: float, columns: int) -> Drawing:
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
            shapes += _tile(tile, left, y, slot, row)
            y += TILE + GAP
            row += 1
        bottom = max(bottom, y + (0 if columns > 1 else 10))
    return Drawing(width, bottom, tuple(shapes))


def _tile(tile: MapTile, left: float, top: float, width: float, row: int) -> list[Shape]:
    fill, ink = _TILES.get(tile.level, _TILES[""])
    return [
        Rect(left, top, width, TILE, fill, 5, row),
        Text(left + 9, top + 17, _fitting(tile.label, width - 16), "start", ink, 12, 600),
        Text(left + 9, top + 32, shorten(tile.said, width - 16, 11), "start", ink, 11),
    ]


def _fitting(label: str, room: float) -> str:
    """Return the label; where it is too wide, without the English term in brackets."""
    plain = label if text_width(label, 12) <= room else label.split(" (")[0]
    return shorten(plain, room, 12)
