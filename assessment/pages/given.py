"""What each participant has answered to one item, in words."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.domain.relevance import find_own_relevance
from assessment.domain.stance import ASKED, get_confidence, is_unknown
from assessment.models import Assessment
from assessment.pages.answers import AnswerView, describe_answer
from assessment.selectors import get_instrument
from assessment.selectors.participants import list_handouts, list_own_sheets, list_participants


@dataclass(frozen=True)
class GivenAnswer:
    """One participant's own answer to an item. `confidence` is in words or empty; `asked` names a colleague."""

    participant_id: uuid.UUID
    name: str
    department: str
    answer: AnswerView
    is_unknown: bool
    confidence: str
    asked: str


def list_given_answers(assessment: Assessment, item_key: str) -> tuple[GivenAnswer, ...]:
    """Return the own answers of everybody who was handed the item's section or has said something of the item."""
    instrument = get_instrument(assessment)
    item = instrument.get_item(item_key)
    section = next(part for part in instrument.sections if item in part.list_items())
    handouts, sheets = list_handouts(assessment), list_own_sheets(assessment)
    people = {str(person.id): person for person in list_participants(assessment)}
    given = []
    for key, person in people.items():
        sheet = sheets[person.id]
        if section.key not in handouts.get(person.id, {}) and all(cell.item != item_key for cell in sheet.written):
            continue
        asks = find_own_relevance(instrument, sheet.answers, handouts.get(person.id, {})).asks
        asked = next(
            (one.value for cell, one in sheet.written.items() if cell.item == item_key and cell.column == ASKED), ""
        )
        given.append(
            GivenAnswer(
                participant_id=person.id,
                name=person.name,
                department=person.get_department_display(),
                answer=describe_answer(instrument, item, sheet, is_asked=asks(item_key)),
                is_unknown=is_unknown(sheet.answers, item_key),
                confidence=say_confidence(get_confidence(sheet.answers, item_key)),
                asked=people[asked].name if asked in people and asked != key else "",
            )
        )
    return tuple(given)


def say_confidence(level: int | None) -> str:
    """Say how sure somebody is; empty when not said."""
    return {1: _("En gissning"), 2: _("Ganska säker"), 3: _("Säker")}.get(level or 0, "")
