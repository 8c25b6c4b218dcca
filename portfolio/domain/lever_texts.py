"""Levers and developments as typed percentages: 100 = unchanged, an empty one too."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from portfolio.domain.development_budget import GROUPS, LEVERS, Plan

LARGEST_PERCENT = 1_000


@dataclass(frozen=True)
class LeverKey:
    """One of the nine: whose flow, frequency or value per purchase."""

    group: str
    lever: str

    @property
    def name(self) -> str:
        return f"{self.group}.{self.lever}"


KEYS = tuple(LeverKey(group, lever) for group in GROUPS for lever in LEVERS)


def plan_of(percents: Mapping[str, Fraction]) -> Plan:
    """Return the plan of percentages by name; those that are missing are 100."""
    plan = Plan()
    for key in KEYS:
        if key.name in percents:
            plan = plan.with_lever(key.group, key.lever, percents[key.name] / 100)
    return plan


def percents_of(plan: Plan) -> dict[str, Fraction]:
    """Return the plan's nine percentages by name."""
    values = {}
    for key in KEYS:
        factors = plan.group(key.group)
        by_lever = {
            "customers": factors.customers,
            "frequency": factors.frequency,
            "value_per_purchase": factors.value_per_purchase,
        }
        values[key.name] = by_lever[key.lever] * 100
    return values
