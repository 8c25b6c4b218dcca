"""The wallet allocation rule."""

from fractions import Fraction

import pytest

from portfolio.domain.ratio import decimal_text
from portfolio.domain.share_of_wallet import gain_of_first_place, share_of_wallet


@pytest.mark.parametrize(("rank", "brands", "percent"), [(1, 2, "66.7"), (2, 2, "33.3"), (2, 5, "26.7")])
def test_published_shares(rank: int, brands: int, percent: str) -> None:
    assert decimal_text(share_of_wallet(rank, brands) * 100, 1) == percent


@pytest.mark.parametrize("brands", range(1, 9))
def test_the_ranks_share_the_whole_wallet(brands: int) -> None:
    assert sum(share_of_wallet(rank, brands) for rank in range(1, brands + 1)) == 1


@pytest.mark.parametrize(("rank", "brands"), [(0, 2), (3, 2), (1, 0)])
def test_a_rank_outside_the_brands_is_refused(rank: int, brands: int) -> None:
    with pytest.raises(ValueError, match="rank"):
        share_of_wallet(rank, brands)


def test_becoming_number_one_of_two_doubles_the_purchases() -> None:
    assert gain_of_first_place(100_00, rank=2, brands=2) == Fraction(100_00)
    assert gain_of_first_place(100_00, rank=1, brands=2) == 0
