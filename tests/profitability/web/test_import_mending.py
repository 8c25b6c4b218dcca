"""Mending an import: by cause, in the grid, by workbook, and taken back."""

from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from profitability.import_models import CustomerAlias, FileStatus, ImportFile, LedgerImport
from profitability.selectors.imports import is_ready
from tests.conftest import Cast
from tests.profitability.web.dropped_files import CUSTOMERS, POOLS, begin_import, read_import

SALES = (
    "Kundnr;Fakturadatum;Belopp exkl moms\n1001;14.02.2025;100,00\n99;15.02.2025;50,00\n99;16.02.2025;50,00\n"
    "1002;17.02.2025;hundra\n;18.02.2025;1,00\n1001;19.02.2025;7,00\n1001;19.02.2025;7,00\n"
)
TWINS = CUSTOMERS + "1003;Bageriet i Ö AB;Livs\n"
FILES = {
    "kunder.csv": TWINS.encode(),
    "försäljning.csv": SALES.encode(),
    "pooler.csv": POOLS.replace("@orders", "@lines").encode(),
}


def start(cast: Cast) -> tuple[LedgerImport, ImportFile]:
    found = begin_import(cast, FILES)
    return found, found.files.get(name="försäljning.csv")


def address(cast: Cast, step: str, file: ImportFile) -> str:
    return reverse(f"profitability:import_{step}", args=[cast.engagement.id, file.id])


def test_every_cause_is_mended_in_one_go_and_the_last_change_taken_back(client: Client, cast: Cast) -> None:
    found, file = start(cast)
    client.force_login(cast.finance)
    check = reverse("profitability:import_check", args=[cast.engagement.id, found.id])
    text = client.get(check).content.decode()
    for said in ("Betyder kunden", "är samma kund som", "Hoppa över de dubbla raderna", "Byt överallt mot"):
        assert said in text
    edit, undo = address(cast, "edit", file), address(cast, "edit_undo", file)
    client.post(edit, {"way": "map", "column": "Kundnr", "value": "99", "other": "4711"})
    assert not CustomerAlias.objects.exists()
    client.post(edit, {"way": "map", "column": "Kundnr", "value": "99", "other": "1002"})
    client.post(edit, {"way": "replace", "column": "Belopp exkl moms", "value": "hundra", "other": "100,00"})
    client.post(edit, {"way": "skip", "code": "missing_value", "column": "Kundnr"})
    client.post(edit, {"way": "skip", "code": "row_twice", "column": ""})
    found = read_import(found)
    file.refresh_from_db()
    assert (file.status, file.total_minor, file.row_count) == (FileStatus.READ, 30_700, 5)
    assert is_ready(found)
    for _time in range(2):
        client.post(undo)
    file.refresh_from_db()
    assert read_import(found).files.get(pk=file.pk).error_count == 1
    client.post(undo)
    client.post(undo)
    assert not CustomerAlias.objects.exists()
    assert "Ångra" not in client.get(address(cast, "mend", file)).content.decode()


def test_likely_twins_become_one_customer_everywhere(client: Client, cast: Cast) -> None:
    found, _file = start(cast)
    customers = found.files.get(name="kunder.csv")
    client.force_login(cast.finance)
    twins = {"way": "merge", "column": "Kundnamn", "pair": "0", "value": "1003", "other": "1002"}
    client.post(address(cast, "edit", customers), twins)
    found = read_import(found)
    assert found.files.get(pk=customers.pk).row_count == 2
    assert CustomerAlias.objects.get().customer_id == "1002"
    forget = reverse("profitability:import_alias_forget", args=[cast.engagement.id, found.id])
    client.post(forget, {"written": "1003"})
    assert read_import(found).files.get(pk=customers.pk).row_count == 3


def test_the_grid_takes_changed_cells_and_rows_to_skip_without_a_script(client: Client, cast: Cast) -> None:
    found, file = start(cast)
    client.force_login(cast.finance)
    mend = address(cast, "mend", file)
    text = client.get(mend).content.decode()
    assert 'name="cell-5-2" value="hundra"' in text
    assert "Det är inget tal på det sätt som kolumnen skriver tal." in text
    client.post(
        mend, {"cell-5-2": "100,00", "cell-3-0": "1002", "cell-4-0": "1002", "cell-99-0": "9", "skip": ["6", "8"]}
    )
    assert 'name="cell-5-2" value="100,00"' in client.get(mend).content.decode()
    found = read_import(found)
    file.refresh_from_db()
    assert (file.status, file.total_minor) == (FileStatus.READ, 30_700)


def test_the_error_workbook_comes_back_with_only_what_was_changed(client: Client, cast: Cast) -> None:
    found, file = start(cast)
    client.force_login(cast.finance)
    book = openpyxl.load_workbook(BytesIO(b"".join(client.get(address(cast, "error_rows", file)))))
    sheet = book.active
    assert sheet is not None
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head == [
        "Rad #",
        "Vad som är fel",
        "Vad du gör",
        "Hoppa över (x)",
        "Kundnr",
        "Fakturadatum",
        "Belopp exkl moms",
    ]
    assert [row[0] for row in rows] == [3, 4, 5, 6, 8]
    for line, row in enumerate(rows, 2):
        if row[0] in (3, 4):
            sheet.cell(line, 5, "1002")
        elif row[0] == 5:
            sheet.cell(line, 7, 100)
        else:
            sheet.cell(line, 4, "x")
    mended = BytesIO()
    book.save(mended)
    url = address(cast, "mended_rows", file)
    client.post(url, {"mended_file": SimpleUploadedFile("felbok.xlsx", mended.getvalue())})
    assert file.edits.count() == 4
    read_import(found)
    file.refresh_from_db()
    assert (file.status, file.total_minor) == (FileStatus.READ, 30_700)
    page = client.post(url, {"mended_file": SimpleUploadedFile("annat.csv", b"a;b\n1;2\n")}, follow=True)
    assert "Filen är inte den här filens felbok" in page.content.decode()
