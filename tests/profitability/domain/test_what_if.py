"""A what-if gives what a real run of the changed ledger would give."""

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from profitability.domain.run import RunSummary, allocate
from profitability.domain.what_if import PoolChange, open_bench
from tests.profitability.readers.sheets import read_folder

CUSTOMERS = 60


def sheets(packing: str = "4000.00,@lines,", services: bool = False) -> dict[str, str]:
    random.seed(5)
    days = [
        f"{1 + i % CUSTOMERS:02},2025-0{1 + i % 9}-1{i % 9},{random.randint(-900, 9000)}.{i % 90 + 10}"
        for i in range(400)
    ]
    visits = "".join(f"visits,{i:02},{random.randint(0, 9)}\n" for i in range(1, CUSTOMERS + 1))
    return {
        "customers": "customer_id,name,customer_since\n"
        + "".join(f"{i:02},Kund {i},{'2025-05-01' if i % 9 == 0 else '2015-01-01'}\n" for i in range(1, CUSTOMERS + 1)),
        "transactions": "customer_id,date,gross_sales,cost_of_goods\n"
        + "".join(f"{day},{i * 9}\n" for i, day in enumerate(days)),
        "pools": "pool_id,name,line,amount,driver,capacity\n"
        f"P,Packing,logistics,{packing}\nV,Visits,sales,9000.01,visits,400\nI,IT,common,500,,\n",
        "volumes": "driver,customer_id,quantity\n" + visits,
        **({"services": "from_pool,to_pool,quantity\nI,P,1\nI,V,2\n"} if services else {}),
    }


def run(tmp_path: Path, name: str, **changes: str) -> RunSummary:
    folder = tmp_path / name
    assert not read_folder(folder, **changes).has_errors
    summary = allocate(folder / "ledger", folder / "run").summary
    assert summary is not None
    return summary


@pytest.mark.parametrize("services", [False, True])
@pytest.mark.parametrize(
    ("change", "packing"),
    [
        (PoolChange("P", amount_minor=90_000_00), "90000.00,@lines,"),
        (PoolChange("P", driver="visits"), "4000.00,visits,"),
        (PoolChange("P", capacity_micro=1_000 * 10**6), "4000.00,@lines,1000"),
        (PoolChange("P", driver="@net_sales", amount_minor=-5_00), "-5.00,@net_sales,"),
    ],
)
def test_a_changed_pool_gives_the_picture_of_a_real_run(
    change: PoolChange, packing: str, services: bool, tmp_path: Path
) -> None:
    run(tmp_path, "before", **sheets(services=services))
    changed = run(tmp_path, "after", **sheets(packing, services))
    picture = open_bench(tmp_path / "before" / "ledger").try_change(change)
    assert picture.curve == changed.whale
    assert picture.tiers == tuple(tier.customers for tier in changed.tiers)
    assert all(mover.before_minor != mover.after_minor for mover in picture.movers)
    sizes = [abs(mover.after_minor - mover.before_minor) for mover in picture.movers]
    assert sizes == sorted(sizes, reverse=True)


def test_other_borders_of_the_tiers_need_no_new_shares(tmp_path: Path) -> None:
    run(tmp_path, "before", **sheets())
    bench = open_bench(tmp_path / "before" / "ledger")
    wide = bench.try_settings(replace(bench.settings, gold_max_share=Fraction(1), gold_peak_share=Fraction(1)))
    usual = bench.try_settings(bench.settings)
    assert wide.tiers[0] > usual.tiers[0]
    assert sum(wide.tiers) == sum(usual.tiers) == CUSTOMERS


def test_a_pool_that_does_not_exist_is_an_error_of_the_caller(tmp_path: Path) -> None:
    run(tmp_path, "before", **sheets())
    with pytest.raises(KeyError):
        open_bench(tmp_path / "before" / "ledger").try_change(PoolChange("nothing", amount_minor=1))
