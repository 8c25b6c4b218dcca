"""Every cell becomes an exact value or a problem with its place; nothing is guessed."""

from pathlib import Path

import pyarrow.parquet as pq

from tests.profitability.readers.sheets import SOUND, errors, read_folder


def with_amounts(*texts: str) -> str:
    return "customer_id,date,gross_sales\n" + "".join(f'1,2025-02-01,"{text}"\n' for text in texts)


def test_a_sound_folder_has_no_errors_and_becomes_whole_numbers(tmp_path: Path) -> None:
    result = read_folder(tmp_path)
    assert errors(result) == []
    rows = pq.read_table(tmp_path / "ledger" / "transactions.parquet").to_pylist()
    assert [row["gross_sales_minor"] for row in rows] == [100_000, -2_005]
    assert [row["quantity_micro"] for row in rows] == [2_000_000, -1_000_000]
    assert [(row["source_file"], row["source_row"]) for row in rows] == [
        ("transactions.csv", 2),
        ("transactions.csv", 3),
    ]
    customers = pq.read_table(tmp_path / "ledger" / "customers.parquet").to_pylist()
    assert [row["attributes"] for row in customers] == ['{"region":"Norr"}', '{"region":""}']
    assert [(s.name, s.rows, s.sum_minor) for s in result.sheets if s.name in ("transactions", "pools")] == [
        ("transactions", 2, 97_995),
        ("pools", 2, 15_001),
    ]


def test_what_is_not_a_plain_number_is_refused(tmp_path: Path) -> None:
    refused = {
        "NaN": "not_a_number",
        "Infinity": "not_a_number",
        "1_000": "not_a_number",
        "1E+5": "not_a_number",
        "１２": "not_a_number",
        "1 000.00": "not_a_number",
        "1,000.00": "not_a_number",
        "(5)": "not_a_number",
        "1.": "not_a_number",
        ".5": "not_a_number",
        "12,50": "decimal_comma",
        "1 234,5": "decimal_comma",
        "10.005": "too_many_decimals",
        "99999999999999999.00": "number_too_large",
    }
    result = read_folder(tmp_path, transactions=with_amounts(*refused))
    assert errors(result) == [
        (code, "transactions", row, "gross_sales", text) for row, (text, code) in enumerate(refused.items(), start=2)
    ]


def test_plain_numbers_are_read_exactly(tmp_path: Path) -> None:
    plain = {"12.5": 1250, "+3": 300, "-0.01": -1, "7.5000": 750, " 8 ": 800, "0012.10": 1210, "\u00a05": 500, "0": 0}
    assert errors(read_folder(tmp_path, transactions=with_amounts(*plain))) == []
    amounts = pq.read_table(tmp_path / "ledger" / "transactions.parquet")["gross_sales_minor"].to_pylist()
    assert amounts == list(plain.values())


def test_what_is_not_an_iso_date_is_refused(tmp_path: Path) -> None:
    refused = ["2025-13-01", "2025-02-30", "0000-01-01", "31/12/2025", "1/2/26", "20250101", "45292", "２０２５-01-01"]
    rows = "".join(f"1,{text},1\n" for text in refused)
    result = read_folder(tmp_path, transactions=f"customer_id,date,gross_sales\n1,2025-01-31,5\n{rows}")
    assert errors(result) == [
        ("bad_date", "transactions", row, "date", text) for row, text in enumerate(refused, start=3)
    ]


def test_a_byte_of_zero_is_named_with_its_line(tmp_path: Path) -> None:
    result = read_folder(tmp_path, customers=b"customer_id,name\n1,Alfa\n2,Be\x00ta\n")
    assert errors(result)[0][:3] == ("nul_bytes", "customers", 3)


def test_a_negative_volume_and_a_seventh_decimal_are_refused(tmp_path: Path) -> None:
    text = "driver,customer_id,quantity\nvisits,1,-1\nvisits,1,0.0000001\nvisits,1,0.000001\n"
    assert errors(read_folder(tmp_path, volumes=text)) == [
        ("negative_quantity", "volumes", 2, "quantity", "-1"),
        ("too_many_decimals", "volumes", 3, "quantity", "0.0000001"),
    ]


def test_an_empty_required_cell_is_named(tmp_path: Path) -> None:
    text = "customer_id,name\n,Alfa\n2,  \n1,Alfa\n,,\n".replace("\n,,\n", "\n,\n")
    assert errors(read_folder(tmp_path, customers=text)) == [
        ("missing_value", "customers", 2, "customer_id", ""),
        ("missing_value", "customers", 3, "name", ""),
    ]


def test_an_id_that_a_spreadsheet_has_shortened_is_refused(tmp_path: Path) -> None:
    text = "customer_id,name\n1.23457E+15,Alfa\n1,A\n2,B\n"
    assert errors(read_folder(tmp_path, customers=text)) == [
        ("id_lost_digits", "customers", 2, "customer_id", "1.23457E+15")
    ]


def test_the_currency_decides_how_many_decimals_there_may_be(tmp_path: Path) -> None:
    settings = SOUND["settings"] + "decimals,3\n"
    assert errors(read_folder(tmp_path, settings=settings, transactions=with_amounts("10.005"))) == []
    assert pq.read_table(tmp_path / "ledger" / "transactions.parquet")["gross_sales_minor"].to_pylist() == [10_005]


def test_a_hundred_bad_cells_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    rows = "".join("1,2025-01-01,x\n" for _ in range(130))
    found = errors(read_folder(tmp_path, transactions="customer_id,date,gross_sales\n" + rows))
    assert len(found) == 101
    assert found[0][0] == "more_of_the_same"
