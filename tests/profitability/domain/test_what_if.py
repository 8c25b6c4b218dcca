"""A what-if gives what a real run of the changed ledger would give."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from profitability.domain.columns import read_columns
from profitability.domain.cost_flow import pass_on_costs
from profitability.domain.ledger import Pool
from profitability.domain.run import RunSummary, allocate
from profitability.domain.statement import build_statements, rank_customers, sort_again
from profitability.domain.tiers import assign_tiers
from profitability.domain.whale_curve import WhaleCurve, draw_curve
from profitability.domain.what_if import Bench, PoolChange, open_bench
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


def read_tiers(folder: Path) -> dict[str, str]:
    table = read_columns(folder / "statements.parquet", ["customer_id", "tier"]).to_pylist()
    return {row["customer_id"]: row["tier"] or "" for row in table}


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
    picture = open_bench(tmp_path / "before" / "ledger").ask([change])
    assert picture.curve == changed.whale
    assert [(tier.customers, tier.contribution_minor) for tier in picture.tiers] == [
        (tier.customers, tier.contribution_minor) for tier in changed.tiers
    ]
    assert picture.unused_minor == changed.proof.unused_minor
    assert (
        picture.result_minor == changed.totals.minor("result") - changed.proof.unused_minor - changed.proof.common_minor
    )
    assert [sum(moved) for moved in zip(*picture.moves, strict=True)] == [tier.customers for tier in picture.tiers]
    tiers = read_tiers(tmp_path / "after" / "run")
    assert all(tiers[mover.customer_id] == mover.tier_after for mover in picture.movers)
    assert all(mover.before_minor != mover.after_minor for mover in picture.movers)
    sizes = [abs(mover.after_minor - mover.before_minor) for mover in picture.movers]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("line", ["gross_margin", "tb2", "result"])
def test_another_line_is_ranked_as_a_run_by_it_would(line: str, tmp_path: Path) -> None:
    run(tmp_path, "before", **sheets())
    assert not read_folder(tmp_path / "after", **sheets("9000.00,visits,")).has_errors
    changed = allocate(tmp_path / "after" / "ledger", tmp_path / "after" / "run", overrides={"rank_by": line}).summary
    assert changed is not None
    bench = open_bench(tmp_path / "before" / "ledger")
    settings = bench.read_settings({"rank_by": line}).settings
    usual, alone = bench.ask(), bench.ask(settings=settings)
    picture = bench.ask([PoolChange("P", amount_minor=9_000_00, driver="visits")], settings, movers=CUSTOMERS)
    assert (picture.rank_by, picture.curve) == (line, changed.whale)
    assert [(tier.customers, tier.contribution_minor) for tier in picture.tiers] == [
        (tier.customers, tier.value_minor) for tier in changed.tiers
    ]
    was, now = (read_tiers(tmp_path / name / "run") for name in ("before", "after"))
    moved = {(mover.customer_id, mover.tier_before, mover.tier_after) for mover in picture.movers}
    assert moved == {(key, was[key], now[key]) for key in was if was[key] != now[key]}
    assert len(moved) == picture.changed_tiers
    assert alone.unchanged_minor == picture.unchanged_minor == alone.curve.end_minor
    assert bench.ask() == usual


def test_other_borders_of_the_tiers_need_no_new_shares(tmp_path: Path) -> None:
    run(tmp_path, "before", **sheets())
    bench = open_bench(tmp_path / "before" / "ledger")
    wide = bench.read_settings({"gold_max_share": "1", "gold_peak_share": "1"}).settings
    usual = bench.ask()
    gold = bench.ask(settings=wide).tiers[0]
    assert gold.customers > usual.tiers[0].customers
    assert gold.lowest_minor is not None
    assert gold.lowest_minor > 0
    assert sum(tier.customers for tier in usual.tiers) == CUSTOMERS
    assert usual.changed_tiers == 0


def test_several_pools_are_changed_at_once_and_the_bench_stays_as_it_was(tmp_path: Path) -> None:
    run(tmp_path, "before", **sheets())
    bench = open_bench(tmp_path / "before" / "ledger")
    before = bench.ask()
    both = bench.ask([PoolChange("P", amount_minor=90_000_00), PoolChange("I", amount_minor=0)])
    assert both.result_minor == before.result_minor - 86_000_00 + 500_00
    assert bench.ask() == before
    assert bench.size_bytes > CUSTOMERS * 8


def test_a_pool_that_does_not_exist_is_an_error_of_the_caller(tmp_path: Path) -> None:
    run(tmp_path, "before", **sheets())
    with pytest.raises(KeyError):
        open_bench(tmp_path / "before" / "ledger").ask([PoolChange("nothing", amount_minor=1)])


def crowd() -> dict[str, str]:
    """Return the sheets of a firm with many customers whose contributions are often equal."""
    random.seed(11)
    names = [f"{i:03}" for i in range(700)]
    return {
        "customers": "customer_id,name,customer_since\n"
        + "".join(f"{name},Kund,{random.choice(('2025-06-01', '2015-01-01'))}\n" for name in names),
        "transactions": "customer_id,date,gross_sales,cost_of_goods\n"
        + "".join(f"{name},2025-03-01,{random.randint(0, 40)},{random.randint(0, 20)}\n" for name in names[20:]),
        "pools": "pool_id,name,line,amount,driver\nP,Packing,logistics,900,visits\nV,Visits,sales,1500,calls\n",
        "volumes": "driver,customer_id,quantity\n"
        + "".join(f"{driver},{name},{random.randint(0, 9)}\n" for driver in ("visits", "calls") for name in names[10:]),
    }


def ask_in_full(bench: Bench, changed: tuple[Pool, ...]) -> tuple[WhaleCurve, list[int], list[tuple[str, int, int]]]:
    """Return curve, tier of each customer and biggest movers, with every pool shared and everybody ranked anew."""
    flow = pass_on_costs(replace(bench.model, pools=changed), bench.settings, bench.volumes)
    values = build_statements(bench.facts, flow.pools).line("contribution")
    order = rank_customers(values, bench.marks.active)
    tiers = np.full(values.size, 3)
    tiers[order] = assign_tiers(values[order], bench.marks.is_new[order], bench.settings).tiers
    moves = sorted(
        (-abs(int(now - was)), place) for place, (was, now) in enumerate(zip(bench.contribution, values, strict=True))
    )
    movers = [
        (str(bench.facts.ids[at]), int(bench.contribution[at]), int(values[at])) for size, at in moves[:10] if size
    ]
    return draw_curve(values[order]), tiers.tolist(), movers


def test_random_changes_give_what_ranking_everybody_anew_gives(tmp_path: Path) -> None:
    run(tmp_path, "before", **crowd())
    bench = open_bench(tmp_path / "before" / "ledger")
    for seed in range(40):
        random.seed(seed)
        amount, driver = random.randint(-9, 40_00) * 100, random.choice(("visits", "calls", "@customers", "@net_sales"))
        changed = (replace(bench.model.pools[0], amount_minor=amount, driver=driver), *bench.model.pools[1:])
        picture = bench.ask([PoolChange("P", amount_minor=amount, driver=driver)])
        curve, tiers, movers = ask_in_full(bench, changed)
        assert picture.curve == curve
        assert [tier.customers for tier in picture.tiers] == [tiers.count(code) for code in range(3)]
        was = bench.places.codes.tolist()
        pairs = Counter(zip(was, tiers, strict=True))
        assert picture.moves == tuple(tuple(pairs[old, new] for new in range(3)) for old in range(3))
        assert [(mover.customer_id, mover.before_minor, mover.after_minor) for mover in picture.movers] == movers


@pytest.mark.parametrize("size", [0, 1, 255, 256, 5_000])
def test_values_sorted_again_are_in_falling_order(size: int) -> None:
    drawn = np.random.default_rng(size).integers(-1_000, 1_000, (2, size))
    nearly = np.sort(drawn[0])[::-1] * 10 + drawn[1]
    for values in (nearly, drawn[0]):
        before = values.copy()
        assert sort_again(values).tolist() == sorted(values.tolist(), reverse=True)
        assert values.tolist() == before.tolist()
