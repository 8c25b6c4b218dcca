"""Hysteresis: a customer leaves its tier of the period before only when it has crossed the line by a margin.

Off unless the settings have a `tier_margin` and the tiers of the period before are given. A line lies between the last
customer above it and the first below it, as the rule places them this time; for silver under `whale` it is one minor
unit of contribution, under `threshold` both are the amounts of the settings.

    up     when contribution >= that of the first customer below the line + margin
    down   when contribution <= that of the last customer above the line - margin

Between the two it stays. Gold is never held at a contribution of zero or below (but under `threshold`), nor where the
rule has no gold at all.
"""

import csv
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s
from profitability.domain.columns import read_columns
from profitability.domain.settings import Settings
from profitability.domain.tiers import (
    BRONZE,
    GOLD,
    SILVER,
    TIER_REASONS,
    TIERS,
    Codes,
    Tiering,
    apply_rule,
    lift_new_customers,
)

type Floats = NDArray[np.float64]

NO_TIER = -1


class UnreadableTiersError(Exception):
    """A file that should hold the tiers of the period before has no customers with tiers, or other tiers."""


@dataclass(frozen=True)
class Line:
    """A line in minor units: contributions of the first customer below it and the last above; None where nobody is.

    Amounts of a run are whole; a simulation asks with floating point.
    """

    below: int | float | None
    above: int | float | None


def read_previous_tiers(source: Path) -> dict[str, str]:
    """Return the tier of each ranked customer of a published run (its folder) or of its exported statements.csv.

    Raise UnreadableTiersError for any other file.
    """
    try:
        pairs = _read_run(source) if source.is_dir() else _read_export(source)
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableTiersError(str(source)) from fault
    tiers = {customer_id: tier for customer_id, tier in pairs if tier}
    if not set(tiers.values()) <= set(TIERS):
        raise UnreadableTiersError(str(source))
    return tiers


def _read_run(folder: Path) -> list[tuple[str, str | None]]:
    table = read_columns(folder / "statements.parquet", ["customer_id", "tier"])
    return list(zip(table.column("customer_id").to_pylist(), table.column("tier").to_pylist(), strict=True))


def _read_export(path: Path) -> list[tuple[str, str | None]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [(row["customer_id"].removeprefix("'"), row["tier"]) for row in csv.DictReader(handle)]


def hash_tiers(tiers: Mapping[str, str]) -> str:
    """Return the SHA-256 of the tiers, whatever their order."""
    return hashlib.sha256(json.dumps(sorted(tiers.items()), ensure_ascii=False).encode()).hexdigest()


def place_tiers(tiers: Mapping[str, str], ids: pa.Array) -> Codes:
    """Return the previous tier of each customer in order of `ids`, NO_TIER for one that had none."""
    codes = {tier: code for code, tier in enumerate(TIERS)}
    return np.array([codes.get(tiers.get(i, ""), NO_TIER) for i in ids.to_pylist()], dtype=np.int8)


def assign_held_tiers(contribution: Int64s, is_new: NDArray[np.bool_], settings: Settings, previous: Codes) -> Tiering:
    """Assign tiers as assign_tiers does, but keep those that `previous` had and no line was crossed by the margin."""
    by_rule = apply_rule(contribution, settings)
    held = hold_tiers(contribution, by_rule.tiers, previous, settings)
    reasons = np.where(held == by_rule.tiers, by_rule.reasons, np.int8(TIER_REASONS.index("held_by_margin")))
    return lift_new_customers(Tiering(held, reasons), is_new)


def hold_tiers(contribution: Int64s, tiers: Codes, previous: Codes, settings: Settings) -> Codes:
    """Return the tiers of the ranked customers with those kept that have not crossed a line by the margin.

    All arrays are in order of rank; `tiers` are those of the rule alone.
    """
    if not settings.tier_margin_minor:
        return tiers.copy()
    gold, silver = find_lines(contribution, tiers, settings)
    return hold_by_lines(contribution, tiers, previous, gold, silver, settings)


def hold_by_lines(
    contribution: Int64s | Floats, tiers: Codes, previous: Codes, gold: Line, silver: Line, settings: Settings
) -> Codes:
    """Return the tiers with those kept that have not crossed the lines by the margin; the arrays in any order."""
    margin = settings.tier_margin_minor
    held = tiers.copy()
    rises = (previous != NO_TIER) & (tiers < previous)
    held[rises] = previous[rises]
    held[rises & (previous == BRONZE) & _is_above(contribution, silver, margin)] = SILVER
    held[rises & (tiers == GOLD) & _is_above(contribution, gold, margin)] = GOLD
    falls = (previous != NO_TIER) & (tiers > previous)
    held[falls & (tiers == BRONZE) & _is_near(contribution, silver, margin)] = SILVER
    near_gold = _is_near(contribution, gold, margin)
    may_be_gold = near_gold if settings.tier_rule == "threshold" else near_gold & (contribution > 0)
    held[falls & (previous == GOLD) & may_be_gold] = GOLD
    return held


def find_lines(contribution: Int64s, tiers: Codes, settings: Settings) -> tuple[Line, Line]:
    """Return the lines of gold and silver that the rule has drawn; `tiers` are its own, in order of rank."""
    gold, silver = (_find_line(contribution, tiers, tier) for tier in (GOLD, SILVER))
    return state_lines(gold, silver, settings)


def state_lines(gold: Line, silver: Line, settings: Settings) -> tuple[Line, Line]:
    """Return the lines of gold and silver between customers, or where the rule states them as amounts."""
    if settings.tier_rule == "whale":
        silver = Line(1, 1)
    if settings.tier_rule == "threshold":
        gold = Line(settings.gold_from_minor, settings.gold_from_minor if gold.above is not None else None)
        silver = Line(settings.silver_from_minor, settings.silver_from_minor)
    return gold, silver


def _find_line(contribution: Int64s, tiers: Codes, tier: int) -> Line:
    above = int(np.count_nonzero(tiers <= tier))
    return Line(
        int(contribution[above]) if above < contribution.size else None,
        int(contribution[above - 1]) if above else None,
    )


def _is_above(contribution: Int64s | Floats, line: Line, margin: int) -> NDArray[np.bool_]:
    if line.below is None:
        return np.ones(contribution.size, dtype=np.bool_)
    above: NDArray[np.bool_] = contribution >= line.below + margin
    return above


def _is_near(contribution: Int64s | Floats, line: Line, margin: int) -> NDArray[np.bool_]:
    if line.above is None:
        return np.zeros(contribution.size, dtype=np.bool_)
    near: NDArray[np.bool_] = contribution > line.above - margin
    return near
