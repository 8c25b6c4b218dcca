"""The development budget of an analysis: outcome, the same again, levers, target, scenarios side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.development_budget import GROUPS, Budget, BudgetGroup, Plan, budget_of_outcome, plan_budget
from portfolio.domain.lever_mix import lever_cost_minor
from portfolio.domain.lever_texts import KEYS, percents_of, plan_of
from portfolio.domain.ratio import decimal_text, round_half_up
from portfolio.models import Analysis, Scenario
from portfolio.pages.labels import Basis, basis_of
from portfolio.pages.lever_mix import MixResult, SolvedLever, lever_label, mix_result, percent_text, solve_alone
from portfolio.pages.typed_costs import TypedCosts, read_costs
from portfolio.pages.typed_levers import Typed, TypedLevers
from portfolio.place_texts import place_label
from portfolio.selectors.analyses import get_summary, list_scenarios


@dataclass(frozen=True)
class LeverField:
    """One percentage: `text` is what counts, `typed` what a person wrote (empty where it is the default)."""

    name: str
    label: str
    group_label: str
    text: str
    typed: str
    error: str


@dataclass(frozen=True)
class CostField:
    """What a percentage point of one lever costs, and how far it can be set: as typed, with what is wrong."""

    name: str
    label: str
    group_label: str
    cost_text: str
    cost_error: str
    largest_text: str
    largest_error: str


@dataclass(frozen=True)
class GroupLine:
    """One group of a version, rounded for reading."""

    label: str
    is_all: bool
    customers: int
    purchases: int
    revenue_minor: int
    value_per_purchase_minor: int | None
    frequency: Fraction | None
    revenue_per_customer_minor: int | None


@dataclass(frozen=True)
class Version:
    """One version of the period with its key figures; shares 0–1."""

    name: str
    lines: tuple[GroupLine, ...]
    lost_customers: int
    revenue_minor: int
    retention: Fraction | None
    won_back_share: Fraction | None
    gross_duration: Fraction | None
    net_duration: Fraction | None
    revenue_change: Fraction | None
    to_target_minor: int | None


@dataclass(frozen=True)
class SavedScenario:
    """A saved scenario, computed anew on the analysis.

    `cost_minor`: what its levers cost, None where one that is raised has no cost. `alone`, `mix`: with a target.
    """

    scenario: Scenario
    version: Version
    query: str
    cost_minor: int | None
    alone: tuple[SolvedLever, ...]
    mix: MixResult | None


@dataclass(frozen=True)
class BudgetPage:
    """The budget as typed, and the saved ones beside it."""

    basis: Basis
    development: tuple[LeverField, ...]
    levers: tuple[LeverField, ...]
    costs: tuple[CostField, ...]
    target_text: str
    target_error: str
    has_errors: bool
    versions: tuple[Version, ...]
    solutions: tuple[SolvedLever, ...]
    mix: MixResult | None
    mix_query: str
    too_far: tuple[str, ...]
    scenarios: tuple[SavedScenario, ...]

    @property
    def has_costs(self) -> bool:
        return any(field.cost_text or field.largest_text for field in self.costs)


def budget_page(analysis: Analysis, typed: Typed) -> BudgetPage:
    """Return the page; an empty development field shows, and counts as, the development since the window before."""
    summary = get_summary(analysis)
    measured = percents_of(summary.development())
    development = plan_of({**measured, **typed.development.percents})
    levers = plan_of(typed.levers.percents)
    shown = {name: typed.development.texts.get(name) or percent_text(measured[name]) for name in measured}
    levers_shown = {key.name: typed.levers.texts.get(key.name) or "100" for key in KEYS}
    outcome = summary.outcome()
    together = plan_budget(outcome, development.times(levers))
    mix = mix_result(outcome, development, typed.target_minor, typed.costs, summary.currency)
    return BudgetPage(
        basis=basis_of(analysis, summary),
        development=_fields(shown, typed.development),
        levers=_fields(levers_shown, typed.levers),
        costs=_cost_fields(typed.costs),
        target_text=typed.target_text,
        target_error=typed.target_error,
        has_errors=typed.has_errors,
        versions=budget_versions(summary, development, levers, typed.target_minor),
        solutions=solve_alone(outcome, development, typed.target_minor, typed.costs),
        mix=mix,
        mix_query=_mix_query(typed, mix),
        too_far=_too_far(together),
        scenarios=tuple(saved_scenario(summary, scenario) for scenario in list_scenarios(analysis)),
    )


def budget_versions(
    summary: AnalysisSummary, development: Plan, levers: Plan, target_minor: int | None
) -> tuple[Version, ...]:
    """Return outcome, the same development again, and the levers on top of it."""
    outcome = summary.outcome()
    past = budget_of_outcome(outcome)
    named = (
        (_("Utfall"), past),
        (_("Samma utveckling igen"), plan_budget(outcome, development)),
        (_("Med spakar"), plan_budget(outcome, development.times(levers))),
    )
    return tuple(version_of(name, budget, past, target_minor) for name, budget in named)


def version_of(name: str, budget: Budget, past: Budget, target_minor: int | None) -> Version:
    """Return one version of the period, rounded for reading."""
    revenue = round_half_up(budget.everyone.revenue_minor)
    groups = [(place_label(group), budget.group(group)) for group in GROUPS]
    return Version(
        name=name,
        lines=(*(_line(label, group, False) for label, group in groups), _line(_("Alla"), budget.everyone, True)),
        lost_customers=round_half_up(budget.lost_customers),
        revenue_minor=revenue,
        retention=budget.retention_share,
        won_back_share=budget.won_back_share,
        gross_duration=budget.gross_duration,
        net_duration=budget.net_duration,
        revenue_change=budget.revenue_change_share(past),
        to_target_minor=None if target_minor is None else revenue - target_minor,
    )


def _line(label: str, group: BudgetGroup, is_all: bool) -> GroupLine:
    return GroupLine(
        label=label,
        is_all=is_all,
        customers=round_half_up(group.customers),
        purchases=round_half_up(group.purchases),
        revenue_minor=round_half_up(group.revenue_minor),
        value_per_purchase_minor=_whole(group.value_per_purchase_minor),
        frequency=group.frequency,
        revenue_per_customer_minor=_whole(group.revenue_per_customer_minor),
    )


def _whole(minor: Fraction | None) -> int | None:
    return None if minor is None else round_half_up(minor)


def _fields(texts: Mapping[str, str], typed: TypedLevers) -> tuple[LeverField, ...]:
    return tuple(
        LeverField(
            key.name,
            lever_label(key.lever, key.group),
            place_label(key.group),
            texts.get(key.name, ""),
            typed.texts.get(key.name, ""),
            typed.errors.get(key.name, ""),
        )
        for key in KEYS
    )


def _cost_fields(costs: TypedCosts) -> tuple[CostField, ...]:
    return tuple(
        CostField(
            key.name,
            lever_label(key.lever, key.group),
            place_label(key.group),
            costs.texts.get("c." + key.name, ""),
            costs.errors.get("c." + key.name, ""),
            costs.texts.get("m." + key.name, ""),
            costs.errors.get("m." + key.name, ""),
        )
        for key in KEYS
    )


def _mix_query(typed: Typed, mix: MixResult | None) -> str:
    """Return what is typed with the levers set as the mix says."""
    if mix is None:
        return ""
    sent = {f"d.{name}": text for name, text in typed.development.texts.items()} | {"target": typed.target_text}
    return urlencode(
        {name: text for name, text in (sent | dict(typed.costs.texts) | dict(mix.settings)).items() if text}
    )


def _too_far(budget: Budget) -> tuple[str, ...]:
    warnings = []
    if budget.retained.customers > budget.opening_active:
        warnings.append(_("Spakarna behåller fler kunder än det finns."))
    if budget.won_back.customers > budget.opening_lost:
        warnings.append(_("Spakarna återvinner fler kunder än som är förlorade."))
    return tuple(warnings)


def saved_scenario(summary: AnalysisSummary, scenario: Scenario) -> SavedScenario:
    """Return a saved scenario with its figures."""
    typed = {name: Fraction(text) for name, text in scenario.development.items()}
    development = plan_of({**percents_of(summary.development()), **typed})
    levers = plan_of({name: Fraction(text) for name, text in scenario.levers.items()})
    outcome = summary.outcome()
    budget = plan_budget(outcome, development.times(levers))
    version = version_of(scenario.name, budget, budget_of_outcome(outcome), scenario.target_minor)
    pairs = {f"d.{name}": text for name, text in scenario.development.items()}
    pairs |= {f"l.{name}": text for name, text in scenario.levers.items()} | scenario.costs
    target = scenario.target_minor
    if target is not None:
        pairs["target"] = decimal_text(Fraction(target, 10**summary.decimals), summary.decimals)
    costs = read_costs(scenario.costs, summary.decimals)
    return SavedScenario(
        scenario=scenario,
        version=version,
        query=urlencode(pairs),
        cost_minor=_cost_of(levers, costs),
        alone=solve_alone(outcome, development, target, costs),
        mix=mix_result(outcome, development, target, costs, summary.currency),
    )


def _cost_of(levers: Plan, costs: TypedCosts) -> int | None:
    """Return what the levers that are raised cost together; None where one of them has no cost."""
    total = Fraction(0)
    for name, percent in percents_of(levers).items():
        if percent > 100:
            if name not in costs.points_minor:
                return None
            total += lever_cost_minor(percent / 100, costs.points_minor[name])
    return round_half_up(total)
