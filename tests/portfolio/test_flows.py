"""Who stayed, came, came back and left."""

from datetime import date

from portfolio.domain.customer_facts import Sums
from portfolio.domain.flows import Flow, classify_flows, sum_flows
from tests.portfolio.bases import Buyer, facts_of

BACK = date(2025, 6, 15)


def flow_of(buyer: Buyer, forgotten_months: int = 36) -> Flow:
    return Flow(int(classify_flows(facts_of([buyer]), forgotten_months)[0]))


def test_active_in_both_windows_is_retained() -> None:
    assert flow_of(Buyer("a", (1, 100), (1, 100), later_first=BACK)) is Flow.RETAINED


def test_active_before_and_not_now_is_lost() -> None:
    assert flow_of(Buyer("a", earlier=(1, 100))) is Flow.LOST


def test_never_here_before_is_new_after_one_purchase() -> None:
    assert flow_of(Buyer("a", later=(1, 100), later_first=BACK)) is Flow.NEW


def test_here_before_the_earlier_window_is_won_back() -> None:
    assert flow_of(Buyer("a", later=(1, 100), last_before=date(2023, 1, 1), later_first=BACK)) is Flow.WON_BACK


def test_gone_for_exactly_thirty_six_months_is_still_won_back() -> None:
    assert flow_of(Buyer("a", later=(1, 1), last_before=date(2022, 6, 15), later_first=BACK)) is Flow.WON_BACK


def test_gone_a_day_longer_than_thirty_six_months_is_new() -> None:
    assert flow_of(Buyer("a", later=(1, 1), last_before=date(2022, 6, 14), later_first=BACK)) is Flow.NEW


def test_gone_since_a_leap_day_counts_to_the_last_of_february() -> None:
    leap = date(2020, 2, 29)
    assert flow_of(Buyer("a", later=(1, 1), last_before=leap, later_first=date(2023, 2, 28))) is Flow.WON_BACK
    assert flow_of(Buyer("a", later=(1, 1), last_before=leap, later_first=date(2023, 3, 1))) is Flow.NEW


def test_someone_who_bought_in_neither_window_takes_no_part() -> None:
    assert flow_of(Buyer("a", last_before=date(2022, 1, 1))) is Flow.NONE
    assert flow_of(Buyer("a")) is Flow.NONE


def test_revenue_of_zero_or_less_does_not_undo_a_purchase() -> None:
    assert flow_of(Buyer("a", (1, 0), (1, -500), later_first=BACK)) is Flow.RETAINED


def test_lost_customers_are_told_with_the_figures_they_had() -> None:
    facts = facts_of(
        [
            Buyer("a", (2, 300), (3, 500), later_first=BACK),
            Buyer("b", (4, 700)),
            Buyer("c", later=(1, -50), later_first=BACK),
            Buyer("d", later=(1, 90), last_before=date(2023, 1, 1), later_first=BACK),
        ]
    )
    flows = sum_flows(facts, classify_flows(facts, 36))
    assert flows.retained == Sums(1, 3, 500)
    assert flows.lost == Sums(1, 4, 700)
    assert flows.new == Sums(1, 1, -50)
    assert flows.won_back == Sums(1, 1, 90)
    assert flows.opening == Sums(2, 6, 1000)
    assert flows.closing == Sums(3, 5, 540)
    assert flows.difference == 0


def test_an_empty_previous_window_makes_everyone_new() -> None:
    facts = facts_of([Buyer("a", later=(1, 10), later_first=BACK), Buyer("b", later=(1, 10), later_first=BACK)])
    flows = sum_flows(facts, classify_flows(facts, 36))
    assert (flows.opening, flows.new, flows.lost) == (Sums(), Sums(2, 2, 20), Sums())


def test_an_empty_base_is_all_zeros() -> None:
    facts = facts_of([])
    assert sum_flows(facts, classify_flows(facts, 36)).closing == Sums()
