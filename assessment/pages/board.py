"""The consultant's board: who takes part, how far each has come, and which sections can be opened together."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assessment.domain.answers import Answers
from assessment.domain.instrument import Instrument, Section
from assessment.domain.progress import Progress, add_up
from assessment.domain.relevance import find_own_relevance
from assessment.domain.stance import ASKED, list_unknown, measure_own_section
from assessment.models import Assessment, Handout, Participant
from assessment.pages.wording import in_words, name_roles
from assessment.selectors import AnswerSheet, get_instrument
from assessment.selectors.participants import (
    list_handouts,
    list_linked,
    list_open_sections,
    list_own_sheets,
    list_participants,
)


@dataclass(frozen=True)
class ParticipantLine:
    """One participant. `handed` and `done` count sections; `asked_for` the questions that colleagues passed on.

    `reminders_declined_at` is when they said no to reminders.
    """

    id: uuid.UUID
    name: str
    department: str
    email: str
    has_account: bool
    link_until: datetime | None
    handed: int
    done: int
    progress: Progress
    unknown: int
    asked_for: int
    last_at: datetime | None
    added_at: datetime
    reminders_declined_at: datetime | None

    @property
    def is_finished(self) -> bool:
        """Say whether nothing is left: every section marked as finished, or every place answered."""
        return self.done == self.handed or self.progress.answered == self.progress.total


@dataclass(frozen=True)
class BoardSection:
    """One section over all who were handed it."""

    key: str
    title: str
    who: str
    handed: int
    done: int
    progress: Progress
    unknown: int
    is_open: bool
    opened_at: datetime | None


@dataclass(frozen=True)
class BoardPage:
    """Everybody who takes part in an assessment, and its sections."""

    assessment_id: uuid.UUID
    title: str
    lines: tuple[ParticipantLine, ...]
    sections: tuple[BoardSection, ...]
    progress: Progress
    unknown: int


def board_page(assessment: Assessment) -> BoardPage:
    """Return how far every participant and every section has come."""
    board = _Board(
        get_instrument(assessment),
        tuple(list_participants(assessment)),
        list_own_sheets(assessment),
        list_handouts(assessment),
    )
    linked, opened = list_linked(assessment), list_open_sections(assessment)
    lines = tuple(board.line(one, linked.get(one.id)) for one in board.people)
    sections = tuple(
        board.section(section, opened[section.key].opened_at if section.key in opened else None)
        for section in board.instrument.sections
    )
    return BoardPage(
        assessment.id,
        assessment.title,
        lines,
        sections,
        add_up(tuple(line.progress for line in lines)),
        sum(line.unknown for line in lines),
    )


@dataclass(frozen=True)
class _Board:
    """What the board is made of, read once."""

    instrument: Instrument
    people: tuple[Participant, ...]
    sheets: Mapping[uuid.UUID, AnswerSheet]
    handouts: Mapping[uuid.UUID, Mapping[str, Handout]]

    def line(self, person: Participant, link_until: datetime | None) -> ParticipantLine:
        handed = self.handouts.get(person.id, {})
        answers = self._answers(person)
        sections = [section for section in self.instrument.sections if section.key in handed]
        written = [answer.written_at for answer in self.sheets[person.id].written.values()]
        return ParticipantLine(
            id=person.id,
            name=person.name,
            department=person.get_department_display(),
            email=person.email,
            has_account=person.user_id is not None,
            link_until=link_until,
            handed=len(handed),
            done=sum(handout.done_at is not None for handout in handed.values()),
            progress=add_up(tuple(self._measure(section, person) for section in sections)),
            unknown=sum(len(list_unknown(section, answers, _items(section))) for section in sections),
            asked_for=sum(
                answer.value == str(person.id) and answer.key.column == ASKED
                for sheet in self.sheets.values()
                for answer in sheet.written.values()
            ),
            last_at=max(written, default=None),
            added_at=person.created_at,
            reminders_declined_at=person.reminders_declined_at,
        )

    def section(self, section: Section, opened_at: datetime | None) -> BoardSection:
        handed = [person for person in self.people if section.key in self.handouts.get(person.id, {})]
        return BoardSection(
            key=section.key,
            title=in_words(section.title),
            who=name_roles(self.instrument, section.who),
            handed=len(handed),
            done=sum(self.handouts[person.id][section.key].done_at is not None for person in handed),
            progress=add_up(tuple(self._measure(section, person) for person in handed)),
            unknown=sum(len(list_unknown(section, self._answers(person), _items(section))) for person in handed),
            is_open=opened_at is not None,
            opened_at=opened_at,
        )

    def _answers(self, person: Participant) -> Answers:
        return self.sheets[person.id].answers

    def _measure(self, section: Section, person: Participant) -> Progress:
        answers = self._answers(person)
        relevance = find_own_relevance(self.instrument, answers, self.handouts.get(person.id, {}))
        return measure_own_section(self.instrument, section, answers, _items(section), relevance)


def _items(section: Section) -> frozenset[str]:
    return frozenset(item.key for item in section.list_items())
