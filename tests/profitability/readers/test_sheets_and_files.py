"""Files that are not what they should be: every trouble in one pass, each with its place."""

import zipfile
from pathlib import Path

import pytest

from profitability.readers.source import SourceFile, read_source
from tests.profitability.readers.sheets import SOUND, errors, read_file, read_folder, write_sheets


def codes(result_problems: object) -> set[str]:
    return {problem.code for problem in result_problems}  # type: ignore[attr-defined]  # problems of a ReadResult


def test_all_troubles_come_in_one_pass(tmp_path: Path) -> None:
    result = read_folder(
        tmp_path,
        customers="customer_id,name\n1,Alfa\n1,Alfa igen\n",
        transactions="customer_id,date,gross_sales\n1,2025-02-31,5\n9,2025-01-01,5,\n8,2025-01-01,1\n1,2024-12-31,1\n",
        pools="pool_id,name,line,amount,driver\nA,x,order_handling,1,@orders\nA,y,nonsense,2,@sales\nC,z,support,3,calls\n",
        volumes="driver,customer_id,quantity\nvisits,7,1\nvisits,1,-1\n",
        direct_costs="customer_id,line,amount\n1,common,5\n1,rent,5\n",
        settings=SOUND["settings"] + "tier_rule,best\nperiod_start,2025-02-01\nspelling,1\n",
    )
    assert {(code, sheet, row) for code, sheet, row, _, _ in errors(result)} == {
        ("bad_setting", "settings", 4),
        ("duplicate_setting", "settings", 5),
        ("duplicate_customer", "customers", 3),
        ("bad_date", "transactions", 2),
        ("ragged_row", "transactions", 3),
        ("unknown_customer", "transactions", 4),
        ("pool_without_volume", "pools", 2),
        ("duplicate_pool", "pools", 3),
        ("unknown_line", "pools", 3),
        ("unknown_computed_driver", "pools", 3),
        ("pool_without_volume", "pools", 4),
        ("unknown_customer", "volumes", 2),
        ("negative_quantity", "volumes", 3),
        ("common_line_for_customer", "direct_costs", 2),
        ("unknown_line", "direct_costs", 3),
    }
    assert {"unknown_setting", "driver_not_used", "rows_outside_period"} <= codes(result.problems)


def test_missing_sheets_and_columns_are_errors_and_unknown_ones_notes(tmp_path: Path) -> None:
    result = read_folder(tmp_path, settings=None, pools="pool_id,name,amount,colour\nA,x,1,red\n", extra="a\n1\n")
    assert ("missing_sheet", "settings", None, "", "") in errors(result)
    assert ("missing_column", "pools", 1, "line", "") in errors(result)
    notes = {(p.code, p.sheet, p.column) for p in result.problems if p.level == "note"}
    assert {("unknown_column", "pools", "colour"), ("unknown_sheet", "extra", "")} <= notes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('customer_id,name\n1,"Alfa\n2,Beta\n3,Gamma\n', ("broken_quotes", 2)),
        ('customer_id,name\n1,Alfa\n2,"Be"ta\n', ("broken_quotes", 3)),
        ('customer_id,name\n1,"Alfa\n2,"\n', ("swallowed_rows", 2)),
        ("customer_id;name\n1;Alfa\n", ("wrong_separator", 1)),
        ("customer_id,name,name\n1,a,b\n", ("column_twice", 1)),
        ("", ("empty_sheet", 1)),
        ("customer_id,name\n1\n2,Beta\n1,Alfa\n", ("ragged_row", 2)),
    ],
)
def test_a_broken_csv_is_named_with_its_row(text: str, expected: tuple[str, int], tmp_path: Path) -> None:
    found = [
        (code, row) for code, sheet, row, _, _ in errors(read_folder(tmp_path, customers=text)) if sheet == "customers"
    ]
    assert found == [expected]


def test_what_only_follows_from_another_trouble_is_not_told(tmp_path: Path) -> None:
    short = read_folder(tmp_path / "short", customers="customer_id,name,segment\n1,Alfa\n2,Beta,Bygg\n")
    assert [found[:3] for found in errors(short)] == [("ragged_row", "customers", 2)]
    no_settings = read_folder(tmp_path / "settings", settings=None)
    assert errors(no_settings) == [("missing_sheet", "settings", None, "", "")]
    turned = read_folder(tmp_path / "turned", settings="key,value\nperiod_start,2025-12-31\nperiod_end,2025-01-01\n")
    assert errors(turned) == [("period_ends_before_start", "settings", 3, "value", "2025-01-01")]


def test_blank_rows_are_passed_over_and_values_without_a_header_are_told(tmp_path: Path) -> None:
    result = read_folder(tmp_path, customers="customer_id,name,\n1,Alfa,x\n   \n , ,\n2,Beta,\n")
    assert errors(result) == []
    assert ("unnamed_column", "customers", 1, "C") in {(p.code, p.sheet, p.row, p.column) for p in result.problems}


def test_money_that_would_not_fit_together_is_refused(tmp_path: Path) -> None:
    row = "1,2025-02-01,9999999999999999.99,-9999999999999999.99,-9999999999999999.99\n"
    result = read_folder(tmp_path, transactions="customer_id,date,gross_sales,discount,cost_of_goods\n" + row * 2)
    assert errors(result) == [("money_too_large", "", None, "", "")]


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    result = read_folder(tmp_path, customers="customer_id,name\n1,Åkeri\n".encode("latin-1"))
    assert ("not_utf8", "customers") in [(code, sheet) for code, sheet, *_ in errors(result)]


def test_a_byte_order_mark_blank_rows_and_line_breaks_in_a_name_are_read(tmp_path: Path) -> None:
    text = '\ufeffcustomer_id,name\n1,"Alfa\nBygg"\n\n,\n2,Beta\nx,\n'
    assert errors(read_folder(tmp_path, customers=text)) == [("missing_value", "customers", 6, "name", "")]


def test_a_zip_of_csv_files_is_read_like_the_folder(tmp_path: Path) -> None:
    folder = write_sheets(tmp_path / "sent")
    with zipfile.ZipFile(tmp_path / "sent.zip", "w") as package:
        for path in folder.iterdir():
            package.write(path, f"inside/{path.name}")
    result = read_file(tmp_path, tmp_path / "sent.zip")
    assert errors(result) == []
    assert len(result.sheets) == len(SOUND)


def test_the_same_sheet_twice_is_refused(tmp_path: Path) -> None:
    folder = write_sheets(tmp_path / "sent")
    files = [SourceFile(path.name, path) for path in sorted(folder.iterdir())]
    again = SourceFile("Customers.CSV", folder / "customers.csv")
    result = read_source([*files, again], tmp_path / "ledger")
    assert ("sheet_twice", "customers", None, "", "Customers.CSV") in errors(result)


def test_what_is_no_table_at_all_is_named(tmp_path: Path) -> None:
    for name, content, code in (
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_workbook"),
        ("b.xlsx", b"PK\x03\x04 and then nothing", "unreadable_package"),
        ("c.xlsx", b"hello", "unreadable_package"),
    ):
        (tmp_path / name).write_bytes(content)
        assert code in {found[0] for found in errors(read_file(tmp_path / name[0], tmp_path / name))}
