"""Readings that must hold: workbooks, tables of blanks, attributes, missing values, reading what was written."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from profitability.intake.layouts import load_layout, make_layout
from profitability.intake.limits import IntakeLimits
from profitability.intake.mending import CELL, Edit, Mending
from profitability.intake.reading import Reading, read_file
from profitability.intake_texts import word_question


def _read(folder: Path, text: str, sheet: str, answers: dict[str, str] | None = None) -> tuple[Reading, str]:
    source, target = folder / "fil.csv", folder / "out.csv"
    target.unlink(missing_ok=True)
    source.write_text(text, "utf-8")
    reading = read_file(source, sheet, target, answers)
    return reading, target.read_text("utf-8") if target.exists() else ""


@pytest.mark.parametrize("starts_1904", [False, True])
def test_a_workbook_knows_its_numbers_and_days_and_names_its_hidden_sheet(tmp_path: Path, starts_1904: bool) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "fil.xlsx"), {"date_1904": starts_1904})
    sheet, hidden = book.add_worksheet("Försäljning"), book.add_worksheet("Dold")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["Rapport"])
    sheet.write_row(2, 0, ["Kundnr", "Fakturadatum", "Belopp exkl moms"])
    for place in range(3):
        sheet.write_number(3 + place, 0, 10_001 + place)
        sheet.write_datetime(3 + place, 1, date(2025, 3, 4 + place), day)
        sheet.write_number(3 + place, 2, 1.234 * 1_000 + 0.1)
    hidden.write(0, 0, "hemligt")
    hidden.hide()
    book.close()
    reading = read_file(tmp_path / "fil.xlsx", "transactions", tmp_path / "out.csv")
    assert [problem.code for problem in reading.problems] == ["hidden_sheet"]
    assert (tmp_path / "out.csv").read_text() == (
        "customer_id,date,gross_sales\n10001,2025-03-04,1234.10\n10002,2025-03-05,1234.10\n10003,2025-03-06,1234.10\n"
    )


def test_a_table_parted_by_blanks_is_read(tmp_path: Path) -> None:
    text = " customer_id  date  number  dollar_value\n" + "".join(
        f" {n:05} 199701{n:02} 1  {n}1.77\n" for n in range(1, 29)
    )
    reading, written = _read(tmp_path, text, "transactions")
    assert reading.is_read
    assert written.splitlines()[1] == "00001,1997-01-01,11.77"


def test_other_columns_of_customers_are_kept_and_reading_what_was_written_changes_nothing(tmp_path: Path) -> None:
    text = 'Kundnr;Namn;Kundgrupp;"Säljare; intern"\n0010;"Åkes ""Bygg""";Norr;=1+1\n0020;-Öl, AB;"två\nrader";@x\n'
    reading, first = _read(tmp_path, text, "customers")
    assert reading.is_read
    assert first.splitlines()[0] == "customer_id,name,segment,säljare; intern"
    _, second = _read(tmp_path, first, "customers")
    assert second == first


def test_many_rows_without_a_customer_are_asked_about_and_left_out_on_request(tmp_path: Path) -> None:
    rows = "".join(f"{10_000 + n if n % 4 else ''};2025-01-{1 + n % 28:02};10,50\n" for n in range(800))
    text = "Kundnr;Fakturadatum;Belopp exkl moms\n" + rows
    reading, written = _read(tmp_path, text, "transactions")
    assert "missing:Kundnr" in [question.id for question in reading.questions]
    assert written == ""
    reading, written = _read(tmp_path, text, "transactions", {"missing:Kundnr": "skip"})
    assert reading.is_read
    assert (reading.rows, reading.sum_text) == (600, "6300.00")


def test_a_layout_is_remembered_with_its_answers(tmp_path: Path) -> None:
    text = "Kundnr;Datum;Pris;Antal\n10001;2025-01-15;10,50;3\n10002;2025-01-16;0,50;2\n"
    answers = {"amount:gross_sales": "price_times_quantity"}
    reading, _ = _read(tmp_path, text, "transactions", answers)
    assert reading.header is not None
    layout = make_layout("transactions", reading.header.names, answers)
    assert load_layout(layout.dump()) == layout
    second, written = _read(tmp_path, text.replace("10001", "10009"), "transactions", dict(layout.answers))
    assert second.is_read
    assert written.splitlines()[1] == "10009,2025-01-15,31.50,3"
    with pytest.raises(ValueError, match="layout"):
        load_layout('{"version": 99}')


def test_rows_too_many_for_a_table_are_read_from_a_file_the_same(tmp_path: Path) -> None:
    rows = "".join(f"{10_001 + at % 7};2025-01-{1 + at % 28:02};{at},50\n" for at in range(300))
    (tmp_path / "fil.csv").write_text(f"Kundnr;Fakturadatum;Belopp exkl moms\n{rows}fel;2025-13-01;x\n")
    edits = (Edit(CELL, 302, 1, new="2025-01-01"), Edit(CELL, 302, 2, new="1,50"))
    found = []
    for most in (0, 10**9):
        limits, target = IntakeLimits(table_bytes=most), tmp_path / f"{most}.csv"
        reading = read_file(tmp_path / "fil.csv", "transactions", target, limits=limits, mending=Mending(edits))
        assert reading.rows == 301
        found.append((reading, target.read_bytes()))
    assert found[0] == found[1]


def test_rows_that_a_filter_hides_are_asked_about(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "fil.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Kundnr", "Fakturadatum", "Belopp exkl moms"])
        for row in range(1, 9):
            sheet.write_row(row, 0, [10_000 + row, f"2025-01-1{row}", 100.5])
        for row in (3, 4, 8):
            sheet.set_row(row, None, None, {"hidden": True})
    asked = read_file(tmp_path / "fil.xlsx", "transactions", tmp_path / "out.csv")
    [question] = asked.questions
    assert "(3)" in word_question(question)
    read = [
        read_file(tmp_path / "fil.xlsx", "transactions", tmp_path / "out.csv", {question.id: each.value}).rows
        for each in question.candidates
    ]
    assert read == [8, 5]
