"""`manage.py customer_base`: a source in, files out, exit codes."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

CUSTOMERS = "customer_id,name\n" + "".join(f"{name},Kund {name}\n" for name in "abcdef")
TRANSACTIONS = """customer_id,date,gross_sales,order_id,discount
a,2024-06-01,900.00,O1,
a,2025-06-01,1000.00,O2,100.00
a,2025-06-02,20.50,O2,
b,2024-12-31,300.00,O3,
c,2022-06-30,80.00,O4,
c,2025-06-30,80.00,O5,
d,2022-06-29,80.00,O6,
d,2025-06-30,80.00,O7,
e,2024-02-29,10.00,,
e,2025-12-31,-10.00,,
f,2026-01-01,5.00,O9,
"""


def run(folder: Path, as_of: str = "2025-12-31", **sheets: str) -> int:
    source = folder / "source"
    source.mkdir(exist_ok=True)
    for name, text in ({"customers": CUSTOMERS, "transactions": TRANSACTIONS} | sheets).items():
        (source / f"{name}.csv").write_text(text, "utf-8")
    try:
        call_command("customer_base", str(source), f"--as-of={as_of}", f"--out={folder / 'out'}")
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "out" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def flows(folder: Path) -> dict[str, tuple[str, str, str]]:
    return {row["flow"]: (row["customers"], row["purchases"], row["revenue"]) for row in table(folder, "flows.csv")}


def test_flows_of_a_small_base(tmp_path: Path) -> None:
    assert run(tmp_path) == 0
    assert flows(tmp_path) == {
        "retained": ("2", "2", "910.50"),
        "won_back": ("1", "1", "80.00"),
        "new": ("1", "1", "80.00"),
        "lost": ("1", "1", "300.00"),
    }


def test_every_move_has_a_row_and_the_rows_sum_to_the_flows(tmp_path: Path) -> None:
    run(tmp_path)
    rows = table(tmp_path, "migration.csv")
    tiers = ["super", "top", "middle", "bottom"]
    expected = [(tier, to) for tier in tiers for to in (*tiers, "lost")]
    assert [(row["from"], row["to"]) for row in rows] == [
        *expected,
        *((source, to) for source in ("new", "won_back") for to in tiers),
    ]
    moved = {(row["from"], row["to"]): row["customers"] for row in rows if row["customers"] != "0"}
    assert moved == {
        ("super", "super"): "1",
        ("middle", "lost"): "1",
        ("middle", "bottom"): "1",
        ("won_back", "middle"): "1",
        ("new", "middle"): "1",
    }


def test_the_portfolio_ends_with_all(tmp_path: Path) -> None:
    run(tmp_path)
    rows = {row["tier"]: row for row in table(tmp_path, "portfolio.csv")}
    assert list(rows) == ["super", "top", "middle", "bottom", "all"]
    assert rows["all"] == {
        "tier": "all", "customers": "4", "purchases": "4", "revenue": "1070.50", "purchases_per_customer": "1.000000",
        "revenue_per_purchase": "267.63", "revenue_per_customer": "267.63", "retention": "0.666667",
        "duration": "3.000000", "lifetime_value": "802.88", "index": "", "portfolio_value": "",
    }  # fmt: skip
    assert rows["middle"]["retention"] == "0.500000"
    assert rows["bottom"]["revenue_per_customer"] == "-10.00"


def test_twelve_months_back_from_a_leap_day(tmp_path: Path) -> None:
    rows = ["a,2023-02-28", "b,2023-03-01", "c,2024-02-29", "d,2022-02-28", "d,2024-02-29"]
    text = "customer_id,date,gross_sales\n" + "".join(f"{row},1\n" for row in rows)
    assert run(tmp_path, "2024-02-29", transactions=text) == 0
    assert {name: sums[0] for name, sums in flows(tmp_path).items()} == {
        "retained": "0",
        "won_back": "1",
        "new": "2",
        "lost": "1",
    }


def test_the_windows_come_from_the_settings(tmp_path: Path) -> None:
    settings = "key,value\nactive_months,6\nforgotten_months,24\nperiod_start,2025-01-01\n"
    assert run(tmp_path, settings=settings) == 0
    assert {name: sums[0] for name, sums in flows(tmp_path).items()} == {
        "retained": "0",
        "won_back": "1",
        "new": "0",
        "lost": "3",
    }


def test_customers_are_joined_by_a_column_where_the_settings_say_so(tmp_path: Path) -> None:
    sheets = {
        "settings": "key,value\nidentity_column,org\n",
        "customers": "customer_id,name,org\na,A,1\nb,B,1\nc,C,\n",
        "transactions": "customer_id,date,gross_sales\na,2024-02-01,1\nb,2025-02-01,1\nc,2025-02-01,1\n",
    }
    assert run(tmp_path, **sheets) == 0
    assert {name: sums[0] for name, sums in flows(tmp_path).items()} == {
        "retained": "1",
        "won_back": "0",
        "new": "1",
        "lost": "0",
    }
    assert run(tmp_path, **sheets | {"settings": "key,value\nidentity_column,phone\n"}) == 1
    assert [(row["level"], row["column"]) for row in table(tmp_path, "problems.csv")] == [("error", "phone")]


def test_sheets_that_only_the_allocation_needs_are_let_be(tmp_path: Path) -> None:
    assert run(tmp_path, pools="pool_id\nx\n", settings="key,value\ngold_peak_share,many\n") == 0


def test_an_empty_previous_window_makes_everyone_new(tmp_path: Path) -> None:
    assert run(tmp_path, transactions="customer_id,date,gross_sales\na,2025-02-01,1\nb,2025-02-01,0\n") == 0
    assert flows(tmp_path)["new"] == ("2", "2", "1.00")
    assert {row["level"] for row in table(tmp_path, "problems.csv")} <= {"warning", "note"}


def test_no_transactions_at_all_is_a_table_of_zeros(tmp_path: Path) -> None:
    assert run(tmp_path, transactions="customer_id,date,gross_sales\n") == 0
    assert flows(tmp_path)["retained"] == ("0", "0", "0.00")


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    run(tmp_path)
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    run(tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first
    assert sorted(first) == ["flows.csv", "migration.csv", "portfolio.csv", "problems.csv"]
    assert b"\r" not in b"".join(first.values())


@pytest.mark.parametrize(
    "sheets",
    [
        {"transactions": TRANSACTIONS.replace("a,2024-06-01", "zzz,2024-06-01")},
        {"transactions": TRANSACTIONS.replace("2024-06-01", "2024-06-31")},
        {"transactions": TRANSACTIONS.replace("900.00", "900.001")},
        {"customers": CUSTOMERS + "a,Again\n"},
        {"settings": "key,value\nactive_months,0\n"},
        {"settings": "key,value\nforgotten_months,two years\n"},
    ],
)
def test_an_error_leaves_nothing_but_problems(tmp_path: Path, sheets: dict[str, str]) -> None:
    assert run(tmp_path) == 0
    assert run(tmp_path, **sheets) == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["problems.csv"]
    assert "error" in {row["level"] for row in table(tmp_path, "problems.csv")}


def test_a_source_without_transactions_is_an_error(tmp_path: Path) -> None:
    run(tmp_path)
    (tmp_path / "source" / "transactions.csv").unlink()
    with pytest.raises(SystemExit) as ended:
        call_command("customer_base", str(tmp_path / "source"), "--as-of=2025-12-31", f"--out={tmp_path / 'out'}")
    assert ended.value.code == 1
    assert [row["sheet"] for row in table(tmp_path, "problems.csv")] == ["transactions"]


@pytest.mark.parametrize("as_of", ["2025-02-30", "25-01-01", "20250101", "0020-01-01"])
def test_a_date_that_is_none_is_wrong_usage(tmp_path: Path, as_of: str) -> None:
    with pytest.raises(CommandError):
        run(tmp_path, as_of)


def test_a_source_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as stopped:
        call_command("customer_base", str(tmp_path / "none"), "--as-of=2025-12-31", f"--out={tmp_path / 'out'}")
    assert stopped.value.returncode == 2


def test_settings_are_checked_where_they_stand(tmp_path: Path) -> None:
    settings = "key,value\nactive_months,12\nactive_months,6\nforgotten_months,3\ndecimals,two\ncolour,blue\n"
    assert run(tmp_path, settings=settings) == 1
    problems = {(row["level"], row["row"], row["column"], row["value"]) for row in table(tmp_path, "problems.csv")}
    assert problems == {
        ("error", "3", "key", "active_months"),
        ("error", "4", "value", "3"),
        ("error", "5", "value", "two"),
        ("warning", "6", "key", "colour"),
    }


def test_what_is_not_read_is_told_and_does_not_stop(tmp_path: Path) -> None:
    columns = "\n".join(f"{line},{'x' if number else 'weekday'}" for number, line in enumerate(TRANSACTIONS.split()))
    assert run(tmp_path, transactions=columns, notes="a\n1\n", pools="pool_id\nx\n") == 0
    told = [(row["level"], row["sheet"], row["column"]) for row in table(tmp_path, "problems.csv")][:2]
    assert told == [("note", "notes", ""), ("note", "transactions", "weekday")]


def test_an_unreadable_sheet_is_named_once(tmp_path: Path) -> None:
    assert run(tmp_path, transactions='customer_id,date,gross_sales\na,2025-01-01,"1\n') == 1
    assert [(row["sheet"], row["row"]) for row in table(tmp_path, "problems.csv")] == [("transactions", "2")]
