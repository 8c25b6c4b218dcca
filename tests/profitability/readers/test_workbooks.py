"""Workbooks: the same exact values as from CSV, and hostile ones are refused without harm."""

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from profitability.readers.limits import ReadLimits
from profitability.readers.source import SourceFile, read_source
from profitability.readers.workbook_child import format_cell
from tests.profitability.intake.hostile_files import make_parts, pack
from tests.profitability.readers.sheets import SOUND, errors, read_file

type Cell = str | float | date


def write_workbook(path: Path, sheets: dict[str, Sequence[Sequence[Cell]]]) -> Path:
    workbook = xlsxwriter.Workbook(path)
    as_date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, as_date)
                else:
                    sheet.write(row, column, cell)
    workbook.close()
    return path


def sound_workbook(tmp_path: Path, **changes: Sequence[Sequence[Cell]]) -> Path:
    sheets: dict[str, Sequence[Sequence[Cell]]] = {
        name: [line.split(",") for line in text.splitlines()] for name, text in SOUND.items()
    }
    sheets["transactions"] = [
        ["customer_id", "date", "gross_sales", "order_id"],
        [1, date(2025, 2, 1), 0.1 + 0.2, "O1"],
        [2, date(2025, 3, 1), 12345678.91, "O2"],
    ]
    return write_workbook(tmp_path / "ledger.xlsx", {**sheets, **changes})


def test_numbers_and_dates_arrive_exactly(tmp_path: Path) -> None:
    result = read_file(tmp_path, sound_workbook(tmp_path))
    assert errors(result) == []
    rows = pq.read_table(tmp_path / "ledger" / "transactions.parquet").to_pylist()
    assert [(row["customer_id"], row["date"], row["gross_sales_minor"]) for row in rows] == [
        ("1", date(2025, 2, 1), 30),
        ("2", date(2025, 3, 1), 1_234_567_891),
    ]
    assert rows[0]["source_row"] == 2


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (17850.0, "17850"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (12345678901234.56, "12345678901234.56"),
        (-0.0, "-0"),
        (1e16, "1e+16"),
        (9007199254740993.0, "9.007199e+15"),
        (True, "TRUE"),
        (None, ""),
        (date(1900, 2, 28), "?1900-02-28"),
        (date(1900, 3, 1), "1900-03-01"),
    ],
)
def test_a_cell_becomes_the_text_that_a_person_sees(value: object, text: str) -> None:
    assert format_cell(value) == text


def test_a_number_beyond_what_a_spreadsheet_holds_is_refused(tmp_path: Path) -> None:
    path = sound_workbook(
        tmp_path, customers=[["customer_id", "name"], [1, "A"], [2, "B"], [12345678901234567890, "C"]]
    )
    assert [found[:4] for found in errors(read_file(tmp_path, path))] == [
        ("id_lost_digits", "customers", 4, "customer_id")
    ]


def test_an_error_cell_is_no_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "errors.xlsx"
    workbook = xlsxwriter.Workbook(path)
    for name, text in SOUND.items():
        sheet = workbook.add_worksheet(name)
        for row, line in enumerate(text.splitlines()):
            sheet.write_row(row, 0, line.split(","))
    sheet = workbook.get_worksheet_by_name("transactions")
    sheet.write_formula("G3", "=NA()", None, "#N/A")
    sheet.write_formula("H2", "=1/0", None, "#DIV/0!")
    workbook.close()
    assert errors(read_file(tmp_path, path)) == [
        ("not_a_number", "transactions", 2, "cost_of_goods", "#DIV/0!"),
        ("not_a_number", "transactions", 3, "discount", "#N/A"),
    ]


def test_two_cells_in_the_far_corners_do_not_take_the_process_down(tmp_path: Path) -> None:
    path = tmp_path / "corners.xlsx"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("customers")
    sheet.write(0, 0, "customer_id")
    sheet.write(1_048_575, 16_383, "x")
    workbook.close()
    limits = ReadLimits(workbook_memory_mb=1024, workbook_cpu_seconds=20)
    result = read_source([SourceFile(path.name, path)], tmp_path / "ledger", limits)
    assert ("workbook_too_heavy", "", None, "", "corners.xlsx") in errors(result)


def _bomb(tmp_path: Path, part: str, packed_zeros: int) -> Path:
    source = sound_workbook(tmp_path)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(source) as sound, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        for entry in sound.infolist():
            if entry.filename != part:
                bomb.writestr(entry.filename, sound.read(entry))
        with bomb.open(part, "w", force_zip64=True) as stream:
            for _ in range(packed_zeros):
                stream.write(b"<si><t>a</t></si>" * 65_536)
    return path


def test_a_zip_bomb_is_refused_by_what_it_really_unpacks_to(tmp_path: Path) -> None:
    path = _bomb(tmp_path, "xl/sharedStrings.xml", 100)
    assert ("package_too_large", "", None, "", "bomb.xlsx") in errors(read_file(tmp_path, path))


@pytest.mark.parametrize("sheets", [2, 1_500])
def test_one_part_for_many_sheets_is_not_read_so_many_times(tmp_path: Path, sheets: int) -> None:
    one = '<sheet name="B" sheetId="1" r:id="r1"/>'
    many = "".join(f'<sheet name="B{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, sheets + 1))
    parts = make_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    path = tmp_path / "bok.xlsx"
    path.write_bytes(pack(parts | {"xl/workbook.xml": parts["xl/workbook.xml"].replace(one, many)}))
    assert errors(read_file(tmp_path, path))[0][0] == "unreadable_package"


def test_a_shared_string_bomb_within_the_size_dies_alone(tmp_path: Path) -> None:
    path = _bomb(tmp_path, "xl/sharedStrings.xml", 30)
    limits = ReadLimits(workbook_memory_mb=300, workbook_cpu_seconds=20)
    result = read_source([SourceFile(path.name, path)], tmp_path / "ledger", limits)
    assert {found[0] for found in errors(result)} & {"workbook_too_heavy", "unreadable_package", "package_too_large"}
