"""The wallet allocation rule."""

from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from portfolio.domain.ratio import decimal_text
from portfolio.domain.share_of_wallet import gain_of_first_place, share_of_wallet
from portfolio.pages.wallet import wallet_page
from tests.conftest import Cast
from tests.portfolio.analyses import make_analysis


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


@pytest.mark.django_db
def test_the_page_says_what_first_place_is_worth(cast: Cast, client: Client) -> None:
    analysis = make_analysis(cast.engagement)
    page = wallet_page(analysis, "2", "2")
    everyone = page.lines[-1]
    assert page.share == Fraction(1, 3)
    assert everyone.wallet_minor == 3 * everyone.revenue_minor
    assert everyone.gain_minor == everyone.revenue_minor
    assert (wallet_page(analysis, "2", "5").rank, wallet_page(analysis, "x", "").brands) == (2, 3)
    assert all(line.gain_minor == 0 for line in wallet_page(analysis, "4", "1").lines)
    client.force_login(cast.client_reader)
    address = reverse("portfolio:wallet", args=[cast.engagement.id, analysis.id])
    assert "66,7" in client.get(address, {"brands": "2", "rank": "2"}).content.decode()
