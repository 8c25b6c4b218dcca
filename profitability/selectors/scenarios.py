"""Find saved what-ifs and what came of them."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from pydantic import TypeAdapter

from accounts.models import Engagement
from jobs.registry import Json
from profitability.domain.run import RunSummary
from profitability.domain.what_if import PoolChange, WhatIf
from profitability.models import Run, Scenario


@dataclass(frozen=True)
class TierFigures:
    """One tier's customers and what they bring together of what the run ranks by, in minor units."""

    tier: str
    customers: int
    contribution_minor: int


@dataclass(frozen=True)
class ScenarioFigures:
    """What a what-if, or the run itself, comes to, in minor units; `changed_tiers` counts customers.

    The contribution is the line that the run ranks by.
    """

    contribution_minor: int
    peak_minor: int
    tail_minor: int
    unused_minor: int
    result_minor: int
    changed_tiers: int
    tiers: tuple[TierFigures, ...]


_CHANGES = TypeAdapter(tuple[PoolChange, ...])
_FIGURES = TypeAdapter(ScenarioFigures)


def list_scenarios(run: Run) -> QuerySet[Scenario]:
    """Return the run's saved what-ifs, oldest first."""
    return Scenario.objects.filter(run=run).select_related("created_by")


def get_scenario_or_404(engagement: Engagement, scenario_id: uuid.UUID) -> Scenario:
    """Return a saved what-if; raise Http404 when it is foreign or never existed."""
    found = Scenario.objects.filter(run__engagement=engagement, pk=scenario_id).select_related("run__engagement")
    scenario = found.first()
    if scenario is None:
        raise Http404
    return scenario


def find_scenario(run: Run, scenario_id: str) -> Scenario | None:
    """Return the run's saved what-if of that id; None for any other text."""
    try:
        return list_scenarios(run).filter(pk=uuid.UUID(scenario_id)).first()
    except ValueError:
        return None


def changes_of(scenario: Scenario) -> tuple[PoolChange, ...]:
    """Return which pools a saved what-if changes."""
    return _CHANGES.validate_python(scenario.changes)


def figures_of(scenario: Scenario) -> ScenarioFigures:
    """Return what a saved what-if came to."""
    return _FIGURES.validate_python(scenario.figures)


def changes_as_json(changes: tuple[PoolChange, ...]) -> list[Json]:
    """Return changes as a saved what-if keeps them."""
    stored: list[Json] = _CHANGES.dump_python(changes, mode="json")
    return stored


def figures_as_json(figures: ScenarioFigures) -> dict[str, Json]:
    """Return figures as a saved what-if keeps them."""
    stored: dict[str, Json] = _FIGURES.dump_python(figures, mode="json")
    return stored


def figures_of_run(summary: RunSummary) -> ScenarioFigures:
    """Return what the run itself comes to."""
    proof, whale = summary.proof, summary.whale
    kept = proof.common_minor + proof.unused_minor + proof.unassigned_minor
    return ScenarioFigures(
        contribution_minor=whale.end_minor,
        peak_minor=whale.peak_minor,
        tail_minor=whale.tail_minor,
        unused_minor=proof.unused_minor,
        result_minor=summary.totals.minor("result") - kept,
        changed_tiers=0,
        tiers=tuple(TierFigures(tier.tier, tier.customers, tier.value_minor) for tier in summary.tiers),
    )


def figures_of_answer(answer: WhatIf) -> ScenarioFigures:
    """Return what a what-if comes to."""
    return ScenarioFigures(
        contribution_minor=answer.curve.end_minor,
        peak_minor=answer.curve.peak_minor,
        tail_minor=answer.curve.tail_minor,
        unused_minor=answer.unused_minor,
        result_minor=answer.result_minor,
        changed_tiers=answer.changed_tiers,
        tiers=tuple(TierFigures(tier.tier, tier.customers, tier.contribution_minor) for tier in answer.tiers),
    )
