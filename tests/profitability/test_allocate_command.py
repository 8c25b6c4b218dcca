"""manage.py allocate from the outside: exit codes, files, and the same bytes for the same input."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.profitability.readers.sheets import SOUND, write_sheets

RESULTS = {"statements.csv", "pools.csv", "tiers.csv", "whale_curve.csv", "proof.json", "problems.csv"}


def run(source: Path, out: Path, *options: str) -> int:
    try:
        call_command("allocate", str(source), "--out", str(out), *options)
    except CommandError as failed:
        return failed.returncode
    return 0


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def test_a_sound_source_gives_every_file_and_a_proof_of_zero(tmp_path: Path) -> None:
    assert run(write_sheets(tmp_path / "in"), tmp_path / "out", "--traces") == 0
    assert set(files(tmp_path / "out")) == RESULTS | {"traces.csv"}
    proof = json.loads((tmp_path / "out" / "proof.json").read_text())
    assert (proof["pools"], proof["to_customers"], proof["common"]) == ("150.01", "100.01", "50.00")
    assert proof["difference"] == "0.00"


def test_an_error_leaves_nothing_but_the_problems(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(write_sheets(tmp_path / "in"), out, "--traces") == 0
    spoiled = write_sheets(tmp_path / "bad", transactions="customer_id,date,gross_sales\n9,2025-01-01,NaN\n")
    assert run(spoiled, out, "--language", "en-gb") == 1
    assert set(files(out)) == {"problems.csv"}
    found = [
        (row["level"], row["sheet"], row["row"], row["column"], row["value"]) for row in rows(out / "problems.csv")
    ]
    assert ("error", "transactions", "2", "gross_sales", "NaN") in found
    assert ("error", "transactions", "2", "customer_id", "9") in found
    assert all(row["problem"] and row["cure"] for row in rows(out / "problems.csv"))


def test_wrong_usage_is_told_apart_from_problems(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run(tmp_path / "nowhere", tmp_path / "out") == 2
    assert run(write_sheets(tmp_path / "in"), tmp_path / "file") == 2
    assert run(write_sheets(tmp_path / "in"), tmp_path / "file" / "below") == 2


def test_what_is_read_is_never_written_over(tmp_path: Path) -> None:
    source = write_sheets(tmp_path / "in", customers="customer_id,name\n")
    before = files(source)
    assert run(source, tmp_path / "in" / ".") == 2
    assert run(source / "pools.csv", source) == 2
    assert files(source) == before


def test_the_same_input_gives_the_same_bytes_and_the_order_of_rows_changes_no_figure(tmp_path: Path) -> None:
    turned = {}
    for name, text in SOUND.items():
        header, *body = text.splitlines(keepends=True)
        turned[name] = header + "".join(body if name == "pools" else reversed(body))
    assert run(write_sheets(tmp_path / "in"), tmp_path / "one", "--traces") == 0
    assert run(write_sheets(tmp_path / "in"), tmp_path / "two", "--traces", "--threads", "2") == 0
    assert run(write_sheets(tmp_path / "turned", **turned), tmp_path / "three", "--traces") == 0
    assert files(tmp_path / "one") == files(tmp_path / "two")
    first, third = files(tmp_path / "one"), files(tmp_path / "three")
    assert {name for name in first if first[name] != third[name]} == {"proof.json"}


def test_a_pool_without_volume_stops_the_run_unless_the_model_allows_it(tmp_path: Path) -> None:
    pools = SOUND["pools"] + "C,Calls,support,7.00,calls,\n"
    assert run(write_sheets(tmp_path / "in", pools=pools), tmp_path / "out") == 1
    allowed = SOUND["settings"] + "allow_unassigned,yes\n"
    assert run(write_sheets(tmp_path / "in", pools=pools, settings=allowed), tmp_path / "out") == 0
    pool = list(rows(tmp_path / "out" / "pools.csv"))[-1]
    assert (pool["pool_id"], pool["unassigned"], pool["to_customers"]) == ("C", "7.00", "0.00")
    assert [row["level"] for row in rows(tmp_path / "out" / "problems.csv") if row["sheet"] == "pools"] == ["warning"]


def test_customers_without_activity_are_listed_with_zeros_and_without_rank(tmp_path: Path) -> None:
    customers = SOUND["customers"] + "0,Vilande,,,\n"
    assert run(write_sheets(tmp_path / "in", customers=customers), tmp_path / "out") == 0
    last = list(rows(tmp_path / "out" / "statements.csv"))[-1]
    assert (last["customer_id"], last["result"], last["rank"], last["tier"]) == ("0", "0.00", "", "")
    assert json.loads((tmp_path / "out" / "proof.json").read_text())["customers_without_activity"] == 1


def test_another_line_than_contribution_can_be_ranked_and_the_files_name_it(tmp_path: Path) -> None:
    pools = SOUND["pools"] + "I,Interest,interest,900.00,@customers,\n"
    assert run(write_sheets(tmp_path / "in", pools=pools), tmp_path / "usual") == 0
    ranked = SOUND["settings"] + "rank_by,result\n"
    assert run(write_sheets(tmp_path / "in", pools=pools, settings=ranked), tmp_path / "out") == 0
    listed = list(rows(tmp_path / "out" / "statements.csv"))
    assert [row["cumulative_result"] for row in listed[:1]] == [listed[0]["result"]]
    assert {row["tier"] for row in listed} != {row["tier"] for row in rows(tmp_path / "usual" / "statements.csv")}
    assert next(rows(tmp_path / "out" / "whale_curve.csv"))["cumulative_result"] == listed[0]["result"]
    assert json.loads((tmp_path / "out" / "proof.json").read_text())["rank_by"] == "result"
    assert "rank_by" not in json.loads((tmp_path / "usual" / "proof.json").read_text())


def test_rows_outside_the_period_are_left_out_and_counted(tmp_path: Path) -> None:
    late = SOUND["transactions"] + "1,2026-01-01,500,O9,P,1,,\n"
    assert run(write_sheets(tmp_path / "in", transactions=late), tmp_path / "out", "--language", "en-gb") == 0
    first = next(rows(tmp_path / "out" / "statements.csv"))
    assert (first["customer_id"], first["gross_sales"], first["discounts"]) == ("1", "1000.00", "10.50")
    assert "1 rows lie outside the period" in (tmp_path / "out" / "problems.csv").read_text()


@pytest.mark.parametrize(
    ("name", "shown"), [('=HYPERLINK("x")', '\'=HYPERLINK("x")'), ("-12 a", "'-12 a"), ("-12", "-12")]
)
def test_a_name_that_is_a_formula_is_text_in_the_export(name: str, shown: str, tmp_path: Path) -> None:
    quoted = name.replace('"', '""')
    source = write_sheets(tmp_path / "in", customers=f'customer_id,name\n1,"{quoted}"\n2,Beta\n')
    assert run(source, tmp_path / "out") == 0
    assert next(rows(tmp_path / "out" / "statements.csv"))["name"] == shown
