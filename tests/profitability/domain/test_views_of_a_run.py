"""What is read out of published runs: moves, capacity, the map of the money, full costing, levers, certainty."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profitability.domain.allocation import Volumes
from profitability.domain.capacity import list_capacity
from profitability.domain.certainty import Ranked, simulate_tiers
from profitability.domain.cost_flow import PoolResult
from profitability.domain.full_costing import BASES, force_down
from profitability.domain.run import RunSummary, allocate
from profitability.domain.stage_map import map_money
from profitability.domain.tier_goal import find_levers
from profitability.domain.tier_moves import count_moves, list_moves, split_margin_change
from profitability.domain.trace import find_traces
from tests.profitability.domain.test_services import pool, settings
from tests.profitability.readers.sheets import read_folder

POOLS = (
    "pool_id,name,line,amount,driver,capacity\nIT,IT,common,90,,\nORD,Order,order_handling,10,@lines,\n"
    "VIS,Visits,sales,100,visits,5\nHQ,HQ,common,50,,\n"
)
SERVICES = "from_pool,to_pool,quantity\nIT,ORD,2\nIT,VIS,1\n"


def run(folder: Path, **changes: str) -> RunSummary:
    assert not read_folder(folder, **changes).has_errors
    summary = allocate(folder / "ledger", folder / "run").summary
    assert summary is not None
    return summary


def test_the_map_of_the_money_balances_at_every_pool(tmp_path: Path) -> None:
    run(tmp_path, pools=POOLS, services=SERVICES)
    flows = map_money(tmp_path / "run")
    assert [(f.pool_id, f.kind, f.target, f.amount_minor) for f in flows] == [
        ("IT", "pool", "ORD", 6_000),
        ("IT", "pool", "VIS", 3_000),
        ("ORD", "customers", "order_handling", 7_000),
        ("VIS", "customers", "sales", 6_500),
        ("VIS", "unused", "unused", 6_500),
        ("HQ", "common", "common", 5_000),
    ]


def test_capacity_says_what_was_used_and_what_the_rest_costs(tmp_path: Path) -> None:
    run(tmp_path, pools=POOLS, services=SERVICES)
    (line,) = list_capacity(tmp_path / "run")
    assert (line.pool_id, line.capacity, line.used, line.unused, line.rate) == (
        "VIS",
        Decimal(5),
        Decimal("2.5"),
        Decimal("2.5"),
        Decimal("26.00"),
    )
    assert (line.full_cost_minor, line.unused_minor, line.is_over_used) == (13_000, 6_500, False)


@pytest.mark.parametrize("base", BASES)
def test_full_costing_forces_down_all_that_stayed_and_nothing_more(base: str, tmp_path: Path) -> None:
    summary = run(tmp_path, pools=POOLS, services=SERVICES)
    full = force_down(tmp_path / "run", base)
    assert int(full.forced.sum()) == full.forced_minor == 5_000 + 6_500
    assert int(full.full_result.sum()) == summary.totals.minor("result") - 11_500


def test_moves_are_counted_and_explained(tmp_path: Path) -> None:
    run(tmp_path / "before")
    sales = "customer_id,date,gross_sales,cost_of_goods\n1,2025-02-01,800,900\n2,2025-03-01,2000,100\n"
    run(tmp_path / "after", transactions=sales)
    before, after = tmp_path / "before" / "run", tmp_path / "after" / "run"
    moves = {(m.tier_before, m.tier_after): m.customers for m in count_moves(before, after)}
    assert moves == {("gold", "bronze"): 1, ("silver", "gold"): 1}
    (fallen,) = list_moves(before, after, rose=False)
    change = fallen.contribution_after_minor - fallen.contribution_before_minor
    assert fallen.volume_minor + fallen.price_minor + fallen.cost_to_serve_minor == change
    assert fallen.customer_id == "1"
    assert [move.customer_id for move in list_moves(before, after, rose=True)] == ["2"]


@given(*[st.integers(-(10**9), 10**9)] * 4)
def test_volume_is_the_change_of_sales_at_the_old_margin(s0: int, s1: int, m0: int, m1: int) -> None:
    volume = split_margin_change(s0, s1, m0, m1)
    assert volume == m1 - m0 if s0 == 0 else abs(volume - Fraction((s1 - s0) * m0, s0)) <= Fraction(1, 2)


def test_each_lever_alone_reaches_the_goal_to_the_minor_unit(tmp_path: Path) -> None:
    run(tmp_path, pools=POOLS, services=SERVICES)
    traces = find_traces(tmp_path / "run", "1")
    levers = {
        (lever.lever, lever.driver): lever
        for lever in find_levers(
            1_000, gross_sales_minor=100_000, discounts_minor=1_050, cost_of_goods_minor=60_000, traces=traces
        )
    }
    assert levers["discounts", ""].needed == 50
    assert levers["price", ""].needed == 101_000
    sales = levers["sales", ""]
    assert (sales.needed - sales.now) * Fraction(38_950, 98_950) == 1_000
    visits = levers["driver", "visits"]
    assert (visits.now - visits.needed) * 2_600 == 1_000
    assert not find_levers(2_000, gross_sales_minor=9, discounts_minor=1_050, cost_of_goods_minor=60_000, traces=())[
        0
    ].reachable


def test_certainty_is_whole_without_spread_and_the_same_for_the_same_seed() -> None:
    contribution = np.array([9_000, 5_000, 4_900, 100, -50], dtype=np.int64)
    shares = np.array([100, 4_000, 100, 3_000, 60], dtype=np.int64)
    result = PoolResult(pool("A", 7_260, "v"), shares=shares, volumes=Volumes(shares))
    tiers, is_new = np.array([0, 1, 1, 1, 2], dtype=np.int8), np.zeros(5, dtype=np.bool_)
    ranked = Ranked(np.arange(5, dtype=np.int64), tiers, is_new)
    still = simulate_tiers(contribution, [result], ranked, settings(), spread=0.0, draws=3)
    assert still.shares.tolist() == [[1, 0, 0, 0, 0], [0, 1, 1, 1, 0], [0, 0, 0, 0, 1]]
    assert [list(row) for row in still.kept] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    first = simulate_tiers(contribution, [result], ranked, settings(), draws=200, seed=7)
    again = simulate_tiers(contribution, [result], ranked, settings(), draws=200, seed=7)
    assert first.shares.tolist() == again.shares.tolist()
    assert np.allclose(first.shares.sum(axis=0), 1)
    assert 0 < first.shares[2, 3] < 1
    lifted = simulate_tiers(contribution, [result], replace(ranked, is_new=~is_new), settings(), draws=200, seed=7)
    assert lifted.shares[2].tolist() == [0] * 5
    fixed = replace(settings(), tier_rule="percent", gold_percent=Fraction(2, 5), silver_percent=Fraction(4, 5))
    halves = simulate_tiers(contribution, [result], ranked, fixed, spread=0.0, draws=1)
    assert halves.shares[0].tolist() == [1, 1, 0, 0, 0]
    assert halves.shares[2].tolist() == [0, 0, 0, 0, 1]
    border = replace(settings(), tier_rule="threshold", gold_from_minor=4_950, silver_from_minor=-50)
    assert simulate_tiers(contribution, [result], ranked, border, spread=0.0, draws=1).kept[2] == (0, 1, 0)
