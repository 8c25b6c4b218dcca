"""What one period carries to the next: standard rates, tiers held by a margin, capacity beside capacity."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command

from profitability.domain.capacity import compare_capacity
from profitability.domain.run import allocate
from profitability.domain.settings import Settings
from profitability.domain.standard_rates import UnreadableRatesError, read_standard_rates
from profitability.domain.tier_margin import NO_TIER, UnreadableTiersError, assign_held_tiers, read_previous_tiers
from profitability.domain.tiers import TIER_REASONS, TIERS
from tests.profitability.readers.sheets import SOUND, read_folder, write_sheets

VOLUMES = "driver,customer_id,quantity\nvisits,1,10\nvisits,2,20.001\n"


def pools(amount: str) -> str:
    return (
        "pool_id,name,line,amount,driver,capacity\n"
        f"A,Visits,support,{amount},visits,50\nB,Orders,order_handling,7,@lines,\nC,Office,sales,0,@lines,\n"
    )


def run(folder: Path, amount: str, services: str | None = None, **options: object) -> Mapping[str, dict[str, object]]:
    read_folder(folder, pools=pools(amount), volumes=VOLUMES, services=services)
    result = allocate(folder / "ledger", folder / "run", **options)  # type: ignore[arg-type]  # keywords of allocate
    assert result.summary is not None
    assert result.summary.proof.difference_minor == 0
    return {pool["pool_id"]: pool for pool in pq.read_table(folder / "run" / "pools.parquet").to_pylist()}


def amounts(pool: dict[str, object]) -> tuple[object, ...]:
    names = ("received", "served", "to_customers", "unused", "unassigned")
    return tuple(pool[f"{name}_minor"] for name in names)


def test_a_frozen_rate_is_carried_and_the_difference_stays_unused(tmp_path: Path) -> None:
    first = run(tmp_path / "first", "100.00")["A"]
    assert (first["rate"], amounts(first)) == ("2.00", (0, 0, 6000, 4000, 0))
    rates = read_standard_rates(tmp_path / "first" / "run")
    assert dict(rates) == {"A": Fraction(2), "B": Fraction(7, 2), "C": Fraction(0)}
    second = run(tmp_path / "second", "130.00", standard_rates=rates)["A"]
    assert (second["rate"], amounts(second)) == ("2.00", (0, 0, 6000, 7000, 0))
    history = compare_capacity([tmp_path / "first" / "run", tmp_path / "second" / "run"])
    assert [[line and line.unused_minor for line in pool.lines] for pool in history] == [[4000, 7000]]


def test_a_frozen_rate_goes_to_pools_served_and_cuts_their_circle(tmp_path: Path) -> None:
    services = "from_pool,to_pool,quantity\nA,B,4\nB,A,2\n"
    found = run(tmp_path, "100.00", services, standard_rates=(("A", Fraction(5, 2)), ("Z", Fraction(1))))
    assert amounts(found["A"]) == (850, 1000, 7500, 2350, 0)
    assert amounts(found["B"]) == (1000, 850, 850, 0, 0)


def test_a_file_without_rates_or_tiers_is_wrong_usage(tmp_path: Path) -> None:
    source = write_sheets(tmp_path / "in")
    for option, fault in (("--standard-rates", UnreadableRatesError), ("--previous-tiers", UnreadableTiersError)):
        for name, text in (("other.csv", "a,b\n1,2\n"), ("wrong.csv", "pool_id,rate,customer_id,tier\n1,x,1,best\n")):
            (tmp_path / name).write_text(text)
            with pytest.raises(CommandError) as failed:
                call_command("allocate", str(source), "--out", str(tmp_path / "out"), option, str(tmp_path / name))
            assert failed.value.returncode == 2
            assert isinstance(failed.value.__cause__, fault)


RULES = {
    "threshold": {"gold_from_minor": 100, "silver_from_minor": 50},
    "whale": {"gold_peak_share": Fraction(1, 2), "gold_max_share": Fraction(1)},
    "percent": {"gold_percent": Fraction(1, 3), "silver_percent": Fraction(2, 3)},
}
CASES = [
    ("threshold", [105, 105, 110, 110], "silver bronze silver bronze", "silver silver gold gold"),
    ("threshold", [120, 95, 90, 45, 40], "gold gold gold gold silver", "gold gold silver silver bronze"),
    ("threshold", [120, 55, 60], "- bronze bronze", "gold bronze silver"),
    (
        "whale",
        [100, 95, 8, 3, -4, -9, -10],
        "- gold gold bronze silver silver silver",
        "gold gold silver bronze silver bronze bronze",
    ),
    ("percent", [100, 95, 60, 55, 20, 8], "- silver gold gold silver bronze", "gold gold silver silver bronze bronze"),
    (
        "percent",
        [100, 65, 60, 59, 50, 8],
        "- silver gold bronze silver bronze",
        "gold silver gold bronze silver bronze",
    ),
]


@pytest.mark.parametrize(("rule", "contributions", "before", "after"), CASES)
def test_a_tier_is_kept_until_the_line_is_crossed_by_the_margin(
    rule: str, contributions: list[int], before: str, after: str
) -> None:
    settings = Settings(date(2025, 1, 1), date(2025, 12, 31), tier_rule=rule, tier_margin_minor=10, **RULES[rule])  # type: ignore[arg-type]  # its fields
    previous = np.array([TIERS.index(tier) if tier in TIERS else NO_TIER for tier in before.split()], dtype=np.int8)
    nobody_new = np.zeros(len(contributions), dtype=np.bool_)
    tiering = assign_held_tiers(np.array(contributions), nobody_new, settings, previous)
    assert [TIERS[tier] for tier in tiering.tiers] == after.split()


def test_the_command_holds_the_tiers_of_the_earlier_export(tmp_path: Path) -> None:
    source = write_sheets(
        tmp_path / "in", customers="customer_id,name,customer_since\n1,A,2010-01-01\n2,B,2010-01-01\n"
    )
    call_command("allocate", str(source), "--out", str(tmp_path / "one"))
    earlier = tmp_path / "earlier.csv"
    earlier.write_text("customer_id,tier\n1,silver\n2,silver\n")
    margin = write_sheets(
        tmp_path / "margin",
        settings=SOUND["settings"] + "tier_margin,71\n",
        customers=(source / "customers.csv").read_text(),
    )
    for options, tiers in (((), ("gold", "bronze")), (("--previous-tiers", str(earlier)), ("gold", "silver"))):
        call_command("allocate", str(margin), "--out", str(tmp_path / "two"), *options)
        assert tuple(read_previous_tiers(tmp_path / "two" / "statements.csv").values()) == tiers
    assert f",{TIER_REASONS[-1]}\n" in (tmp_path / "two" / "statements.csv").read_text()
    assert "previous_tiers_sha256" in (tmp_path / "two" / "proof.json").read_text()
