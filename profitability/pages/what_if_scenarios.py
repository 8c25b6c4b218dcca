"""Saved what-ifs beside the run they were made on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from profitability.domain.run import RunSummary
from profitability.models import Run, Scenario
from profitability.pages.lines import ranked_words, tier_label
from profitability.selectors.scenarios import ScenarioFigures, changes_of, figures_of, figures_of_run


@dataclass(frozen=True)
class SavedScenario:
    """One saved what-if; `change_count` counts the pools and settings it changes."""

    scenario: Scenario
    figures: ScenarioFigures
    change_count: int


@dataclass(frozen=True)
class FigureLine:
    """One figure of the run and of each scenario: minor units, or customers where `is_amount` is not set."""

    label: str
    is_amount: bool
    run: int
    scenarios: tuple[int, ...]
    tier: str = ""

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """Return each scenario's figure and its difference from the run's."""
        return tuple((figure, figure - self.run) for figure in self.scenarios)


@dataclass(frozen=True)
class ScenarioComparison:
    """The run and its scenarios, figure by figure."""

    scenarios: tuple[SavedScenario, ...]
    lines: tuple[FigureLine, ...]


def saved_scenario(scenario: Scenario) -> SavedScenario:
    """Return a saved what-if with its figures."""
    return SavedScenario(scenario, figures_of(scenario), len(changes_of(scenario)) + len(scenario.settings))


def compare_scenarios(run: Run, summary: RunSummary, scenarios: Iterable[Scenario]) -> ScenarioComparison | None:
    """Set the saved what-ifs beside the run; None when there are none."""
    saved = tuple(saved_scenario(scenario) for scenario in scenarios)
    if not saved:
        return None
    own = figures_of_run(summary)
    every = (own, *(one.figures for one in saved))
    amounts = (
        (_("Kundernas %(value)s") % ranked_words(), [figures.contribution_minor for figures in every]),
        (_("Kurvans topp"), [figures.peak_minor for figures in every]),
        (_("Kunderna efter toppen kostar"), [figures.tail_minor for figures in every]),
        (_("Outnyttjad kapacitet"), [figures.unused_minor for figures in every]),
        (_("Företagets resultat"), [figures.result_minor for figures in every]),
    )
    lines = [FigureLine(label, True, values[0], tuple(values[1:])) for label, values in amounts]
    for place, tier in enumerate(own.tiers):
        counts = [figures.tiers[place].customers for figures in every]
        lines.append(FigureLine(tier_label(tier.tier), False, counts[0], tuple(counts[1:]), tier.tier))
    return ScenarioComparison(saved, tuple(lines))
