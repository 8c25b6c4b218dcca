"""Files that tempt a reader to misread are read right, or what is wrong is named with its row."""

from pathlib import Path

import pytest
import xlsxwriter

from profitability.intake.reading import read_file
from tests.profitability.intake.odd_files import Odd, list_odd

CASES = tuple(list_odd())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_odd_file_is_read_right_or_named(case: Odd, tmp_path: Path) -> None:
    source, target = tmp_path / "fil.csv", tmp_path / "out.csv"
    source.write_bytes(case.content)
    reading = read_file(source, case.sheet, target)
    found = {(problem.code, problem.row) for problem in reading.problems}
    assert case.named <= found
    assert (target.read_text("utf-8") if target.exists() else "") == case.written, (reading.questions, found)


def test_an_error_of_a_workbook_is_no_empty_cell(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "fil.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(4, 2, ["Kundnr", "Fakturadatum", "Belopp exkl moms", "Artikel"])
    for place in range(3):
        sheet.write_row(5 + place, 2, [10_001 + place, "2025-01-13", 10.5 + place, "Spik"])
    sheet.write_formula(6, 5, "=NA()", None, "#N/A")
    sheet.write_formula(7, 2, "=Z99", None, "#REF!")
    book.close()
    reading = read_file(tmp_path / "fil.xlsx", "transactions", tmp_path / "out.csv")
    found = {(problem.code, problem.row, problem.column, problem.value) for problem in reading.problems}
    assert found == {("formula_error", 7, "Artikel", "#N/A"), ("formula_error", 8, "Kundnr", "#REF!")}
    assert not (tmp_path / "out.csv").exists()


def test_a_header_over_merged_cells_and_a_sum_by_formula(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "fil.xlsx"))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 2, "Försäljning 2025")
    sheet.merge_range(1, 0, 2, 0, "Kundnr")
    sheet.merge_range(1, 1, 2, 1, "Fakturadatum")
    sheet.write(1, 2, "Belopp")
    sheet.write(2, 2, "exkl moms")
    for place in range(3):
        sheet.write_row(3 + place, 0, ["00" + str(place), "2025-01-13", 10.5 + place])
    sheet.write_formula(6, 2, "=SUM(C4:C6)", None, 34.5)
    book.close()
    reading = read_file(tmp_path / "fil.xlsx", "transactions", tmp_path / "out.csv")
    assert reading.is_read
    assert (tmp_path / "out.csv").read_text().splitlines()[1:] == [
        "000,2025-01-13,10.50",
        "001,2025-01-13,11.50",
        "002,2025-01-13,12.50",
    ]
