"""Which lever reaches the target: each of the nine alone, and the cheapest mix under stated costs."""

from dataclasses import dataclass
from fractions import Fraction

from portfolio.domain.development_budget import GROUPS, LEVERS, Outcome, Plan, plan_budget
from portfolio.domain.ratio import ratio


@dataclass(frozen=True)
class SingleLever:
    """What one lever must be set to, alone, to reach the target.

    `factor` (1 = unchanged) is None when the lever moves no revenue. `is_possible` is False for a factor that is
    negative, or that would keep or win back more customers than there are.
    """

    group: str
    lever: str
    factor: Fraction | None
    is_possible: bool


def largest_flow_factor(outcome: Outcome, development: Plan, group: str) -> Fraction | None:
    """Return the factor at which everyone is retained or won back; None for new customers (no such bound)."""
    budget = plan_budget(outcome, development)
    if group == "retained":
        return ratio(budget.opening_active, budget.retained.customers)
    if group == "won_back":
        return ratio(budget.opening_lost, budget.won_back.customers)
    return None


def solve_single_levers(outcome: Outcome, development: Plan, target_minor: int) -> tuple[SingleLever, ...]:
    """Solve target = the other groups + factor × the group, for each lever with the other eight at 1.

    Revenue is linear in each lever, so the factor is exact and the same for the three levers of a group; only what is
    possible differs.
    """
    budget = plan_budget(outcome, development)
    missing = target_minor - budget.everyone.revenue_minor
    solutions = []
    for group in GROUPS:
        gain = ratio(missing, budget.group(group).revenue_minor)
        factor = None if gain is None else 1 + gain
        bound = largest_flow_factor(outcome, development, group)
        for lever in LEVERS:
            fits = lever != "customers" or bound is None or (factor is not None and factor <= bound)
            solutions.append(SingleLever(group, lever, factor, factor is not None and factor >= 0 and fits))
    return tuple(solutions)
