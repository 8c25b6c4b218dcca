"""A row of the ledger is traced to the file that was sent, and to the row a spreadsheet shows there."""

from fractions import Fraction
from io import BytesIO

import openpyxl

from profitability.selectors.origins import Origin, find_origins, name_as_sent
from profitability.selectors.sources import SourceRow
from profitability.services.import_confirmation import confirm_import
from tests.conftest import Cast
from tests.profitability.intake.sie_files import make_sie
from tests.profitability.web.dropped_files import CUSTOMERS, SALES, begin_import


def test_rows_of_several_files_are_traced_to_the_files_as_sent(cast: Cast) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "April"
    for row in (["Kundnr", "Fakturadatum", "Fakturanr", "Belopp exkl moms"], [], ["1002", "2025-04-21", "F9", 12.5]):
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    files = {
        "kunder.csv": CUSTOMERS.encode(),
        "mars.txt": SALES.replace("1002;31", "\n1002;31").encode(),
        "april.xlsx": content.getvalue(),
        "bokslut.se": make_sie().encode("cp437"),
    }
    found = begin_import(cast, files)
    upload = confirm_import(found=found, revision=found.revision, confirmed_by=cast.finance).upload
    upload.refresh_from_db()
    wanted = [("customers", 3), ("transactions", 2), ("transactions", 3), ("transactions", 4), ("pools", 2)]
    assert find_origins(upload.canonical_key, wanted) == {
        ("customers", 3): Origin("kunder.csv", "", 3),
        ("transactions", 2): Origin("mars.txt", "", 3),
        ("transactions", 3): Origin("mars.txt", "", 5),
        ("transactions", 4): Origin("april.xlsx", "April", 3),
        ("pools", 2): Origin("bokslut.se", "", None),
    }
    assert find_origins(upload.canonical_key, [("settings", 2)]) == {}
    sold = SourceRow("F9", None, None, Fraction(1), 1250, "transactions.csv", 4)
    (named,) = name_as_sent(upload.canonical_key, "transactions", [sold])
    assert (named.source_file, named.source_row) == ("april.xlsx (April)", 3)
