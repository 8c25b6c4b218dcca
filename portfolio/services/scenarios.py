"""Save and drop scenarios of the development budget."""

from collections.abc import Mapping

from django.db import transaction

from accounts.access import record_event
from accounts.models import User
from portfolio.models import Analysis, Scenario

MOST_SCENARIOS = 12


class TooManyScenariosError(Exception):
    """The analysis has as many scenarios as a comparison can show."""


class ScenarioNameTakenError(Exception):
    """The analysis has a scenario of that name."""


def save_scenario(
    *,
    analysis: Analysis,
    name: str,
    development: Mapping[str, str],
    levers: Mapping[str, str],
    costs: Mapping[str, str],
    target_minor: int | None,
    saved_by: User,
) -> Scenario:
    """Keep a set of levers with their costs; raise TooManyScenariosError or ScenarioNameTakenError."""
    with transaction.atomic():
        Analysis.objects.select_for_update().get(pk=analysis.pk)
        if Scenario.objects.filter(analysis=analysis).count() >= MOST_SCENARIOS:
            raise TooManyScenariosError
        if Scenario.objects.filter(analysis=analysis, name=name).exists():
            raise ScenarioNameTakenError
        scenario = Scenario.objects.create(
            analysis=analysis,
            name=name,
            development=dict(development),
            levers=dict(levers),
            costs=dict(costs),
            target_minor=target_minor,
            created_by=saved_by,
        )
        record_event(actor=saved_by, engagement=analysis.engagement, what="scenario.saved", object_id=scenario.id)
    return scenario


def remove_scenario(*, scenario: Scenario, removed_by: User) -> None:
    """Take a scenario away."""
    with transaction.atomic():
        engagement = scenario.analysis.engagement
        record_event(actor=removed_by, engagement=engagement, what="scenario.removed", object_id=scenario.id)
        scenario.delete()
