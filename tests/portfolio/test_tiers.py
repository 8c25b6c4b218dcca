"""Tiers by rank, cut at shares rounded up, ties to the smaller id."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.tiers import assign_tiers, rank_customers, tier_ends

CUTS = CustomerDefinition().tier_cuts


@pytest.mark.parametrize(
    ("count", "ends"),
    [
        (0, (0, 0, 0, 0)),
        (1, (1, 1, 1, 1)),
        (2, (1, 1, 2, 2)),
        (10, (1, 2, 7, 10)),
        (20, (1, 4, 14, 20)),
        (21, (2, 5, 15, 21)),
        (94_387, (4_720, 18_878, 66_071, 94_387)),
        (101_811, (5_091, 20_363, 71_268, 101_811)),
    ],
)
def test_the_cuts_are_rounded_up(count: int, ends: tuple[int, ...]) -> None:
    assert tier_ends(count, CUTS) == ends


def test_equal_revenue_at_a_cut_goes_to_the_smaller_id() -> None:
    value = np.array([100] * 20, dtype=np.int64)
    tiers = assign_tiers(value, np.ones(20, dtype=bool), CUTS)
    assert tiers.tolist() == [0] + [1] * 3 + [2] * 10 + [3] * 6


def test_those_who_were_not_active_have_no_tier_and_take_no_place() -> None:
    value = np.array([0, 900, 0, -5], dtype=np.int64)
    active = np.array([True, False, True, True])
    assert rank_customers(value, active).tolist() == [1, 0, 2, 3]
    assert assign_tiers(value, active, CUTS).tolist() == [0, -1, 2, 2]


def test_negative_revenue_ranks_last() -> None:
    value = np.array([-1, 0, 1], dtype=np.int64)
    assert rank_customers(value, np.ones(3, dtype=bool)).tolist() == [3, 2, 1]


@given(st.lists(st.tuples(st.integers(-50, 50), st.booleans()), max_size=120))
@settings(deadline=None)
def test_ranking_agrees_with_sorting_by_value_and_id(rows: list[tuple[int, bool]]) -> None:
    value = np.array([v for v, _ in rows], dtype=np.int64)
    active = np.array([a for _, a in rows], dtype=bool)
    order = sorted((i for i, (_, a) in enumerate(rows) if a), key=lambda i: (-rows[i][0], i))
    expected = [order.index(i) + 1 if i in order else 0 for i in range(len(rows))]
    assert rank_customers(value, active).tolist() == expected
    tiers = assign_tiers(value, active, CUTS)
    for place, row in enumerate(order, start=1):
        reached = [cut for cut in CUTS if place > -(-cut * len(order) // 1)]
        assert tiers[row] == len(reached)
    assert Fraction(len(order)) == int((tiers >= 0).sum())
