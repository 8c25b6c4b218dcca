"""Set what channels and functions are meant to become."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.access import record_event
from accounts.models import User
from assessment.domain.cells import CellKey
from assessment.models import Assessment, ChannelTarget
from assessment.selectors.targets import list_targets


@transaction.atomic
def set_targets(*, assessment: Assessment, targets: Mapping[CellKey, str], actor: User) -> int:
    """Set the level of each row in `targets`, or take it away where it is empty; return how many rows changed."""
    stands = list_targets(assessment)
    changed = {key: level for key, level in targets.items() if stands.get(key, "") != level}
    for key, level in changed.items():
        if level:
            said = {"level": level, "set_by": actor, "set_at": timezone.now()}
            ChannelTarget.objects.update_or_create(assessment=assessment, item=key.item, row=key.row, defaults=said)
        else:
            ChannelTarget.objects.filter(assessment=assessment, item=key.item, row=key.row).delete()
    if changed:
        record_event(actor=actor, engagement=assessment.engagement, what="assessment.targeted", object_id=assessment.id)
    return len(changed)
