"""The assessments of one instrument in one engagement, in the order they were begun."""

from collections.abc import Sequence

from assessment.models import Assessment
from assessment.selectors.answers import list_assessments


def list_series(assessment: Assessment) -> list[Assessment]:
    """Return the engagement's assessments of the same instrument in any version, oldest first."""
    same = list_assessments(assessment.engagement).filter(instrument__key=assessment.instrument.key)
    return list(same.order_by("created_at"))


def find_other(series: Sequence[Assessment], assessment: Assessment, wanted: str) -> Assessment | None:
    """Return the one of `series` with the id `wanted`, else the one before `assessment`, else another; or None."""
    others = [each for each in series if each != assessment]
    chosen = next((each for each in others if str(each.id) == wanted), None)
    before = [each for each in others if each.created_at <= assessment.created_at]
    return chosen or (before[-1] if before else next(iter(others), None))
