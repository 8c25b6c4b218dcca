"""Saved what-ifs beside the run they were made on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from profitability.domain.run import RunSummary
from profitability.models import Run, Scenario
from profitability.pages.lines import line_label, ranked_words, tier_label
from profitability.selectors.scenarios import ScenarioFigures, changes_of, figures_of, figures_of_run


@dataclass(frozen=True)
class SavedScenario:
    """One saved what-if; `change_count` counts the pools and settings it changes."""

    scenario: Scenario
    figures: ScenarioFigures
    change_count: int


@dataclass(frozen=True)
class FigureLine:
    """One figure of the run and of each scenario: minor units, or customers where `is_amount` is not set.

    `comparable` says of which scenarios the figure can be set against the run's: not where they rank another line.
    """

    label: str
    is_amount: bool
    run: int
    scenarios: tuple[int, ...]
    comparable: tuple[bool, ...]
    tier: str = ""

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """Return each scenario's figure and its difference from the run's, 0 where they cannot be compared."""
        return tuple(
            (figure, figure - self.run if comparable else 0)
            for figure, comparable in zip(self.scenarios, self.comparable, strict=True)
        )


@dataclass(frozen=True)
class ScenarioComparison:
    """The run and its scenarios, figure by figure.

    `ranked` says what the run ranks by and then each scenario; empty where all rank by the same.
    """

    scenarios: tuple[SavedScenario, ...]
    lines: tuple[FigureLine, ...]
    ranked: tuple[str, ...]


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
    ranked = [summary.rank_by, *(one.scenario.settings.get("rank_by", summary.rank_by) for one in saved)]
    same, always = tuple(line == ranked[0] for line in ranked[1:]), (True,) * len(saved)
    is_one_line = all(same)
    summed = _("Kundernas %(value)s") % ranked_words() if is_one_line else _("Summan av det som rangordnas")
    amounts = (
        (summed, [figures.contribution_minor for figures in every], same),
        (_("Kurvans topp"), [figures.peak_minor for figures in every], same),
        (_("Kunderna efter toppen kostar"), [figures.tail_minor for figures in every], same),
        (_("Outnyttjad kapacitet"), [figures.unused_minor for figures in every], always),
        (_("Företagets resultat"), [figures.result_minor for figures in every], always),
    )
    lines = [FigureLine(label, True, values[0], tuple(values[1:]), like) for label, values, like in amounts]
    for place, tier in enumerate(own.tiers):
        counts = [figures.tiers[place].customers for figures in every]
        lines.append(FigureLine(tier_label(tier.tier), False, counts[0], tuple(counts[1:]), always, tier.tier))
    labels = () if is_one_line else tuple(line_label(line) for line in ranked)
    return ScenarioComparison(saved, tuple(lines), labels)
