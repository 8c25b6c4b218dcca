"""The curve's points: at most two thousand, with first, last and peak among them."""

import numpy as np

from profitability.domain.whale_curve import MOST_POINTS, draw_curve


def test_a_long_curve_keeps_its_ends_and_its_peak() -> None:
    contribution = np.sort(np.random.default_rng(1).integers(-9_000, 20_000, 50_000))[::-1].astype(np.int64)
    curve = draw_curve(contribution)
    ranks = [point.rank for point in curve.points]
    assert len(ranks) <= MOST_POINTS
    assert {1, 50_000, curve.peak_rank} <= set(ranks)
    assert ranks == sorted(set(ranks))
    assert curve.peak_minor == int(contribution[contribution > 0].sum())
    assert curve.tail_minor == -int(contribution[contribution < 0].sum())


def test_no_customers_give_an_empty_curve() -> None:
    curve = draw_curve(np.zeros(0, dtype=np.int64))
    assert (curve.points, curve.peak_rank, curve.tail_minor) == ((), 0, 0)
