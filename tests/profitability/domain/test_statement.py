"""The order of rank: falling, ties by position, whether a value and its place fit one number or not."""

import numpy as np
import pytest

from profitability.domain.statement import rank_customers


@pytest.mark.parametrize("largest", [3, 10**9, 2**62])
def test_ranking_falls_with_ties_by_position(largest: int) -> None:
    values = np.random.default_rng(5).integers(-largest, largest, 2_000)
    active = np.arange(2_000) % 3 > 0
    chosen = [place for place in range(2_000) if active[place]]
    assert rank_customers(values, active).tolist() == sorted(chosen, key=lambda place: (-int(values[place]), place))
    everybody = np.ones(2_000, dtype=np.bool_)
    assert rank_customers(values, everybody).tolist() == sorted(range(2_000), key=lambda p: (-int(values[p]), p))
    assert rank_customers(values, ~everybody).tolist() == []
