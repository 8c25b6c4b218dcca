"""The workshop: one section over all participants, the most contested question first, and one question by itself."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.domain.cells import RATING, CellKey
from assessment.domain.consensus import CellSpread, ItemSpread, measure_effects, measure_item_spread, rank_spreads
from assessment.domain.instrument import Instrument, Item, Multi, YesNo
from assessment.domain.scoring import round_points
from assessment.models import Assessment, Decision, Department
from assessment.pages.answers import AnswerView, describe_answer
from assessment.pages.score_chart import points
from assessment.pages.wording import in_words, list_rows
from assessment.selectors import get_answer_sheet, get_common_sheet, get_instrument
from assessment.selectors.decisions import get_pulse, list_newest_decisions, list_voices
from assessment.selectors.participants import list_open_sections, list_participants
from ui import formats

STRIP_WIDTH, DOT_WIDTH, DOT = 320.0, 30.0, 18.0


@dataclass(frozen=True)
class Dot:
    """One answer on the strip: the first letters of its department, and its place in the drawing."""

    letters: str
    department: str
    name: str
    x: str
    left: str
    top: str
    text_y: str


@dataclass(frozen=True)
class Strip:
    """One cell's answers on a line from 0 to 100, with what the drawing says in words."""

    label: str
    dots: tuple[Dot, ...]
    absent: str
    height: str
    base_y: str
    median_x: str
    median: str
    agreement: str
    words: str
    ends: tuple[str, str]


@dataclass(frozen=True)
class Agreed:
    """The decision that holds. `dissents` are (who, what they had answered)."""

    said: str
    reason: str
    decided_by: str
    decided_at: datetime
    dissents: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WorkshopItem:
    """One question over all participants; `common` is the common answer in words, `agreed` how it was set."""

    key: str
    label: str
    effect: str
    agreement: str
    agreement_share: float | None
    contested: str
    answered: int
    unknown: int
    strips: tuple[Strip, ...]
    common: str
    agreed: Agreed | None


@dataclass(frozen=True)
class WorkshopPage:
    """One section, the most contested question first. `name` is the participant's, empty for the consultant."""

    assessment_id: uuid.UUID
    title: str
    name: str
    section_key: str
    section: str
    is_open: bool
    pulse: str
    message: str
    decided: int
    items: tuple[WorkshopItem, ...]


def workshop_page(assessment: Assessment, section_key: str, *, reader: str = "", with_names: bool) -> WorkshopPage:
    """Return a section as everybody answered it; without names the dots say only the department.

    Raises KeyError when the instrument has no such section.
    """
    instrument = get_instrument(assessment)
    section = instrument.get_section(section_key)
    voices, effects = list_voices(assessment), measure_effects(instrument)
    spreads = rank_spreads([measure_item_spread(instrument, item, voices, effects) for item in section.list_items()])
    decisions = list_newest_decisions(assessment)
    names = {str(one.id): one.name for one in list_participants(assessment)}
    sheet = get_answer_sheet(get_common_sheet(assessment))
    items = tuple(
        _item(instrument, spread, decisions.get(spread.item), names if with_names else {}, common)
        for spread in spreads
        for common in [in_one_line(describe_answer(instrument, instrument.get_item(spread.item), sheet))]
        if spread.cells or spread.item in decisions or spread.unknown
    )
    return WorkshopPage(
        assessment_id=assessment.id,
        title=assessment.title,
        name=reader,
        section_key=section.key,
        section=in_words(section.title),
        is_open=section.key in list_open_sections(assessment),
        pulse=get_pulse(assessment.id),
        message=_message(items),
        decided=sum(item.agreed is not None for item in items),
        items=items,
    )


def workshop_item(assessment: Assessment, item_key: str) -> WorkshopItem:
    """Return one question over all participants, with names."""
    instrument = get_instrument(assessment)
    item = instrument.get_item(item_key)
    spread = measure_item_spread(instrument, item, list_voices(assessment), measure_effects(instrument))
    names = {str(one.id): one.name for one in list_participants(assessment)}
    answer = describe_answer(instrument, item, get_answer_sheet(get_common_sheet(assessment)))
    return _item(instrument, spread, list_newest_decisions(assessment).get(item_key), names, in_one_line(answer))


