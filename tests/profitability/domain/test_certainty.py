"""Tiers in drawn contributions, with those of the period before held by a margin, against a version in loops."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profitability.domain.allocation import Volumes
from profitability.domain.certainty import Ranked, place_draw, simulate_tiers
from profitability.domain.cost_flow import PoolResult
from profitability.domain.settings import Settings
from profitability.domain.tier_margin import NO_TIER
from tests.profitability.domain.test_services import pool

PERIOD = Settings(
    date(2025, 1, 1),
    date(2025, 12, 31),
    gold_peak_share=Fraction(3, 4),
    gold_max_share=Fraction(1, 2),
    gold_percent=Fraction(1, 4),
    silver_percent=Fraction(1, 2),
    gold_from_minor=60,
    silver_from_minor=-10,
)
GOLD, SILVER, BRONZE = range(3)


def by_rule(falling: Sequence[int], settings: Settings) -> list[int]:
    """The tier of each of the falling values by the rule alone, one customer after the other."""
    peak, so_far, tiers = sum(value for value in falling if value > 0), 0, []
    for place, value in enumerate(falling, start=1):
        if settings.tier_rule == "whale":
            within = so_far < settings.gold_peak_share * peak and place <= ceil(settings.gold_max_share * len(falling))
            tiers.append(BRONZE if value <= 0 else GOLD if within else SILVER)
        elif settings.tier_rule == "percent":
            gold, silver = (ceil(s * len(falling)) for s in (settings.gold_percent, settings.silver_percent))
            tiers.append(GOLD if place <= gold and value > 0 else SILVER if place <= silver else BRONZE)
        else:
            assert settings.gold_from_minor is not None
            assert settings.silver_from_minor is not None
            is_gold = value >= settings.gold_from_minor and falling[0] > 0
            tiers.append(GOLD if is_gold else SILVER if value >= settings.silver_from_minor else BRONZE)
        so_far += value
    return tiers


def held(value: int, tier: int, before: int, ends: Sequence[tuple[int | None, int | None]], settings: Settings) -> int:
    """The tier of one customer as docs/methods/tiers.md tells it; `ends`: first below and last above gold, silver."""
    margin, (gold, silver) = settings.tier_margin_minor, ends
    if before in (NO_TIER, tier):
        return tier
    up = [below is None or value >= below + margin for below, _above in (gold, silver)]
    near = [above is not None and value > above - margin for _below, above in (gold, silver)]
    if tier < before:
        if tier == GOLD and up[GOLD]:
            return GOLD
        return SILVER if before == BRONZE and up[SILVER] else before
    if before == GOLD and near[GOLD] and (value > 0 or settings.tier_rule == "threshold"):
        return GOLD
    return SILVER if tier == BRONZE and near[SILVER] else tier


def slowly(values: Sequence[int], previous: Sequence[int], settings: Settings) -> list[int]:
    falling = sorted(values, reverse=True)
    tiers = by_rule(falling, settings)
    ends = [
        (
            next((value for value, tier in zip(falling, tiers, strict=True) if tier > line), None),
            next((value for value, tier in reversed(list(zip(falling, tiers, strict=True))) if tier <= line), None),
        )
        for line in (GOLD, SILVER)
    ]
    if settings.tier_rule == "whale":
        ends[SILVER] = (1, 1)
    if settings.tier_rule == "threshold":
        ends[GOLD] = (settings.gold_from_minor, settings.gold_from_minor if GOLD in tiers else None)
        ends[SILVER] = (settings.silver_from_minor, settings.silver_from_minor)
    own = dict(zip(falling, tiers, strict=True))
    return [held(value, own[value], before, ends, settings) for value, before in zip(values, previous, strict=True)]


CUSTOMERS = st.dictionaries(st.integers(-120, 120), st.sampled_from([NO_TIER, GOLD, SILVER, BRONZE]), min_size=1)


@given(CUSTOMERS, st.sampled_from(["whale", "percent", "threshold"]), st.integers(0, 50))
def test_a_draw_holds_tiers_as_a_slow_version_does(customers: dict[int, int], rule: str, margin: int) -> None:
    settings = replace(PERIOD, tier_rule=rule, tier_margin_minor=margin)
    values, previous = list(customers), list(customers.values())
    is_gold, is_upper = place_draw(np.array(values, dtype=np.float64), np.array(previous, dtype=np.int8), settings)
    found = [GOLD if gold else SILVER if upper else BRONZE for gold, upper in zip(is_gold, is_upper, strict=True)]
    expected = slowly(values, previous if margin else [NO_TIER] * len(values), settings)
    assert found == expected


@pytest.mark.parametrize(("margin", "least"), [(0, 0.3), (500, 0.7), (2_000, 1.0)])
def test_the_wider_the_margin_the_surer_a_held_tier(margin: int, least: float) -> None:
    """The second customer earns 2 000 after 1 000 in cost that varies by half; gold begins at 2 100."""
    shares = np.array([0, 1_000], dtype=np.int64)
    drawn = PoolResult(pool("A", 10, "v"), shares=shares, volumes=Volumes(shares), capacity=Fraction(20))
    settings = replace(PERIOD, tier_rule="threshold", gold_from_minor=2_100, tier_margin_minor=margin)
    gold = np.zeros(2, dtype=np.int8)
    ranked = Ranked(np.arange(2), gold, np.zeros(2, dtype=np.bool_), previous=gold)
    sure = simulate_tiers(np.array([9_000, 2_000]), [drawn], ranked, settings, spread=0.5, draws=200)
    assert sure.shares[GOLD, 0] == 1.0
    assert least <= sure.shares[GOLD, 1] <= least + 0.25
