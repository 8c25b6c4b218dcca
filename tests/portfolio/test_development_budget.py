"""The published development budget: outcome, the same again, levers, target."""

from fractions import Fraction

import pytest

from portfolio.domain.customer_facts import Sums
from portfolio.domain.development_budget import (
    GROUPS,
    LEVERS,
    Budget,
    Factors,
    Outcome,
    Plan,
    budget_of_outcome,
    plan_budget,
)
from portfolio.domain.levers import solve_single_levers
from portfolio.domain.ratio import decimal_text

OUTCOME = Outcome(
    new=Sums(22_888, 25_139, 109_399_261_00),
    retained=Sums(12_051, 13_833, 72_138_851_00),
    won_back=Sums(11_978, 13_297, 71_264_672_00),
    opening_active=46_834,
    closing_lost=34_783,
    formerly_lost=29_473,
)


def factors(customers: str = "100", frequency: str = "100", value: str = "100") -> Factors:
    return Factors(Fraction(customers) / 100, Fraction(frequency) / 100, Fraction(value) / 100)


SAME_AGAIN = Plan(
    new=factors("101.1", "101.0", "125.3"),
    retained=factors("100", "102.7", "118.3"),
    won_back=factors("100", "101.8", "120.8"),
)
KEEP_AND_DEVELOP = Plan(retained=factors("110", "105"), won_back=factors("110"))


def near(value: Fraction, printed: float, percent: str) -> bool:
    return abs(value - Fraction(printed)) <= Fraction(percent) / 100 * Fraction(printed)


@pytest.mark.parametrize(
    ("group", "value", "frequency", "per_customer"),
    [
        ("new", "4352", "1.10", "4780"),
        ("retained", "5215", "1.15", "5986"),
        ("won_back", "5359", "1.11", "5950"),
    ],
)
def test_the_outcome_comes_out_as_printed(group: str, value: str, frequency: str, per_customer: str) -> None:
    row = budget_of_outcome(OUTCOME).group(group)
    assert row.value_per_purchase_minor is not None
    assert row.revenue_per_customer_minor is not None
    assert decimal_text(row.value_per_purchase_minor / 100, 0) == value
    assert decimal_text(row.frequency, 2) == frequency
    assert decimal_text(row.revenue_per_customer_minor / 100, 0) == per_customer


def test_the_outcome_adds_up() -> None:
    outcome = budget_of_outcome(OUTCOME)
    assert [outcome.everyone.customers, outcome.everyone.purchases] == [46_917, 52_269]
    assert outcome.everyone.revenue_minor == 252_802_784_00
    assert outcome.everyone.value_per_purchase_minor is not None
    assert decimal_text(outcome.everyone.value_per_purchase_minor / 100, 0) == "4837"
    assert outcome.lost_customers == 34_783


def key_figures(budget: Budget) -> tuple[str, str, str, str]:
    assert budget.retention_share is not None
    assert budget.won_back_share is not None
    return (
        decimal_text(budget.retention_share * 100, 2),
        decimal_text(budget.won_back_share * 100, 2),
        decimal_text(budget.gross_duration, 2),
        decimal_text(budget.net_duration, 2),
    )


def test_the_key_figures_come_out_as_printed() -> None:
    assert key_figures(budget_of_outcome(OUTCOME)) == ("25.73", "40.64", "1.35", "2.05")
    assert key_figures(plan_budget(OUTCOME, SAME_AGAIN)) == ("25.73", "40.64", "1.35", "2.27")


@pytest.mark.parametrize(
    ("group", "customers", "purchases", "revenue"),
    [
        ("new", 23_140, 25_668, 139_935_218),
        ("retained", 12_072, 14_233, 87_844_592),
        ("won_back", 14_136, 15_978, 103_414_396),
    ],
)
def test_the_same_development_again_comes_out_within_the_print(
    group: str, customers: int, purchases: int, revenue: int
) -> None:
    row = plan_budget(OUTCOME, SAME_AGAIN).group(group)
    assert near(row.customers, customers, "0.1")
    assert near(row.purchases, purchases, "0.1")
    assert near(row.revenue_minor / 100, revenue, "0.2")


def test_budget_one_in_all() -> None:
    budget = plan_budget(OUTCOME, SAME_AGAIN)
    assert near(budget.everyone.customers, 49_348, "0.1")
    assert near(budget.everyone.revenue_minor / 100, 331_194_205, "0.2")
    assert near(budget.lost_customers, 34_845, "0.1")
    change = budget.revenue_change_share(budget_of_outcome(OUTCOME))
    assert change is not None
    assert decimal_text(change * 100, 0) == "31"


def test_keep_and_develop_comes_out_within_the_print() -> None:
    budget = plan_budget(OUTCOME, SAME_AGAIN.times(KEEP_AND_DEVELOP))
    assert budget.new == plan_budget(OUTCOME, SAME_AGAIN).new
    assert near(budget.retained.customers, 13_281, "0.1")
    assert near(budget.retained.purchases, 16_441, "0.1")
    assert near(budget.retained.revenue_minor / 100, 101_472_226, "0.2")
    assert near(budget.won_back.customers, 15_549, "0.1")
    assert near(budget.won_back.purchases, 17_575, "0.1")
    assert near(budget.won_back.revenue_minor / 100, 113_755_835, "0.2")
    assert near(budget.everyone.customers, 51_970, "0.1")
    assert near(budget.everyone.revenue_minor / 100, 355_163_279, "0.2")
    assert near(budget.lost_customers, 33_636, "0.1")
    assert budget.retention_share is not None
    assert budget.won_back_share is not None
    assert decimal_text(budget.retention_share * 100, 1) == "28.3"
    assert decimal_text(budget.won_back_share * 100, 1) == "44.7"
    assert decimal_text(budget.net_duration, 2) == "2.59"


def test_each_lever_alone_reaches_the_target_to_the_last_fraction() -> None:
    target = 303_888_000_00
    unchanged = Plan()
    solutions = solve_single_levers(OUTCOME, unchanged, target)
    assert len(solutions) == len(GROUPS) * len(LEVERS)
    for solution in solutions:
        assert solution.factor is not None
        plan = unchanged.with_lever(solution.group, solution.lever, solution.factor)
        assert plan_budget(OUTCOME, plan).everyone.revenue_minor == target


def test_a_lever_that_would_win_back_more_than_were_lost_is_told_impossible() -> None:
    impossible = {
        (solution.group, solution.lever)
        for solution in solve_single_levers(OUTCOME, Plan(), 700_000_000_00)
        if not solution.is_possible
    }
    assert impossible == {("retained", "customers"), ("won_back", "customers")}


def test_an_empty_group_moves_nothing() -> None:
    outcome = Outcome(Sums(10, 20, 1000), Sums(), Sums(), 0, 0, 0)
    budget = plan_budget(outcome, Plan())
    assert budget.retained.revenue_minor == 0
    assert budget_of_outcome(outcome).retention_share is None
    factors = {s.group: s.factor for s in solve_single_levers(outcome, Plan(), 2000)}
    assert factors == {"new": 2, "retained": None, "won_back": None}


def test_when_nobody_leaves_the_durations_are_open() -> None:
    outcome = Outcome(Sums(), Sums(5, 5, 500), Sums(), 5, 0, 0)
    budget = plan_budget(outcome, Plan())
    assert (budget.gross_duration, budget.net_duration) == (None, None)
    assert budget.won_back_share is None
