"""Which single lever reaches the target, what that costs, and the cheapest mix of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.development_budget import Outcome, Plan, plan_budget
from portfolio.domain.lever_mix import LeverMix, cheapest_mix, lever_cost_minor
from portfolio.domain.levers import solve_single_levers
from portfolio.domain.ratio import decimal_text, ratio, round_half_up
from portfolio.pages.typed_costs import TypedCosts
from portfolio.place_texts import place_label
from ui import formats


@dataclass(frozen=True)
class SolvedLever:
    """What one lever alone must be set to; `text` is empty where it moves nothing, `cost_minor` None without a cost."""

    label: str
    text: str
    is_possible: bool
    cost_minor: int | None


@dataclass(frozen=True)
class MixLine:
    """One lever of the mix."""

    group: str
    lever: str
    label: str
    percent: Fraction
    point_minor: int
    cost_minor: int


@dataclass(frozen=True)
class MixResult:
    """The cheapest mix: what it costs, and what it gives beside the same development again.

    `settings`: the levers' fields as they would be typed.
    `cheapest_alone_minor`: the least that one lever alone would cost; None when none of those with a cost can.
    """

    lines: tuple[MixLine, ...]
    cost_minor: int
    revenue_minor: int
    gain_minor: int
    gain_per_cost: Fraction | None
    is_reached: bool
    cheapest_alone_minor: int | None
    message: str
    settings: Mapping[str, str]


def percent_text(percent: Fraction) -> str:
    """Write a percentage without its sign, to a tenth where it is not whole."""
    return formats.number(percent, 0 if percent.denominator == 1 else 1)


def lever_label(lever: str, group: str) -> str:
    """Return what a lever is called in a group."""
    flows = {"new": _("Rekrytering"), "retained": _("Kvarhållning"), "won_back": _("Återvinning")}
    names = {"customers": flows[group], "frequency": _("Köp per kund"), "value_per_purchase": _("Intäkt per köp")}
    return names[lever]


def full_label(lever: str, group: str) -> str:
    """Return a lever's name with its group's."""
    return f"{place_label(group)}: {lever_label(lever, group)}"


def solve_alone(
    outcome: Outcome, development: Plan, target_minor: int | None, costs: TypedCosts
) -> tuple[SolvedLever, ...]:
    """Return what each lever alone must be set to; nothing without a target."""
    if target_minor is None:
        return ()
    known = {(cost.group, cost.lever): cost for cost in costs.levers()}
    lines = []
    for solved in solve_single_levers(outcome, development, target_minor):
        factor, cost = solved.factor, known.get((solved.group, solved.lever))
        within = cost is None or cost.largest is None or (factor is not None and factor <= cost.largest)
        is_possible = solved.is_possible and within
        lines.append(
            SolvedLever(
                full_label(solved.lever, solved.group),
                percent_text(factor * 100) if factor is not None and factor >= 0 else "",
                is_possible,
                round_half_up(lever_cost_minor(factor, cost.point_minor))
                if cost is not None and factor is not None and is_possible
                else None,
            )
        )
    return tuple(lines)


def mix_result(
    outcome: Outcome, development: Plan, target_minor: int | None, costs: TypedCosts, currency: str
) -> MixResult | None:
    """Return the cheapest mix; None without a target, or without any lever that has a cost."""
    levers = costs.levers()
    if target_minor is None or not levers:
        return None
    mix = cheapest_mix(outcome, development, target_minor, levers)
    before = plan_budget(outcome, development).everyone.revenue_minor
    points = {(cost.group, cost.lever): cost.point_minor for cost in levers}
    alone = [s.cost_minor for s in solve_alone(outcome, development, target_minor, costs) if s.cost_minor is not None]
    return MixResult(
        lines=tuple(
            MixLine(
                group=lever.group,
                lever=lever.lever,
                label=full_label(lever.lever, lever.group),
                percent=lever.factor * 100,
                point_minor=points[lever.group, lever.lever],
                cost_minor=round_half_up(lever.cost_minor),
            )
            for lever in mix.levers
        ),
        cost_minor=round_half_up(mix.cost_minor),
        revenue_minor=round_half_up(mix.revenue_minor),
        gain_minor=round_half_up(mix.revenue_minor - before),
        gain_per_cost=ratio(mix.revenue_minor - before, mix.cost_minor),
        is_reached=mix.is_reached,
        cheapest_alone_minor=min(alone, default=None),
        message=_message(mix, currency),
        settings={f"l.{m.group}.{m.lever}": decimal_text(m.factor * 100, 2) for m in mix.levers},
    )


def _message(mix: LeverMix, currency: str) -> str:
    if not mix.is_reached:
        return _("Målet nås inte: så långt spakarna går ger de %(amount)s") % {
            "amount": formats.compact(round_half_up(mix.revenue_minor), currency)
        }
    if not mix.levers:
        return _("Målet nås redan av samma utveckling igen")
    return _("Billigaste vägen till målet kostar %(amount)s") % {
        "amount": formats.compact(round_half_up(mix.cost_minor), currency)
    }
