"""Name the lines of the income statement."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.access import record_event
from accounts.models import Engagement, User
from profitability.label_models import StatementLabels


@transaction.atomic
def save_labels(*, engagement: Engagement, labels: Mapping[str, str], changed_by: User) -> None:
    """Keep the engagement's own names by line code; empty ones go back to the usual name."""
    StatementLabels.objects.update_or_create(
        engagement=engagement,
        defaults={
            "labels": {code: label for code, label in labels.items() if label},
            "changed_by": changed_by,
            "changed_at": timezone.now(),
        },
    )
    record_event(actor=changed_by, engagement=engagement, what="labels.changed", object_id=engagement.id)
