"""The pages of somebody who answers for themselves: what they have been handed, and one section of it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from assessment.domain.instrument import Item
from assessment.domain.progress import Progress, add_up
from assessment.domain.relevance import Relevance, find_own_relevance
from assessment.domain.stance import (
    ASKED,
    CONFIDENCE,
    CONFIDENCE_LEVELS,
    UNKNOWN,
    list_stance_cells,
    list_unknown,
    measure_own_section,
)
from assessment.models import Participant
from assessment.pages.fields import BlockView, CellView, ItemView, OptionView, SectionBuilder, StanceView
from assessment.pages.wording import in_words
from assessment.selectors import AnswerSheet, get_answer_sheet, get_instrument
from assessment.selectors.participants import OwnSection, list_colleagues, list_own_sections
from assessment.services import Saved, SaveResult


@dataclass(frozen=True)
class OwnCard:
    """One section in the participant's list. `unknown` counts the questions answered with "I don't know"."""

    key: str
    number: int
    title: str
    intro: str
    progress: Progress
    unknown: int
    is_handed: bool
    is_open: bool
    done_at: datetime | None
    asked_by: str
    is_current: bool = False


@dataclass(frozen=True)
class OwnPage:
    """Everything that a participant has to answer. `email` is where reminders go unless they are declined."""

    assessment_id: uuid.UUID
    title: str
    intro: str
    name: str
    email: str
    has_declined_reminders: bool
    progress: Progress
    cards: tuple[OwnCard, ...]


@dataclass(frozen=True)
class OwnSectionPage:
    """One section of a participant's own. `problems` counts the fields that could not be saved as sent."""

    assessment_id: uuid.UUID
    assessment_title: str
    participant_id: uuid.UUID
    name: str
    sheet_id: uuid.UUID
    card: OwnCard
    blocks: tuple[BlockView, ...]
    cards: tuple[OwnCard, ...]
    previous: OwnCard | None
    next: OwnCard | None
    problems: int


def own_page(participant: Participant) -> OwnPage:
    """Return the sections that the participant has been handed or asked about."""
    instrument = get_instrument(participant.assessment)
    cards = _cards(list_own_sections(participant), participant, get_answer_sheet(participant.sheet))
    return OwnPage(
        participant.assessment_id,
        participant.assessment.title,
        in_words(instrument.intro),
        participant.name,
        participant.email,
        participant.reminders_declined_at is not None,
        add_up(tuple(card.progress for card in cards)),
        cards,
    )


def _cards(sections: Sequence[OwnSection], participant: Participant, sheet: AnswerSheet) -> tuple[OwnCard, ...]:
    instrument = get_instrument(participant.assessment)
    relevance = _relevance(sections, participant, sheet)
    return tuple(
        OwnCard(
            key=own.section.key,
            number=number,
            title=in_words(own.section.title),
            intro=in_words(own.section.intro),
            progress=measure_own_section(instrument, own.section, sheet.answers, own.items, relevance),
            unknown=len(list_unknown(own.section, sheet.answers, own.items)),
            is_handed=own.is_handed,
            is_open=own.is_open,
            done_at=own.done_at,
            asked_by=", ".join(sorted({name for names in own.asked_by.values() for name in names})),
        )
        for number, own in enumerate(sections, start=1)
    )


def _relevance(sections: Sequence[OwnSection], participant: Participant, sheet: AnswerSheet) -> Relevance:
    handed = {own.section.key for own in sections if own.is_handed}
    return find_own_relevance(get_instrument(participant.assessment), sheet.answers, handed)


def list_own_unasked(participant: Participant) -> frozenset[str]:
    """Return the items that a participant's own answers leave unasked."""
    return _relevance(list_own_sections(participant), participant, get_answer_sheet(participant.sheet)).silent


def own_section_page(
    participant: Participant, section_key: str, remarks: Mapping[str, int], results: Sequence[SaveResult] = ()
) -> OwnSectionPage:
    """Return one section to answer; `remarks` counts evidence and comments by item.

    Raises StopIteration when the participant may not answer the section.
    """
    instrument = get_instrument(participant.assessment)
    sections = list_own_sections(participant)
    sheet = get_answer_sheet(participant.sheet)
    cards = _cards(sections, participant, sheet)
    place = next(index for index, card in enumerate(cards) if card.key == section_key)
    refused = {result.key: result for result in results if not isinstance(result, Saved)}
    relevance = _relevance(sections, participant, sheet)
    builder = _OwnBuilder(
        SectionBuilder(instrument, sheet, refused, relevance), sections[place], list_colleagues(participant), remarks
    )
    return OwnSectionPage(
        assessment_id=participant.assessment_id,
        assessment_title=participant.assessment.title,
        participant_id=participant.id,
        name=participant.name,
        sheet_id=sheet.sheet_id,
        card=cards[place],
        blocks=builder.blocks(),
        cards=tuple(replace(card, is_current=card.key == section_key) for card in cards),
        previous=cards[place - 1] if place else None,
        next=cards[place + 1] if place + 1 < len(cards) else None,
        problems=len(refused),
    )


@dataclass(frozen=True)
class _OwnBuilder:
    """Builds a section of a participant's own: only the items that are the participant's, each with its stance."""

    builder: SectionBuilder
    own: OwnSection
    colleagues: Sequence[Participant]
    remarks: Mapping[str, int]

    def blocks(self) -> tuple[BlockView, ...]:
        blocks = (self._block(self.builder.block(block), block.items) for block in self.own.section.blocks)
        return tuple(block for block in blocks if block.items)

    def _block(self, view: BlockView, items: Sequence[Item]) -> BlockView:
        kept = tuple(
            replace(shown, stance=self._stance(item, shown))
            for shown, item in zip(view.items, items, strict=True)
            if item.key in self.own.items
        )
        return replace(view, items=kept)

    def _stance(self, item: Item, shown: ItemView) -> StanceView | None:
        cells = list_stance_cells(item, [str(colleague.id) for colleague in self.colleagues])
        if not cells:
            return None
        by_column = {cell.key.column: self.builder.cell(cell, shown.label, ()) for cell in cells}
        levels = (_("En gissning"), _("Ganska säker"), _("Säker"))
        names = {str(one.id): f"{one.name}, {one.get_department_display()}" for one in self.colleagues}
        return StanceView(
            unknown=by_column[UNKNOWN],
            confidence=_worded(by_column[CONFIDENCE], dict(zip(CONFIDENCE_LEVELS, levels, strict=True))),
            asked=_worded(by_column[ASKED], names),
            asked_by=", ".join(self.own.asked_by.get(item.key, ())),
            remarks=self.remarks.get(item.key, 0),
        )


def _worded(cell: CellView, words: Mapping[str, str]) -> CellView:
    options = (OptionView(option.key, words[option.key], option.is_chosen) for option in cell.options)
    return replace(cell, options=tuple(options))
