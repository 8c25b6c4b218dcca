"""The command reads a foreign layout, asks what it cannot know, and leaves no sheet behind when something is open."""

import csv
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

FORTNOX = """Fakturajournal 2025;;;;
;;;;
Kundnr;Fakturadatum;Belopp exkl moms;Fakturanr;Artikel
10001;2025-01-03;1 234,50;F1;Spik
10002;2025-01-14;-500,00;F2;"Skruv; lång"
Summa;;734,50;;
"""


def _read(tmp_path: Path, text: str, *options: str, encoding: str = "cp1252", sheet: str = "transactions") -> int:
    source = tmp_path / "fil.csv"
    source.write_bytes(text.encode(encoding))
    try:
        call_command("read_ledger", str(source), "--as", sheet, "--out", str(tmp_path / "out"), *options)
    except CommandError as stopped:
        return stopped.returncode
    return 0


def _reading(tmp_path: Path) -> dict[str, object]:
    found = json.loads((tmp_path / "out" / "reading.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_a_swedish_invoice_journal_becomes_the_exchange_format(tmp_path: Path) -> None:
    assert _read(tmp_path, FORTNOX) == 0
    assert (tmp_path / "out" / "transactions.csv").read_bytes() == (
        b"customer_id,date,gross_sales,order_id,product\n"
        b"10001,2025-01-03,1234.50,F1,Spik\n10002,2025-01-14,-500.00,F2,Skruv; l\xc3\xa5ng\n"
    )
    reading = _reading(tmp_path)
    assert (reading["encoding"], reading["delimiter"], reading["header_row"]) == ("cp1252", "semicolon", 3)
    assert (reading["decimal"], reading["thousands"], reading["date_order"]) == (",", " ", "ymd")
    assert reading["skipped"] == [
        {"row": 1, "kind": "title", "text": "Fakturajournal 2025"},
        {"row": 6, "kind": "total", "text": "Summa │ 734,50"},
    ]


def test_an_open_question_leaves_no_sheet_and_its_answer_settles_it(tmp_path: Path) -> None:
    assert _read(tmp_path, FORTNOX) == 0
    text = "Kundnr;Datum;Belopp exkl moms\n1;03/04/2025;10,50\n2;05/06/2025;20,50\n"
    assert _read(tmp_path, text) == 1
    assert not (tmp_path / "out" / "transactions.csv").exists()
    questions = _reading(tmp_path)["questions"]
    assert isinstance(questions, list)
    assert [question["id"] for question in questions] == ["date_order:Datum"]
    answers = tmp_path / "answers.json"
    answers.write_text('{"date_order:Datum": "dmy"}')
    assert _read(tmp_path, text, "--answers", str(answers)) == 0
    with (tmp_path / "out" / "transactions.csv").open() as handle:
        assert [row["date"] for row in csv.DictReader(handle)] == ["2025-04-03", "2025-06-05"]


def test_all_errors_are_named_in_one_pass(tmp_path: Path) -> None:
    rows = "1;2025-02-30;1,00\n;2025-03-01;2,00\n3;2025-03-01;abc\n4;2025-03-01\n5;2025-03-02;3,00\n"
    assert _read(tmp_path, "Kundnr;Datum;Belopp exkl moms\n" + rows) == 1
    with (tmp_path / "out" / "problems.csv").open(encoding="utf-8") as handle:
        found = {(row["row"], row["level"]) for row in csv.DictReader(handle)}
    assert {("2", "error"), ("3", "error"), ("4", "error"), ("5", "error")} <= found


def test_what_is_read_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "transactions.csv"
    file.write_text(FORTNOX)
    with pytest.raises(CommandError) as stopped:
        call_command("read_ledger", str(file), "--as", "transactions", "--out", str(tmp_path))
    assert (stopped.value.returncode, file.read_text()) == (2, FORTNOX)


@pytest.mark.parametrize("option", ["--total=NaN", "--total=Infinity", "--period=2025-12-31..2025-01-01"])
def test_a_total_or_period_that_says_nothing_is_wrong_usage(tmp_path: Path, option: str) -> None:
    assert _read(tmp_path, FORTNOX, option) == 2


@pytest.mark.parametrize("answers", ["[1]", "{", ""])
def test_answers_that_are_no_object_are_wrong_usage(tmp_path: Path, answers: str) -> None:
    file = tmp_path / "answers.json"
    file.write_text(answers)
    assert _read(tmp_path, FORTNOX, "--answers", str(file)) == 2


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)
def test_every_usual_encoding_gives_the_same_bytes(tmp_path: Path, encoding: str) -> None:
    text = FORTNOX.replace("Spik", "Åkerö blå räksmörgås")
    assert _read(tmp_path, text, encoding=encoding) == 0
    assert "Åkerö blå räksmörgås" in (tmp_path / "out" / "transactions.csv").read_text("utf-8")
