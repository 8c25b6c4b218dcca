"""The first rows and the proposed mapping are shown without reading all of a large file."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from profitability.intake.reading import preview, read_file
from tests.profitability.intake.hostile_files import make_parts, pack

HEADER = ("Kundnr", "Fakturadatum", "Belopp exkl moms", "Artikel")
ROWS = 4_000


def _write_workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    for name in ("Info", "Försäljning"):
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, "Fakturajournal")
    sheet.write_row(2, 0, HEADER)
    for place in range(ROWS):
        sheet.write_row(3 + place, 0, [10_001 + place, "2025-01-13", 10.5 + place, f"Räka {place}"])
    book.close()


def _write_text(path: Path) -> None:
    lines = [f"{10_001 + place};2025-01-13;{10 + place},50;Räka {place}" for place in range(ROWS)]
    path.write_text("\n".join(["Fakturajournal", "", ";".join(HEADER), *lines]), "cp1252")


@pytest.mark.parametrize("write", [_write_workbook, _write_text])
def test_a_preview_shows_the_first_rows_and_how_all_would_be_read(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    write(tmp_path / "fil")
    shown, whole = preview(tmp_path / "fil", "transactions"), read_file(tmp_path / "fil", "transactions", None)
    assert shown.interpretation is not None
    assert whole.interpretation is not None
    assert shown.interpretation.plans == whole.interpretation.plans
    assert (shown.rows, whole.rows, len(shown.head), whole.head) == (100, ROWS, 100, ())
    row, cells = shown.head[99]
    assert row == 103
    assert [cells[0], cells[1], cells[3]] == ["10100", "2025-01-13", "Räka 99"]
    assert cells[2].replace(".", ",") in ("109,50", "109,5")


def test_a_preview_of_a_bomb_is_short_and_one_of_a_broken_file_refused(tmp_path: Path) -> None:
    path, rows = tmp_path / "fil.xlsx", "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 900))
    path.write_bytes(pack(make_parts(rows * 2_000)))
    started = time.process_time()
    assert preview(path, "transactions").rows <= 100
    assert time.process_time() - started < 5
    path.write_bytes(pack(make_parts(rows))[:600])
    assert [problem.code for problem in preview(path, "transactions").problems] == ["unreadable_package"]
