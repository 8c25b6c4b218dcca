"""Save and drop what-ifs. A scenario is never a run: nothing here starts or publishes one."""

from collections.abc import Mapping

from django.db import transaction

from accounts.access import record_event
from accounts.models import User
from profitability.domain.what_if import PoolChange
from profitability.models import Run, Scenario
from profitability.selectors.scenarios import ScenarioFigures, changes_as_json, figures_as_json

MOST_SCENARIOS = 12


class TooManyScenariosError(Exception):
    """The run has as many scenarios as a comparison can show."""


class ScenarioNameTakenError(Exception):
    """The run has a scenario of that name."""


def save_scenario(
    *,
    run: Run,
    name: str,
    changes: tuple[PoolChange, ...],
    settings: Mapping[str, str],
    figures: ScenarioFigures,
    saved_by: User,
) -> Scenario:
    """Keep a what-if and what came of it; raise TooManyScenariosError or ScenarioNameTakenError."""
    with transaction.atomic():
        Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
        saved = Scenario.objects.filter(run=run)
        if saved.count() >= MOST_SCENARIOS:
            raise TooManyScenariosError
        if saved.filter(name=name).exists():
            raise ScenarioNameTakenError
        scenario = Scenario.objects.create(
            run=run,
            name=name,
            changes=changes_as_json(changes),
            settings=dict(settings),
            figures=figures_as_json(figures),
            created_by=saved_by,
        )
        record_event(actor=saved_by, engagement=run.engagement, what="what_if.saved", object_id=scenario.id)
    return scenario


def remove_scenario(*, scenario: Scenario, removed_by: User) -> None:
    """Take a saved what-if away; the run stays as it is."""
    with transaction.atomic():
        engagement = scenario.run.engagement
        record_event(actor=removed_by, engagement=engagement, what="what_if.removed", object_id=scenario.id)
        scenario.delete()
