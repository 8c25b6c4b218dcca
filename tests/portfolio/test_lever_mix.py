"""The cheapest mix of levers: against searching at random, and by hand."""

from fractions import Fraction
from random import Random

import pytest

from portfolio.domain.customer_facts import Sums
from portfolio.domain.development_budget import GROUPS, LEVERS, Outcome, Plan, plan_budget
from portfolio.domain.lever_mix import LeverCost, LeverMix, cheapest_mix, level_out, lever_cost_minor

OUTCOME = Outcome(Sums(200, 300, 60_000_00), Sums(500, 900, 180_000_00), Sums(100, 120, 20_000_00), 1_000, 2_000, 1_500)
AGAIN = Plan()


def revenue(plan: Plan = AGAIN) -> Fraction:
    return plan_budget(OUTCOME, plan).everyone.revenue_minor


def settings(mix: LeverMix) -> dict[str, Fraction]:
    return {f"{lever.group}.{lever.lever}": lever.factor for lever in mix.levers}


def test_one_lever_with_a_cost_does_it_alone() -> None:
    target = int(revenue()) + 9_000_00
    mix = cheapest_mix(OUTCOME, AGAIN, target, [LeverCost("new", "frequency", 100_00)])
    assert settings(mix) == {"new.frequency": Fraction(115, 100)}
    assert mix.cost_minor == 1_500_00
    assert mix.is_reached


def test_the_cheaper_lever_goes_first_and_the_next_when_they_are_level() -> None:
    cheap, dear = LeverCost("new", "frequency", 100), LeverCost("new", "customers", 120)
    assert level_out([cheap, dear], 1.1) == pytest.approx([1.1, 1.0])
    assert level_out([cheap, dear], 1.2) == pytest.approx([1.2, 1.0])
    first, second = level_out([cheap, dear], 1.8)
    assert first * second == pytest.approx(1.8)
    assert 100 * first == pytest.approx(120 * second)
    assert level_out([LeverCost("new", "frequency", 100, Fraction(11, 10)), dear], 1.32) == pytest.approx([1.1, 1.2])


def test_a_target_already_met_costs_nothing() -> None:
    mix = cheapest_mix(OUTCOME, AGAIN, int(revenue()), [LeverCost("new", "frequency", 100)])
    assert not mix.levers
    assert mix.cost_minor == 0
    assert mix.is_reached


def test_what_cannot_be_reached_is_told_with_what_can() -> None:
    costs = [LeverCost("retained", "customers", 100), LeverCost("new", "frequency", 100, Fraction(11, 10))]
    mix = cheapest_mix(OUTCOME, AGAIN, 10**12, costs)
    assert not mix.is_reached
    assert settings(mix) == {"retained.customers": 2, "new.frequency": Fraction(11, 10)}
    assert mix.revenue_minor == revenue(mix.plan())
    assert not cheapest_mix(OUTCOME, AGAIN, 10**12, []).is_reached


def test_a_group_without_revenue_is_let_be() -> None:
    outcome = Outcome(Sums(10, 10, 1_000), Sums(), Sums(5, 5, -100), 20, 10, 10)
    costs = [
        LeverCost("retained", "frequency", 1),
        LeverCost("won_back", "frequency", 1),
        LeverCost("new", "frequency", 9),
    ]
    assert settings(cheapest_mix(outcome, AGAIN, 1_400, costs)) == {"new.frequency": Fraction(15, 10)}


@pytest.mark.parametrize("seed", range(6))
def test_no_mix_found_by_lot_is_cheaper(seed: int) -> None:
    chance = Random(seed)
    costs = [
        LeverCost(group, lever, chance.randrange(50_00, 900_00), Fraction(chance.randrange(102, 150), 100))
        for group in GROUPS
        for lever in LEVERS
        if chance.random() < 0.7
    ]
    target = int(revenue() * Fraction(chance.randrange(103, 112), 100))
    mix = cheapest_mix(OUTCOME, AGAIN, target, costs)
    if not mix.is_reached:
        assert all(lever.factor == cost.largest for lever in mix.levers for cost in costs if same(lever, cost))
        return
    assert mix.revenue_minor >= target
    found = 0
    for _ in range(400):
        plan, cost = lot(chance, costs, target)
        if revenue(plan) >= target:
            found += 1
            assert cost >= mix.cost_minor * Fraction(9_990, 10_000)
    assert found > 10


def same(lever: object, cost: LeverCost) -> bool:
    return (getattr(lever, "group", ""), getattr(lever, "lever", "")) == (cost.group, cost.lever)


def lot(chance: Random, costs: list[LeverCost], target: int) -> tuple[Plan, Fraction]:
    """Draw settings, the last lever as far as the target asks; return them with their cost."""
    plan, total = Plan(), Fraction(0)
    drawn = [cost for cost in costs if chance.random() < 0.5] or costs
    for cost in chance.sample(drawn, len(drawn)):
        assert cost.largest is not None
        missing = (target - revenue(plan)) / plan_budget(OUTCOME, plan).group(cost.group).revenue_minor
        wanted = 1 + max(missing, Fraction(0)) if chance.random() < 0.5 else Fraction(chance.randrange(100, 150), 100)
        factor = min(Fraction(-(-wanted.numerator * 10_000 // wanted.denominator), 10_000), cost.largest)
        plan = plan.with_lever(cost.group, cost.lever, factor)
        total += lever_cost_minor(factor, cost.point_minor)
    return plan, total
