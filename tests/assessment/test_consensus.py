"""Spread, median and agreement of several people's answers, against a slow and obvious reference."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.answers import Answers
from assessment.domain.cells import CellKey
from assessment.domain.consensus import (
    Voice,
    find_median,
    measure_agreement,
    measure_effects,
    measure_item_spread,
    rank_spreads,
)
from assessment.domain.perception import find_gaps
from assessment.readers import find_shipped

F = Fraction
POSITIONS = st.lists(st.one_of(st.none(), st.integers(0, 100).map(Fraction)), min_size=2, max_size=9)


@pytest.mark.parametrize(
    ("positions", "agreement"),
    [
        ([F(100), F(100), F(100)], F(1)),
        ([F(0), F(100)], F(0)),
        ([F(0), F(0), F(100)], F(0)),
        ([F(0), F(100), F(100), F(100)], F(1, 2)),
        ([F(25), F(50), F(50), F(75)], F(3, 4)),
        ([F(50), None], F(0)),
        ([F(50), F(50), None], F(0)),
        ([F(50), F(50), F(50), F(50), None], F(1, 2)),
        ([None, None], F(1)),
        ([F(50)], None),
    ],
)
def test_agreement_in_the_worked_examples(positions: list[Fraction | None], agreement: Fraction | None) -> None:
    assert measure_agreement(positions) == agreement


@given(POSITIONS)
def test_agreement_stays_between_nothing_and_all_and_does_not_see_the_order(positions: list[Fraction | None]) -> None:
    agreement = measure_agreement(positions)
    assert agreement is not None
    assert 0 <= agreement <= 1
    assert agreement == measure_agreement(positions[::-1])
    assert (agreement == 1) == (len(set(positions)) == 1)


@given(st.lists(st.integers(0, 100).map(Fraction), min_size=1, max_size=9))
def test_no_place_is_nearer_to_everybody_than_the_median(positions: list[Fraction]) -> None:
    median = find_median(positions)
    assert median is not None
    least = min(sum(abs(p - F(at)) for p in positions) for at in range(101))
    assert sum(abs(p - median) for p in positions) <= least


def _voice(name: str, department: str, **answers: str) -> Voice:
    keys = {CellKey(*key.split("__")): value for key, value in answers.items()}
    return Voice(name, department, Answers(keys))


def test_effect_times_spread_sorts_and_i_dont_know_has_no_opinion() -> None:
    shipped = find_shipped("crm_strategy")
    assert shipped
    instrument = shipped.instrument
    effects = measure_effects(instrument)
    assert sum(effects.values()) == 100
    voices = (
        _voice("a", "sales", market_leading="yes", customers_mapped="yes", knows_purchases="yes"),
        _voice("b", "it", market_leading="no", customers_mapped="yes", knows_purchases="no"),
        Voice("c", "it", Answers({CellKey("market_leading"): "yes", CellKey("market_leading", "", "unknown"): "yes"})),
    )
    items = [instrument.get_item(key) for key in ("customers_mapped", "market_leading", "vision")]
    spreads = [measure_item_spread(instrument, item, voices, effects) for item in items]
    ranked = rank_spreads(spreads)
    assert [spread.item for spread in ranked] == ["market_leading", "customers_mapped", "vision"]
    assert (ranked[0].agreement, ranked[0].answered, ranked[0].unknown) == (F(0), 2, 1)
    assert ranked[0].weight == effects.get("market_leading", F(0))


def test_a_gap_compares_the_same_questions_only() -> None:
    shipped = find_shipped("crm_strategy")
    assert shipped
    voices = (
        _voice("a", "management", market_leading="yes", customers_mapped="yes", knows_purchases="yes"),
        _voice("b", "service", market_leading="no", customers_mapped="yes"),
        _voice("c", "service", market_leading="yes"),
    )
    gaps = {gap.department: gap for gap in find_gaps(shipped.instrument, voices)}
    assert (gaps["management"].own, gaps["management"].others, gaps["management"].cells) == (F(100), F(75), 2)
    assert gaps["service"].gap == -gaps["management"].gap == F(-25)
