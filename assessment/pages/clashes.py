"""Answers that do not go together, as questions to the company."""

from dataclasses import dataclass

from assessment.domain.contradictions import find_clashes
from assessment.domain.instrument import Instrument
from assessment.pages.wording import in_words
from assessment.selectors import AnswerSheet


@dataclass(frozen=True)
class ClashItem:
    """One of the answers: its question, and where it is answered."""

    key: str
    label: str
    section_key: str


@dataclass(frozen=True)
class ClashView:
    """One question about answers that do not go together."""

    key: str
    question: str
    items: tuple[ClashItem, ...]


def list_clash_views(instrument: Instrument, sheet: AnswerSheet) -> tuple[ClashView, ...]:
    """Return what to ask about the answers of a sheet."""
    places = {item.key: section.key for section in instrument.sections for item in section.list_items()}
    return tuple(
        ClashView(
            clash.rule.key,
            in_words(clash.rule.text),
            tuple(ClashItem(key, in_words(instrument.get_item(key).label), places[key]) for key in clash.items),
        )
        for clash in find_clashes(instrument, sheet.answers)
    )
