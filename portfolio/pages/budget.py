"""The development budget of an analysis: outcome, the same again, levers, target, scenarios side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.development_budget import GROUPS, Budget, BudgetGroup, Plan, budget_of_outcome, plan_budget
from portfolio.domain.lever_texts import KEYS, percents_of, plan_of
from portfolio.domain.levers import solve_single_levers
from portfolio.domain.ratio import decimal_text, round_half_up
from portfolio.models import Analysis, Scenario
from portfolio.pages.labels import Basis, basis_of, place_label
from portfolio.pages.typed_levers import Typed, TypedLevers
from portfolio.selectors.analyses import get_summary, list_scenarios
from ui import formats


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
class SolvedLever:
    """What one lever alone must be set to; `text` is empty where it moves nothing."""

    label: str
    text: str
    is_possible: bool


@dataclass(frozen=True)
class SavedScenario:
    """A saved scenario, computed anew on the analysis."""

    scenario: Scenario
    version: Version
    query: str


@dataclass(frozen=True)
class BudgetPage:
    """The budget as typed, and the saved ones beside it."""

    basis: Basis
    development: tuple[LeverField, ...]
    levers: tuple[LeverField, ...]
    target_text: str
    target_error: str
    has_errors: bool
    versions: tuple[Version, ...]
    solutions: tuple[SolvedLever, ...]
    too_far: tuple[str, ...]
    scenarios: tuple[SavedScenario, ...]


def percent_text(percent: Fraction) -> str:
    """Write a percentage without its sign, to a tenth where it is not whole."""
    return formats.number(percent, 0 if percent.denominator == 1 else 1)


def lever_label(lever: str, group: str) -> str:
    """Return what a lever is called in a group."""
    flows = {"new": _("Rekrytering"), "retained": _("Kvarhållning"), "won_back": _("Återvinning")}
    names = {"customers": flows[group], "frequency": _("Köp per kund"), "value_per_purchase": _("Intäkt per köp")}
    return names[lever]


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
    return BudgetPage(
        basis=basis_of(analysis, summary),
        development=_fields(shown, typed.development),
        levers=_fields(levers_shown, typed.levers),
        target_text=typed.target_text,
        target_error=typed.target_error,
        has_errors=typed.has_errors,
        versions=budget_versions(summary, development, levers, typed.target_minor),
        solutions=_solve(summary, development, typed.target_minor),
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


def _solve(summary: AnalysisSummary, development: Plan, target_minor: int | None) -> tuple[SolvedLever, ...]:
    if target_minor is None:
        return ()
    return tuple(
        SolvedLever(
            f"{place_label(solved.group)}: {lever_label(solved.lever, solved.group)}",
            percent_text(solved.factor * 100) if solved.factor is not None and solved.factor >= 0 else "",
            solved.is_possible,
        )
        for solved in solve_single_levers(summary.outcome(), development, target_minor)
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
    pairs = [f"d.{name}={text}" for name, text in scenario.development.items()]
    pairs += [f"l.{name}={text}" for name, text in scenario.levers.items()]
    if scenario.target_minor is not None:
        pairs.append(f"target={decimal_text(Fraction(scenario.target_minor, 10**summary.decimals), summary.decimals)}")
    return SavedScenario(scenario, version, "&".join(pairs))
