"""Find an engagement's customer definition."""

import uuid

from django.db.models import Count, QuerySet

from accounts.models import Engagement
from filestore import store
from portfolio.models import DefinitionVersion
from portfolio.readers.joined_customers import list_attributes
from profitability.selectors.uploads import list_ready_uploads

NEWEST_UPLOADS = 5


def list_definitions(engagement: Engagement) -> QuerySet[DefinitionVersion]:
    """Return every version, newest first."""
    return DefinitionVersion.objects.filter(engagement=engagement).select_related("created_by")


def count_analyses_by_version(engagement: Engagement) -> dict[uuid.UUID, int]:
    """Return how many analyses were made with each version, by its id."""
    counted = list_definitions(engagement).annotate(count=Count("analyses")).values_list("id", "count")
    return dict(counted)


def list_identity_columns(engagement: Engagement) -> tuple[str, ...]:
    """Return the further columns that the customers of the newest uploads have, in alphabetical order."""
    names: set[str] = set()
    for upload in list_ready_uploads(engagement)[:NEWEST_UPLOADS]:
        customers = f"{upload.canonical_key}/customers.parquet"
        if store.exists(customers):
            names.update(list_attributes(store.local_path(customers)))
    return tuple(sorted(names))


def find_definition(engagement: Engagement) -> DefinitionVersion | None:
    """Return the version in force; None before anyone has chosen."""
    return list_definitions(engagement).first()
