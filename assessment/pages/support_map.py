"""Which channels and functions are in use and how well their IT support hangs together: today and as a target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.domain.answers import Answers
from assessment.domain.cells import CellKey
from assessment.domain.instrument import Instrument, Matrix, Section
from assessment.domain.support import (
    IN_USE,
    INTEGRATED,
    STANDALONE,
    WITHOUT,
    list_support,
    list_support_matrices,
)
from assessment.pages.support_chart import MapGroup, MapTile, support_chart
from assessment.pages.wording import in_words
from ui.charts import Chart


@dataclass(frozen=True)
class MapMove:
    """One channel or function that shall change."""

    label: str
    group: str
    was: str
    becomes: str


@dataclass(frozen=True)
class SupportMap:
    """One map: its drawing, and what it shows by name. Islands stand alone; holes are in use without IT support.

    `after` draws the target, `moves` what changes on the way; None and empty while no target is set.
    """

    key: str
    title: str
    chart: Chart
    islands: tuple[str, ...]
    holes: tuple[str, ...]
    after: Chart | None
    moves: tuple[MapMove, ...]


def list_support_maps(
    instrument: Instrument, answers: Answers, targets: Mapping[CellKey, str]
) -> tuple[SupportMap, ...]:
    """Return a map for each section that has matrices on the scale of IT support."""
    found = []
    for section in instrument.sections:
        matrices = tuple(list_support_matrices(instrument, section))
        if matrices:
            found.append(_map(section, tuple(_group(instrument, item, answers, targets) for item in matrices)))
    return tuple(found)


def _group(instrument: Instrument, item: Matrix, answers: Answers, targets: Mapping[CellKey, str]) -> MapGroup:
    words = {option.key: in_words(option.label) for option in instrument.get_scale(item.scale).options}
    labels = {row.key: in_words(row.label) for row in item.rows}
    unanswered = _("Obesvarad")
    return MapGroup(
        in_words(item.label),
        tuple(
            MapTile(
                labels[each.key.row], each.now, words.get(each.now, unanswered), each.then,
                words.get(each.then, unanswered),
            )
            for each in list_support(item, answers, targets)
        ),
    )  # fmt: skip


def _map(section: Section, groups: tuple[MapGroup, ...]) -> SupportMap:
    title = in_words(section.title)
    tiles = [tile for group in groups for tile in group.tiles]
    moves = tuple(
        MapMove(tile.label, group.title, tile.said, tile.target_said)
        for group in groups
        for tile in group.tiles
        if tile.moves
    )
    after = None
    if moves:
        goal = _("Målbild: %(section)s") % {"section": title}
        after = support_chart(groups, title=_goal(tiles), subtitle=goal, key=f"map-{section.key}-after", is_target=True)
    return SupportMap(
        section.key,
        title,
        support_chart(groups, title=_message(tiles), subtitle=title, key=f"map-{section.key}"),
        tuple(tile.label for tile in tiles if tile.level == STANDALONE),
        tuple(tile.label for tile in tiles if tile.level == WITHOUT),
        after,
        moves,
    )


def _message(tiles: Sequence[MapTile]) -> str:
    used = [tile for tile in tiles if tile.level in IN_USE]
    joined = [tile for tile in tiles if tile.level == INTEGRATED]
    if not any(tile.level for tile in tiles):
        return _("Inget är ifyllt ännu")
    return ngettext(
        "%(used)s av %(all)s är i bruk, %(joined)s delar uppgifter med andra system",
        "%(used)s av %(all)s är i bruk, %(joined)s delar uppgifter med andra system",
        len(used),
    ) % {"used": len(used), "all": len(tiles), "joined": len(joined)}


def _goal(tiles: Sequence[MapTile]) -> str:
    """Say what the target changes, in numbers."""
    values: dict[str, int] = {"moves": sum(tile.moves for tile in tiles)}
    for name, level in (("joined", INTEGRATED), ("islands", STANDALONE), ("holes", WITHOUT)):
        values[f"{name}_now"] = sum(tile.level == level for tile in tiles)
        values[f"{name}_then"] = sum(tile.target == level for tile in tiles)
    return (
        ngettext(
            "En ska ändras: integrerade %(joined_now)s → %(joined_then)s, öar %(islands_now)s → %(islands_then)s, "
            "hål %(holes_now)s → %(holes_then)s",
            "%(moves)s ska ändras: integrerade %(joined_now)s → %(joined_then)s, "
            "öar %(islands_now)s → %(islands_then)s, "
            "hål %(holes_now)s → %(holes_then)s",
            values["moves"],
        )
        % values
    )
