"""Random models against the slow version; MODELS in the environment says how many (make test-models)."""

import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from profitability.domain.columns import NO_DATE
from profitability.domain.cost_flow import CostFlow, pass_on_costs
from profitability.domain.drivers import build_volumes
from profitability.domain.facts import Facts
from profitability.domain.ledger import COST_LINES
from profitability.domain.run import allocate
from profitability.domain.statement import Statements, build_statements, rank_customers
from profitability.domain.tiers import TIERS, assign_tiers, find_new_customers
from tests.profitability.domain.random_models import (
    MILLION,
    RandomLedger,
    draw_ledger,
    scale_volumes,
    shuffle_rows,
    write_ledger,
)
from tests.profitability.domain.run_oracle import PoolOracle, Usage, rank_and_tier, sum_up

MODELS = int(os.environ.get("MODELS", "200"))
FIRST = int(os.environ.get("FIRST_MODEL", "0"))
EVERY_FILE = 20
SEEDS = range(FIRST, FIRST + MODELS)
CHUNKS = [range(start, min(start + 50, FIRST + MODELS)) for start in range(FIRST, FIRST + MODELS, 50)]


def facts_of(ledger: RandomLedger, usage: Usage) -> Facts:
    """Make the engine's facts of the slow sums."""

    def column(values: dict[str, int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array([values[i] for i in usage.ids], dtype=np.int64)

    def days(values: dict[str, object]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        found = [values.get(i) for i in usage.ids]
        return np.array(
            [NO_DATE if d is None else (np.datetime64(str(d)) - np.datetime64("1970-01-01")).astype(int) for d in found]
        )

    sums = usage.sums
    numbers = {
        "transactions": column(dict(sums["rows"])),
        "gross": column(dict(sums["gross"])),
        "discounts": column(dict(sums["discounts"])),
        "goods": column(dict(sums["goods"])),
        "quantity": column(dict(sums["quantity"])),
        "orders": column({i: int(v) for i, v in usage.volumes["@orders"].items()}),
        "volume_rows": column(dict(sums["others"])),
        "direct_rows": column(dict.fromkeys(usage.ids, 0)),
        "customer_since": days({c.customer_id: c.customer_since for c in ledger.customers}),
        "first_date": days(dict(usage.first_dates)),
    }
    numbers |= {f"direct_{line}": column(dict(sums[f"direct {line}"])) for line in COST_LINES}
    drivers = tuple(sorted(name for name in usage.volumes if name[0] in "da"))
    for place, driver in enumerate(drivers):
        numbers[f"driver_{place}"] = column({i: int(v * MILLION) for i, v in usage.volumes[driver].items()})
    decimals = int(ledger.setting("decimals", "2"))
    return Facts(pa.array(usage.ids, pa.string()), np.arange(len(usage.ids)), numbers, drivers, decimals)


def calculate(ledger: RandomLedger, facts: Facts) -> tuple[CostFlow, Statements] | None:
    """Calculate as a run does; None where it is refused: no way out of a circle, a capacity of nearly nothing."""
    model = ledger.model()
    settings = model.read_settings().settings
    assert settings is not None
    flow = pass_on_costs(model, settings, build_volumes(model, facts).by_driver)
    codes = {problem.code for problem in flow.problems if problem.level == "error"}
    assert codes <= {"unsolvable_circle", "share_too_large"}, (codes, ledger)
    return None if codes else (flow, build_statements(facts, flow.pools))


def lists(statements: Statements) -> dict[str, list[int]]:
    return {line: values.tolist() for line, values in statements.lines.items()}


def check_statements(ledger: RandomLedger, usage: Usage, facts: Facts, flow: CostFlow, statements: Statements) -> None:
    running = dict(usage.sums["gross"])
    below = [
        ("discounts", "net_sales"),
        ("goods", "gross_margin"),
        *zip(COST_LINES, ("", "tb2", "", "", "", "contribution", "", "result"), strict=True),
    ]
    for name, subtotal in below:
        for place, i in enumerate(usage.ids):
            lowered = usage.sums[name][i] if name in usage.sums else usage.sums[f"direct {name}"][i]
            lowered += sum(
                int(pool.shares[place]) for pool in flow.pools if pool.pool.line == name and pool.shares is not None
            )
            running[i] -= lowered
            assert not subtotal or statements.line(subtotal)[place] == running[i]
    settings = ledger.model().read_settings().settings
    assert settings is not None
    line = statements.line(ledger.setting("rank_by", "contribution"))
    values = dict(zip(usage.ids, line.tolist(), strict=True))
    order = rank_customers(line, facts.active())
    is_new = find_new_customers(facts.ints("customer_since"), facts.ints("first_date"), settings)
    tiers = assign_tiers(line[order], is_new[order], settings).tiers
    found = [(usage.ids[at], TIERS[tier]) for at, tier in zip(order.tolist(), tiers.tolist(), strict=True)]
    assert found == rank_and_tier(ledger, usage, values), ledger


@pytest.mark.parametrize("seeds", CHUNKS, ids=lambda seeds: f"from_{seeds.start}")
def test_random_models_agree_with_the_slow_version(seeds: range) -> None:
    solved = 0
    for seed in seeds:
        ledger = draw_ledger(seed)
        usage = sum_up(ledger)
        facts = facts_of(ledger, usage)
        calculated = calculate(ledger, facts)
        scaled = scale_volumes(ledger, 7)
        again = calculate(scaled, facts_of(scaled, sum_up(scaled)))
        if calculated is None:
            assert again is None
            continue
        flow, statements = calculated
        oracle = PoolOracle(ledger, usage)
        for result in flow.pools:
            oracle.check(result)
        oracle.check_rates(flow.pools)
        assert sum(pool.received_minor for pool in flow.pools) == sum(pool.served_minor for pool in flow.pools)
        check_statements(ledger, usage, facts, flow, statements)
        assert again is not None
        assert lists(again[1]) == lists(statements)
        solved += 1
    assert solved > len(seeds) // 2


@pytest.mark.parametrize("seed", SEEDS[::EVERY_FILE])
def test_random_files_give_the_same_bytes_whatever_the_threads_and_the_order_of_rows(seed: int, tmp_path: Path) -> None:
    ledger = draw_ledger(seed)
    usage = sum_up(ledger)
    calculated = calculate(ledger, facts_of(ledger, usage))
    first = allocate(write_ledger(ledger, tmp_path / "ledger"), tmp_path / "one")
    assert first.has_errors == (calculated is None)
    if calculated is None:
        return
    assert not allocate(tmp_path / "ledger", tmp_path / "two", threads=2).has_errors
    turned = write_ledger(shuffle_rows(ledger, seed), tmp_path / "turned")
    assert not allocate(turned, tmp_path / "three").has_errors
    files = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    for name in ("statements.parquet", "traces.parquet", "whale.parquet", "flows.parquet"):
        assert (tmp_path / "three" / name).read_bytes() == files[name]
    rows = pq.read_table(tmp_path / "one" / "statements.parquet").sort_by("customer_id").to_pylist()
    assert [row["customer_id"] for row in rows] == list(usage.ids)
    for line, values in lists(calculated[1]).items():
        assert [row[f"{line}_minor"] for row in rows] == values
