"""The pages above the questions: an engagement's assessments, and the sections of one."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Engagement
from assessment.domain.progress import Progress, add_up
from assessment.domain.relevance import find_relevance
from assessment.models import Assessment
from assessment.pages.balance import BalanceView, balance_view
from assessment.pages.form import list_section_links
from assessment.pages.wording import ask, in_words, name_roles
from assessment.selectors import (
    AnswerSheet,
    get_answer_sheet,
    get_common_sheet,
    get_instrument,
    list_assessments,
)
from assessment.selectors.authoring import list_usable


@dataclass(frozen=True)
class LastWriting:
    """Who wrote last, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class AssessmentCard:
    """One assessment in the list."""

    id: uuid.UUID
    title: str
    instrument: str
    progress: Progress
    last: LastWriting | None
    created_at: datetime


@dataclass(frozen=True)
class InstrumentChoice:
    """An instrument that an assessment can be begun with."""

    key: str
    title: str
    intro: str
    version: int


@dataclass(frozen=True)
class ListPage:
    """The engagement's assessments and what a new one can be begun with."""

    cards: tuple[AssessmentCard, ...]
    instruments: tuple[InstrumentChoice, ...]


@dataclass(frozen=True)
class SectionCard:
    """One section with how far it has come and what is to be asked about it."""

    key: str
    title: str
    intro: str
    who: str
    progress: Progress
    last: LastWriting | None
    questions: tuple[str, ...]


@dataclass(frozen=True)
class OverviewPage:
    """One assessment: its sections and its progress. `next_section` is the first that is not complete."""

    id: uuid.UUID
    title: str
    instrument: str
    intro: str
    version: int
    progress: Progress
    last: LastWriting | None
    sections: tuple[SectionCard, ...]
    next_section: str
    has_score: bool
    balance: BalanceView | None


def list_page(engagement: Engagement) -> ListPage:
    """Return every assessment of the engagement, newest first."""
    return ListPage(
        tuple(_card(assessment) for assessment in list_assessments(engagement)),
        tuple(
            InstrumentChoice(
                shipped.instrument.key,
                in_words(shipped.instrument.title),
                in_words(shipped.instrument.intro),
                shipped.instrument.version,
            )
            for shipped in list_usable(engagement.client.consultancy)
        ),
    )


def _card(assessment: Assessment) -> AssessmentCard:
    instrument = get_instrument(assessment)
    sheet = get_answer_sheet(get_common_sheet(assessment))
    progress = add_up(tuple(link.progress for link in list_section_links(instrument, sheet)))
    return AssessmentCard(
        assessment.id, assessment.title, in_words(instrument.title), progress, _last(sheet), assessment.created_at
    )


def overview_page(assessment: Assessment) -> OverviewPage:
    """Return the sections of an assessment with progress, last writer and open questions."""
    instrument = get_instrument(assessment)
    sheet = get_answer_sheet(get_common_sheet(assessment))
    links = {link.key: link for link in list_section_links(instrument, sheet)}
    asks = find_relevance(instrument, sheet.answers).asks
    cards = tuple(
        SectionCard(
            key=section.key,
            title=in_words(section.title),
            intro=in_words(section.intro),
            who=name_roles(instrument, section.who),
            progress=links[section.key].progress,
            last=_last(sheet, {item.key for item in section.list_items()}),
            questions=tuple(
                f"{in_words(item.label)}: {question}"
                for item in section.list_items()
                if asks(item.key)
                for question in ask(instrument, item, sheet.answers)
            ),
        )
        for section in instrument.sections
    )
    return OverviewPage(
        id=assessment.id,
        title=assessment.title,
        instrument=in_words(instrument.title),
        intro=in_words(instrument.intro),
        version=instrument.version,
        progress=add_up(tuple(card.progress for card in cards)),
        last=_last(sheet),
        sections=cards,
        next_section=next((card.key for card in cards if card.progress.share < 1), cards[0].key),
        has_score=bool(instrument.areas),
        balance=balance_view(assessment),
    )


def _last(sheet: AnswerSheet, items: set[str] | None = None) -> LastWriting | None:
    written = [answer for key, answer in sheet.written.items() if items is None or key.item in items]
    last = max(written, key=lambda answer: answer.written_at, default=None)
    return LastWriting(last.written_by, last.written_at) if last else None
