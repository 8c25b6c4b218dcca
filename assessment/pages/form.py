"""The page on which one section is answered."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from assessment.domain.instrument import Instrument, Section
from assessment.domain.progress import Progress, measure_section
from assessment.domain.relevance import find_relevance
from assessment.models import Assessment
from assessment.pages.fields import BlockView, SectionBuilder
from assessment.pages.wording import in_words, name_roles
from assessment.selectors import AnswerSheet, get_answer_sheet, get_common_sheet, get_instrument
from assessment.services import Saved, SaveResult


@dataclass(frozen=True)
class SectionLink:
    """A section in the list of sections."""

    key: str
    title: str
    progress: Progress
    is_current: bool


@dataclass(frozen=True)
class SectionPage:
    """One section to answer. `problems` counts the fields that could not be saved as sent."""

    assessment_id: uuid.UUID
    assessment_title: str
    sheet_id: uuid.UUID
    key: str
    number: int
    title: str
    intro: str
    who: str
    progress: Progress
    blocks: tuple[BlockView, ...]
    sections: tuple[SectionLink, ...]
    previous: SectionLink | None
    next: SectionLink | None
    problems: int


def section_page(assessment: Assessment, section_key: str, results: Sequence[SaveResult] = ()) -> SectionPage:
    """Return the page of one section; `results` are those of a save that this page answers.

    Raises KeyError when the instrument has no such section.
    """
    instrument = get_instrument(assessment)
    section = instrument.get_section(section_key)
    sheet = get_answer_sheet(get_common_sheet(assessment))
    links = list_section_links(instrument, sheet, section_key)
    place = [link.key for link in links].index(section_key)
    refused = [result for result in results if not isinstance(result, Saved)]
    relevance = find_relevance(instrument, sheet.answers)
    builder = SectionBuilder(instrument, sheet, {result.key: result for result in refused}, relevance)
    return SectionPage(
        assessment_id=assessment.id,
        assessment_title=assessment.title,
        sheet_id=sheet.sheet_id,
        key=section.key,
        number=place + 1,
        title=in_words(section.title),
        intro=in_words(section.intro),
        who=name_roles(instrument, section.who),
        progress=links[place].progress,
        blocks=tuple(builder.block(block) for block in section.blocks),
        sections=links,
        previous=links[place - 1] if place else None,
        next=links[place + 1] if place + 1 < len(links) else None,
        problems=len(refused),
    )


def list_section_links(instrument: Instrument, sheet: AnswerSheet, current: str = "") -> tuple[SectionLink, ...]:
    """Return every section with its progress."""
    return tuple(_link(instrument, section, sheet, current) for section in instrument.sections)


def _link(instrument: Instrument, section: Section, sheet: AnswerSheet, current: str) -> SectionLink:
    progress = measure_section(instrument, section, sheet.answers)
    return SectionLink(section.key, in_words(section.title), progress, section.key == current)
