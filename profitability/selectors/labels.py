"""Find what an engagement calls the lines of the income statement."""

import uuid

from profitability.label_models import StatementLabels

RANK_BY = "rank_by"
"""Stands among the names in use for the line that the run ranks by."""


def get_labels(engagement_id: uuid.UUID) -> dict[str, str]:
    """Return the engagement's own names by line code; {} when it has none."""
    found = StatementLabels.objects.filter(engagement_id=engagement_id).values_list("labels", flat=True).first()
    return dict(found or {})
