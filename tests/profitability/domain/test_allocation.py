"""Sharing a whole amount agrees with the slow version whatever the sizes, and keeps its promises."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profitability.domain.allocation import ShareTooLargeError, Volumes, find_cut, share_exactly, share_out
from tests.profitability.domain.oracle import Receiver, share

AMOUNTS = st.integers(-(10**15), 10**15)
SMALL = st.lists(st.integers(0, 5), min_size=1, max_size=40)
WIDE = st.lists(st.integers(0, 10**15), min_size=1, max_size=20)
POOL_QUANTITIES = st.lists(st.integers(0, 10**6).map(lambda number: Fraction(number, 1000)), max_size=3)


def volumes_of(values: list[int], exponent: int = 0) -> Volumes:
    return Volumes(np.array(values, dtype=np.int64), exponent)


def slow_shares(
    amount: int, values: list[int], exponent: int, pools: list[Fraction], capacity: Fraction | None
) -> tuple[list[int], list[int], int]:
    receivers = [Receiver(f"c{i}", (1, f"{i:05}"), Fraction(v, 10**exponent)) for i, v in enumerate(values)]
    receivers += [Receiver(f"p{i}", (0, f"{i:05}"), quantity) for i, quantity in enumerate(pools)]
    used = sum(receiver.volume for receiver in receivers)
    receivers.append(Receiver("unused", (2, ""), capacity - used if capacity is not None else Fraction(0)))
    shares = share(amount, receivers)
    customers = [shares[f"c{i}"] for i in range(len(values))]
    return customers, [shares[f"p{i}"] for i in range(len(pools))], shares["unused"]


@given(AMOUNTS, SMALL | WIDE, st.integers(0, 6), POOL_QUANTITIES, st.none() | st.integers(1, 10**16))
def test_shares_agree_with_the_slow_version(
    amount: int, values: list[int], exponent: int, pools: list[Fraction], capacity: int | None
) -> None:
    volumes = volumes_of(values, exponent)
    limit = None if capacity is None else Fraction(capacity, 10**exponent)
    used = volumes.amount() + sum(pools)
    if not used:
        return
    if (
        limit is not None and abs(amount) * volumes.amount() / limit >= 2**62
    ):  # pools are few: Python integers hold them
        with pytest.raises(ShareTooLargeError):
            share_out(amount, volumes, tuple(pools), limit)
        return
    shares = share_out(amount, volumes, tuple(pools), limit)
    expected = slow_shares(amount, values, exponent, pools, limit)
    assert (shares.customers.tolist(), list(shares.pools), shares.unused) == expected
    assert int(shares.customers.sum()) + sum(shares.pools) + shares.unused == amount


@given(AMOUNTS, SMALL | WIDE)
def test_each_share_is_within_one_unit_and_a_negative_amount_mirrors(amount: int, values: list[int]) -> None:
    volumes = volumes_of(values)
    if not volumes.total:
        return
    shares = share_out(amount, volumes, (), None)
    mirrored = share_out(-amount, volumes, (), None)
    assert (shares.customers == -mirrored.customers).all()
    for value, part in zip(values, shares.customers.tolist(), strict=True):
        assert abs(part - Fraction(amount * value, volumes.total)) < 1


@given(AMOUNTS, SMALL, st.integers(1, 10**6))
def test_scaling_the_volumes_changes_nothing(amount: int, values: list[int], factor: int) -> None:
    if not any(values):
        return
    scaled = volumes_of([value * factor for value in values], 3)
    plain = share_out(amount, volumes_of(values), (), None)
    assert (share_out(amount, scaled, (), None).customers == plain.customers).all()


@given(st.integers(0, 10**12), st.lists(st.integers(0, 3), min_size=4, max_size=60))
def test_a_table_of_few_values_and_row_by_row_agree(amount: int, values: list[int]) -> None:
    if not any(values):
        return
    by_table = share_out(amount, volumes_of(values * 4), (), None)
    row_by_row = share_out(amount, volumes_of([value * 10**9 for value in values * 4]), (), None)
    assert (by_table.customers == row_by_row.customers).all()


def test_a_tie_goes_to_the_pool_then_the_smaller_id_and_unused_comes_last() -> None:
    shares = share_out(2, volumes_of([1, 1, 1]), (Fraction(1),), Fraction(5))
    assert (shares.pools, shares.customers.tolist(), shares.unused) == ((1,), [1, 0, 0], 0)


def test_over_used_capacity_keeps_the_rate_and_turns_unused_negative() -> None:
    shares = share_out(1000, volumes_of([80, 45]), (), Fraction(100))
    assert (shares.customers.tolist(), shares.unused, shares.rate) == ([800, 450], -250, Fraction(10))


def test_products_beyond_128_bits_are_still_exact() -> None:
    values = [2**60, 2**60 - 1, 2**60 - 3]
    amount = 2**61 - 1
    shares = share_out(amount, volumes_of(values), (), None)
    assert shares.customers.tolist() == slow_shares(amount, values, 0, [], None)[0]


@given(st.fractions(0, 50), st.lists(st.integers(0, 9), min_size=1, max_size=20))
def test_a_rounded_total_is_shared_in_floors_and_ceilings(rate: Fraction, values: list[int]) -> None:
    exact = rate * sum(values)
    for total in {exact.__floor__(), exact.__ceil__()}:
        shares = share_exactly(total, volumes_of(values), rate).tolist()
        assert sum(shares) == total
        assert all(
            part - value * rate < 1 and value * rate - part < 1 for part, value in zip(shares, values, strict=True)
        )


@pytest.mark.parametrize("most", [1, 2, 100, 10**15])
@pytest.mark.parametrize("sort", [False, True])
def test_the_cut_among_many_remainders_is_that_of_sorting_them(most: int, sort: bool) -> None:
    values = np.random.default_rng(most).integers(0, most, 20_011)
    values = np.sort(values) if sort else values
    ordered = np.sort(values)
    for place in (0, 1, 1_000, 10_005, 20_009, 20_010):
        assert find_cut(values, place) == ordered[place]


@pytest.mark.parametrize("largest", [10**5, 10**12])
def test_many_volumes_are_divided_as_each_alone(largest: int) -> None:
    values = np.random.default_rng(3).integers(0, largest, 70_001)
    rate = Fraction(98_765_432_101, int(values.sum()))
    shares = share_out(98_765_432_101, Volumes(values), (), None).customers
    floors = [rate.numerator * value // rate.denominator for value in values.tolist()]
    assert int(shares.sum()) == 98_765_432_101
    assert {share - floor for share, floor in zip(shares.tolist(), floors, strict=True)} == {0, 1}
