"""Amounts of a currency with other than two minor digits are written with what they have."""

from collections.abc import Iterator

import pytest

from ui import formats


@pytest.fixture(autouse=True)
def swedish_afterwards() -> Iterator[None]:
    yield
    formats.use_decimals(formats.SWEDISH_DECIMALS)


def test_three_decimals_tie_to_the_ledger() -> None:
    formats.use_decimals(3)
    assert formats.amount_exact(9_995_439_563) == "9\u00a0995\u00a0439,563"
    assert formats.amount(9_995_439_563) == "9\u00a0995\u00a0440"
    assert formats.compact(10_300_000_000, "GBP") == "10,3\u00a0MGBP"


def test_no_decimals_tie_to_the_ledger() -> None:
    formats.use_decimals(0)
    assert formats.amount_exact(31_250_000) == "31\u00a0250\u00a0000"


def test_what_a_caller_states_goes_before_what_is_in_use() -> None:
    formats.use_decimals(3)
    assert formats.amount_exact(100, 2) == "1,00"
