"""Setting the common answer of one item."""

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from assessment.models import Assessment
from assessment.pages.answers import describe_answer
from assessment.pages.fields import BlockView, SectionBuilder
from assessment.pages.given import GivenAnswer, list_given_answers
from assessment.pages.workshop import in_one_line
from assessment.selectors import get_answer_sheet, get_common_sheet, get_instrument
from assessment.services import Saved, SaveResult
from assessment.services.decisions import keep_decision


def common_item(assessment: Assessment, item_key: str, refused: Sequence[SaveResult]) -> BlockView:
    """Return the fields of the common answer; `refused` is what could not be written a moment ago."""
    instrument = get_instrument(assessment)
    sheet = get_answer_sheet(get_common_sheet(assessment))
    rivals = {result.key: result for result in refused if not isinstance(result, Saved)}
    shown = SectionBuilder(instrument, sheet, rivals).item(instrument.get_item(item_key))
    return BlockView(key=item_key, title="", hint="", who="", items=(shown,), is_list=False)


def decide_together(
    assessment: Assessment, item_key: str, reason: str, dissenters: Sequence[uuid.UUID], author: User
) -> None:
    """Keep the common answer as it now stands in words, why, and what those who disagree had answered."""
    instrument = get_instrument(assessment)
    answer = describe_answer(instrument, instrument.get_item(item_key), get_answer_sheet(get_common_sheet(assessment)))
    given = {one.participant_id: _say(one) for one in list_given_answers(assessment, item_key)}
    keep_decision(
        assessment=assessment,
        item=item_key,
        said=in_one_line(answer),
        reason=reason,
        dissents={participant: given.get(participant, "") for participant in dissenters},
        author=author,
    )


def _say(given: GivenAnswer) -> str:
    return _("Vet ej") if given.is_unknown else in_one_line(given.answer)
