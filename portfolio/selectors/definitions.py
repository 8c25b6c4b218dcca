"""Find an engagement's customer definition."""

import uuid

from django.db.models import Count, QuerySet

from accounts.models import Engagement
from portfolio.models import DefinitionVersion


def list_definitions(engagement: Engagement) -> QuerySet[DefinitionVersion]:
    """Return every version, newest first."""
    return DefinitionVersion.objects.filter(engagement=engagement).select_related("created_by")


def count_analyses_by_version(engagement: Engagement) -> dict[uuid.UUID, int]:
    """Return how many analyses were made with each version, by its id."""
    counted = list_definitions(engagement).annotate(count=Count("analyses")).values_list("id", "count")
    return dict(counted)


def find_definition(engagement: Engagement) -> DefinitionVersion | None:
    """Return the version in force; None before anyone has chosen."""
    return list_definitions(engagement).first()
