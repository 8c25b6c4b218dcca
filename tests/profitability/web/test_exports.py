"""Lists as files: never a formula, numbers stay numbers."""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run
from ui import table_files
from ui.table_files import CellKind, TableColumn, TooManyRowsError, safe_text, table_file


def _content(file: table_files.TableFile) -> bytes:
    return b"".join(file.chunks)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " ="])
def test_text_that_could_be_a_formula_is_marked_as_text(start: str) -> None:
    assert safe_text(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["Åkeri AB", "", "3M", "a=b", "'x"])
def test_other_text_is_left_alone(text: str) -> None:
    assert safe_text(text) == text


def test_csv_follows_the_language_and_keeps_negative_numbers() -> None:
    columns = (TableColumn("Kund"), TableColumn("Belopp", CellKind.AMOUNT), TableColumn("Rang", CellKind.NUMBER))
    rows = [("-x", -123_456, -7), ("y", None, None)]
    assert _content(table_file("kunder", columns, rows, "csv")).decode("utf-8-sig") == (
        "Kund;Belopp;Rang\r\n'-x;-1234,56;-7\r\ny;;\r\n"
    )
    with translation.override("en-gb"):
        assert "'-x,-1234.56,-7" in _content(table_file("kunder", columns, rows, "csv")).decode()


def test_a_workbook_holds_text_as_text_and_amounts_as_numbers() -> None:
    columns = (TableColumn("Kund"), TableColumn("Belopp", CellKind.AMOUNT))
    content = _content(table_file("kunder", columns, [("=1+1", -123_456)], "xlsx"))
    row = openpyxl.load_workbook(BytesIO(content)).active[2]
    assert [(cell.value, cell.data_type) for cell in row] == [("=1+1", "s"), (-1234.56, "n")]


def test_a_list_too_long_for_a_workbook_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_files, "MAX_XLSX_ROWS", 2)
    with pytest.raises(TooManyRowsError):
        table_file("kunder", (TableColumn("Kund"),), [("a",)] * 3, "xlsx")


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_customer_list_is_exported_as_filtered(client: Client, cast: Cast, file_format: str) -> None:
    run = make_run(cast.engagement)
    client.force_login(cast.client_reader)
    url = reverse("profitability:customers_export", args=[cast.engagement.id, run.id, file_format])
    response = client.get(f"{url}?segment=Bygg&sort=-net_sales")
    assert f"kunder.{file_format}" in response["Content-Disposition"]
    content = b"".join(response)
    if file_format == "csv":
        lines = content.decode("utf-8-sig").splitlines()
        assert [line.split(";")[1] for line in lines[1:]] == ["1002", "10/3"]
        assert "'=HYPERLINK" in lines[1]
    else:
        sheet = openpyxl.load_workbook(BytesIO(content)).active
        assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["1002", "10/3"]
        assert sheet["C2"].data_type == "s"
