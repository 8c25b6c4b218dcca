"""Mended files: the edits are applied in their order, rows are left out, known customers stand in for unknown."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from profitability.intake.checks import Scope
from profitability.intake.layouts import fingerprint_of
from profitability.intake.mending import CAUSE, CELL, REPLACE, SKIP, Edit, Mending
from profitability.intake.reading import read_file

SALES = (
    "Kundnr;Datum;Belopp\n1001;2025-01-05;100,00\n77;2025-01-06;50,00\n1001;2025-01-07;hundra\n9;2025-01-08;7,00\n"
    "1001;2025-01-09;1,00;extra\n"
)


def sent(folder: Path, text: str) -> Path:
    path = folder / "sent.csv"
    path.write_text(text)
    return path


def test_edits_apply_in_their_order_and_beyond_the_first_rows_only_what_is_wrong_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("profitability.intake.mending.HEAD_ROWS", 0)
    (tmp_path / "customers.csv").write_text("customer_id,name\n1001,A\n1002,B\n")
    path, scope, rows = sent(tmp_path, SALES), Scope(customers=tmp_path / "customers.csv"), tmp_path / "rows.parquet"
    before = read_file(path, "transactions", None, scope=scope, mending=Mending(rows=rows))
    assert {(each.code, each.row) for each in before.problems} == {
        ("unknown_customer", 3),
        ("number_not_read", 4),
        ("unknown_customer", 5),
        ("ragged_row", 6),
    }
    assert pq.read_table(rows).column("source_row").to_pylist() == [3, 4, 5]
    edits = (
        Edit(REPLACE, place=0, old="77", new="1003"),
        Edit(REPLACE, place=0, old="1003", new="1002"),
        Edit(CELL, row=4, place=2, new="100,50"),
        Edit(SKIP, row=6),
    )
    target = tmp_path / "transactions.csv"
    after = read_file(
        path, "transactions", target, scope=scope, mending=Mending(edits, aliases={"9": "1001"}, rows=rows)
    )
    assert after.status == "read"
    assert [each.code for each in after.problems] == ["customers_mapped"]
    assert target.read_text().splitlines()[1:] == [
        "1001,2025-01-05,100.00",
        "1002,2025-01-06,50.00",
        "1001,2025-01-07,100.50",
        "1001,2025-01-08,7.00",
    ]


def test_a_customer_that_is_another_leaves_the_customers_sheet(tmp_path: Path) -> None:
    path, target = sent(tmp_path, "Kundnr;Namn\n1001;Bygg AB\n1002;BYGG\n"), tmp_path / "customers.csv"
    reading = read_file(path, "customers", target, mending=Mending(aliases={"1002": "1001"}))
    assert [each.code for each in reading.problems] == ["customers_mapped"]
    assert target.read_text() == "customer_id,name\n1001,Bygg AB\n"


def test_a_remembered_layout_answers_its_questions(tmp_path: Path) -> None:
    path = sent(tmp_path, "Kundnr;Datum;Belopp\n1001;03.04.2025;100\n1002;05.06.2025;50\n")
    assert [each.kind for each in read_file(path, "transactions", None).questions] == ["date_order"]
    layouts = {fingerprint_of("transactions", ("Kundnr", "Datum", "Belopp")): {"date_order:Datum": "dmy"}}
    assert read_file(path, "transactions", None, mending=Mending(layouts=layouts)).status == "read"


@pytest.mark.parametrize(
    ("cause", "place", "left"),
    [("cell", 1, 1_500), ("missing_value", 0, 1_500), ("outside_period", 1, 1_500), ("unknown_customer", 0, 1_500)],
)
def test_all_rows_of_a_cause_are_left_out_however_many(cause: str, place: int, left: int, tmp_path: Path) -> None:
    bad = {
        "cell": "10001;2025-13-45;1,00\n",
        "missing_value": ";2025-01-15;1,00\n",
        "outside_period": "10001;2024-01-15;1,00\n",
        "unknown_customer": "99;2025-01-15;1,00\n",
    }[cause]
    rows = "10001;2025-01-15;2,50\n10001;2025-01-16;2,50\n" * 1_500 + bad * left
    (tmp_path / "fil.csv").write_text(f"Kundnr;Fakturadatum;Belopp exkl moms\n{rows}")
    (tmp_path / "kunder.csv").write_text("customer_id,name\n10001,A\n")
    scope = Scope(tmp_path / "kunder.csv", date(2025, 1, 1), date(2025, 12, 31))
    mending = Mending((Edit(CAUSE, 0, place, cause),))
    reading = read_file(tmp_path / "fil.csv", "transactions", tmp_path / "ut.csv", scope=scope, mending=mending)
    assert (reading.status, reading.rows, reading.sum_text) == ("read", 3_000, "7500.00")
    [said] = [each for each in reading.problems if each.code == "rows_set_aside"]
    assert dict(said.params)["count"] == str(left)