def in_one_line(answer: AnswerView) -> str:
    """Say an answer in one line."""
    lines = [f"{line.label}: {line.text}" if line.text else line.label for line in answer.lines]
    parts = [answer.text, "; ".join(lines), answer.rating]
    return " · ".join(part for part in parts if part)


def _message(items: Sequence[WorkshopItem]) -> str:
    first = next((item for item in items if item.agreement_share is not None and item.agreement_share < 1), None)
    if first is None:
        return _("Ingen skillnad att tala om ännu")
    return _("Störst skillnad som betyder något: %(item)s (enighet %(agreement)s)") % {
        "item": first.label,
        "agreement": first.agreement,
    }


def _item(
    instrument: Instrument, spread: ItemSpread, decision: Decision | None, names: Mapping[str, str], common: str
) -> WorkshopItem:
    item = instrument.get_item(spread.item)
    return WorkshopItem(
        key=item.key,
        label=in_words(item.label),
        effect=points(round_points(spread.effect)) if spread.effect else "",
        agreement=_share(spread.agreement),
        agreement_share=None if spread.agreement is None else float(spread.agreement),
        contested=points(round_points(spread.weight)) if spread.weight else "",
        answered=spread.answered,
        unknown=spread.unknown,
        strips=tuple(_strip(item, cell, names) for cell in spread.cells if cell.opinions),
        common=common,
        agreed=_agreed(decision) if decision else None,
    )


def _agreed(decision: Decision) -> Agreed:
    return Agreed(
        decision.said,
        decision.reason,
        str(decision.decided_by or ""),
        decision.decided_at,
        tuple((f"{one.participant.name}", one.said) for one in decision.dissents.all()),
    )


def _share(share: Fraction | None) -> str:
    return "–" if share is None else formats.percent(float(share), 0)


def _strip(item: Item, cell: CellSpread, names: Mapping[str, str]) -> Strip:
    stacked: dict[Fraction, int] = {}
    placed = [opinion for opinion in cell.opinions if opinion.position is not None]
    levels = []
    for opinion in placed:
        assert opinion.position is not None
        levels.append(stacked.get(opinion.position, 0))
        stacked[opinion.position] = levels[-1] + 1
    base = DOT * max(stacked.values(), default=1) + 4
    dots = []
    for opinion, level in zip(placed, levels, strict=True):
        assert opinion.position is not None
        x, y = _x(opinion.position), base - DOT * (level + 0.5) - 1
        department = str(Department(opinion.department).label)
        name = names.get(opinion.participant, "")
        left, top = x - DOT_WIDTH / 2, y - DOT / 2 + 1
        dots.append(Dot(department[:3], department, name, f"{x:.1f}", f"{left:.1f}", f"{top:.1f}", f"{y + 4:.1f}"))
    absent = len(cell.opinions) - len(placed)
    said = ngettext("%(n)s säger att det inte gäller", "%(n)s säger att det inte gäller", absent) % {"n": absent}
    return Strip(
        label=_cell_label(item, cell.key),
        dots=tuple(dots),
        absent=said if absent else "",
        height=f"{base + 20:.1f}",
        base_y=f"{base:.1f}",
        median_x="" if cell.median is None else f"{_x(cell.median):.1f}",
        median="" if cell.median is None or isinstance(item, YesNo | Multi) else points(round_points(cell.median)),
        agreement=_share(cell.agreement),
        words=_words(cell),
        ends=(_("Nej"), _("Ja")) if isinstance(item, YesNo | Multi) else (formats.number(0), formats.number(100)),
    )


def _x(position: Fraction) -> float:
    return DOT_WIDTH / 2 + 1 + float(position) / 100 * (STRIP_WIDTH - DOT_WIDTH - 2)


def _cell_label(item: Item, key: CellKey) -> str:
    if key.column == RATING:
        return _("Bedömning")
    return next((in_words(row.label) for row in list_rows(item) if row.key == key.row), "")


def _words(cell: CellSpread) -> str:
    """Say the strip in words: each department with its places."""
    places: dict[str, list[str]] = {}
    for opinion in cell.opinions:
        at = _("gäller inte") if opinion.position is None else points(round_points(opinion.position))
        places.setdefault(str(Department(opinion.department).label), []).append(at)
    return "; ".join(f"{department} {', '.join(said)}" for department, said in places.items())
