"""Set the answer that the group agrees on, with who and why, and keep who did not agree."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from accounts.access import record_event
from accounts.models import User
from assessment.models import Assessment, Decision, Dissent
from assessment.selectors.answers import get_common_sheet
from assessment.services.answers import Saved, SaveResult, Writing, save_form


@transaction.atomic
def keep_decision(
    *, assessment: Assessment, item: str, said: str, reason: str, dissents: Mapping[uuid.UUID, str], author: User
) -> Decision:
    """Note what was decided on an item, in words, why, and what those who disagree had answered."""
    decision = Decision.objects.create(assessment=assessment, item=item, said=said, reason=reason, decided_by=author)
    Dissent.objects.bulk_create(
        Dissent(decision=decision, participant_id=participant, said=own) for participant, own in dissents.items()
    )
    record_event(actor=author, engagement=assessment.engagement, what="assessment.decided", object_id=decision.id)
    return decision


def write_common_answer(*, assessment: Assessment, writings: Sequence[Writing], author: User) -> tuple[SaveResult, ...]:
    """Write the common answer of an item; return what could not be written because somebody else did meanwhile."""
    results = save_form(sheet=get_common_sheet(assessment), writings=writings, author=author)
    return tuple(result for result in results if not isinstance(result, Saved))
