"""manage.py analyse_run from the outside: every analysis of a small case that can be checked by hand."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.profitability.readers.sheets import write_sheets

SHEETS = {
    "settings": "key,value\nperiod_start,2025-01-01\nperiod_end,2025-12-31\nnew_customer_months,0\n",
    "transactions": "customer_id,date,gross_sales,order_id\n1,2025-02-01,10000,O1\n2,2025-03-01,100,O2\n",
    "pools": "pool_id,name,line,amount,driver,capacity\nIT,It,common,300,,\nORD,Order,order_handling,401.01,@orders,\n"
    "SRV,Service,customer_service,1000,minutes,200\nHQ,Kontor,common,50,,\n",
    "volumes": "driver,customer_id,quantity\nminutes,1,75\nminutes,2,15\n",
    "services": "from_pool,to_pool,quantity\nIT,ORD,1\nIT,SRV,2\n",
    "direct_costs": "customer_id,line,amount\n1,logistics,20.50\n",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def analyse(source: Path, out: Path, *options: str) -> int:
    try:
        call_command("analyse_run", str(source), "--out", str(out), *options)
    except CommandError as failed:
        return failed.returncode
    return 0


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("analysed")
    source = write_sheets(folder / "in", **SHEETS)
    dearer = SHEETS | {"pools": SHEETS["pools"].replace("401.01", "40100.10")}
    wishes: Sequence[str] = ("--goal", "2", "--change", "SRV", "amount", "2000", "--change", "SRV", "capacity", "400")
    assert (
        analyse(
            source, folder / "out", "--before", str(write_sheets(folder / "was", **dearer)), "--draws", "20", *wishes
        )
        == 0
    )
    return folder / "out"


def test_what_comes_into_a_pool_goes_out(out: Path) -> None:
    left = {"IT": Decimal(300), "ORD": Decimal("401.01"), "SRV": Decimal(1000), "HQ": Decimal(50)}
    for flow in rows(out / "money_map.csv"):
        left[flow["pool_id"]] -= Decimal(flow["amount"])
        if flow["target_kind"] == "pool":
            left[flow["target"]] += Decimal(flow["amount"])
    assert not any(left.values())


def test_every_customer_ties_and_every_base_sums_to_the_firm(out: Path) -> None:
    proofs = {row["customer_id"]: row for row in rows(out / "customer_proofs.csv")}
    assert {row["difference"] for row in proofs.values()} == {"0.00"}
    assert (proofs["1"]["direct_costs"], proofs["1"]["pools"]) == ("20.50", "700.51")
    costing = rows(out / "costing.csv")
    assert {row["base"] for row in costing} == {"net_sales", "cost", "equal"}
    assert (
        len({sum(Decimal(r["full_result"]) for r in costing if r["base"] == base) for base in ("cost", "equal")}) == 1
    )


def test_capacity_over_two_periods_and_methods_side_by_side(out: Path) -> None:
    assert [(row["used"], row["unused"], row["unused_cost"]) for row in rows(out / "capacity.csv")] == [
        ("90", "110", "660.00")
    ] * 2
    methods = rows(out / "methods_pools.csv")
    assert {row["method"] for row in methods} == {"reciprocal", "step", "direct"}
    assert {row["reciprocal"] for row in rows(out / "methods_customers.csv")} == {"700.51", "340.50"}


def test_tiers_moves_goals_certainty_and_what_if_are_written(out: Path) -> None:
    rules = rows(out / "tier_rules.csv")
    assert {row["rule"] for row in rules} == {"whale", "percent"}
    assert sum(int(row["customers"]) for row in rules if row["rule"] == "whale") == 2
    assert {row["customer_id"] for row in rows(out / "tier_moves.csv")} == {"1"}
    goals = [row for row in rows(out / "tier_goals.csv") if row["tier"] == "silver"]
    assert {(row["customer_id"], row["missing"]) for row in goals} == {("2", "240.51")}
    assert {row["lever"] for row in goals} >= {"price", "driver"}
    shares = rows(out / "certainty_customers.csv")
    assert all(abs(sum(float(row[tier]) for tier in ("gold", "silver", "bronze")) - 1) < 1e-6 for row in shares)
    figures = {row["figure"]: (Decimal(row["before"]), Decimal(row["after"])) for row in rows(out / "what_if.csv")}
    assert figures["result"][0] - figures["result"][1] == 1000
    assert figures["unused"] == (Decimal("660.00"), Decimal("1705.00"))


def test_another_line_can_be_ranked_in_a_what_if(tmp_path: Path) -> None:
    source = write_sheets(tmp_path / "in", **SHEETS)
    tried = ("--setting", "rank_by", "gross_margin", "--setting", "gold_max_share", "1", "--draws", "0")
    assert analyse(source, tmp_path / "out", *tried) == 0
    told = {row["figure"]: (row["before"], row["after"]) for row in rows(tmp_path / "out" / "what_if.csv")}
    assert told["rank_by"] == ("contribution", "gross_margin")
    assert told["end"] == ("9038.49", "10100.00")
    assert told["bronze_customers"] == ("1", "0")
    movers = rows(tmp_path / "out" / "what_if_movers.csv")
    assert [(row["customer_id"], row["before"], row["after"]) for row in movers] == [("2", "-240.50", "100.00")]
    for wrong in (("rank_by", "net_sales"), ("period_end", "2024-12-31")):
        assert analyse(source, tmp_path / "out", "--setting", *wrong) == 2


def test_wrong_wishes_and_sources_with_errors_are_told_apart(tmp_path: Path) -> None:
    source = write_sheets(tmp_path / "in", **SHEETS)
    assert analyse(source, tmp_path / "out", "--change", "NO", "amount", "5") == 2
    assert analyse(tmp_path / "nowhere", tmp_path / "out") == 2
    assert analyse(write_sheets(tmp_path / "bad", pools="pool_id\nX\n"), tmp_path / "out") == 1


def test_frozen_rates_are_carried_into_the_newest_period(tmp_path: Path) -> None:
    source = write_sheets(tmp_path / "in", **SHEETS)
    (tmp_path / "rates.csv").write_text("pool_id,rate\nSRV,4\n")
    rates = ("--standard-rates", str(tmp_path / "rates.csv"), "--draws", "0")
    assert analyse(source, tmp_path / "out", *rates) == 0
    capacity = {row["pool_id"]: row for row in rows(tmp_path / "out" / "capacity.csv")}
    assert Decimal(capacity["SRV"]["rate"]) == 4
    (tmp_path / "rates.csv").write_text("pool_id,rate\nSRV,4\nORD,1\n")
    assert analyse(source, tmp_path / "one", *rates, "--frozen-pool", "SRV") == 0
    assert (tmp_path / "one" / "money_map.csv").read_text() == (tmp_path / "out" / "money_map.csv").read_text()
    assert analyse(source, tmp_path / "one", *rates, "--frozen-pool", "HQ") == 2
    (tmp_path / "rates.csv").write_text("pool_id,rate\nSRV,dear\n")
    assert analyse(source, tmp_path / "out", *rates) == 2


def test_held_tiers_follow_the_newest_period_into_every_analysis(tmp_path: Path) -> None:
    """By the rule both customers are gold or bronze; the margin keeps the second one silver, as it was."""
    source = write_sheets(tmp_path / "in", **SHEETS | {"settings": SHEETS["settings"] + "tier_margin,1000\n"})
    (tmp_path / "was.csv").write_text("customer_id,tier\n1,gold\n2,silver\n")
    options = ("--draws", "10", "--spread", "0.01", "--goal", "2", "--change", "SRV", "amount", "1000.01")
    seen = []
    for held in ((), ("--previous-tiers", str(tmp_path / "was.csv"))):
        out = tmp_path / f"out{len(held)}"
        assert analyse(source, out, *options, *held) == 0
        whale = {r["tier"]: r["customers"] for r in rows(out / "tier_rules.csv") if r["rule"] == "whale"}
        sure = {r["customer_id"]: r for r in rows(out / "certainty_customers.csv")}
        asked = {r["figure"]: (r["before"], r["after"]) for r in rows(out / "what_if.csv")}
        goals = {(r["tier"], r["missing"]) for r in rows(out / "tier_goals.csv")}
        seen.append((whale["silver"], sure["2"]["tier"], float(sure["2"]["silver"]), asked["silver_customers"], goals))
    assert seen == [
        ("0", "bronze", 0.0, ("0", "0"), {("silver", "240.51"), ("gold", "9519.50")}),
        ("1", "silver", 1.0, ("1", "1"), {("gold", "10519.50")}),
    ]
