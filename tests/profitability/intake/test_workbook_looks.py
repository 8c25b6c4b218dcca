"""What a workbook says by its looks alone (a number's format, a line through a row) is never passed over."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from profitability.intake.cell_styles import PERCENT, THOUSANDS, read_mark
from profitability.intake.checks import Scope
from profitability.intake.reading import Reading, read_file

HEADER = ("Kundnr", "Fakturadatum", "Belopp exkl moms", "Rabatt")
VOLUMES = ("Drivare", "Kundnr", "Tid")


@pytest.mark.parametrize(
    ("code", "mark"),
    [
        ("General", ""),
        ("#,##0.00", ""),
        ("_-* #,##0.00_-;\\-* #,##0.00_-", ""),
        ("yyyy\\-mm\\-dd;@", ""),
        ("[$-41D]d mmmm yyyy;@", ""),
        ('#,##0.00 "kr"', "kr"),
        ("#,##0.00\\ [$€-407]", "€"),
        ("[$EUR] #,##0", "eur"),
        ("$#,##0.00", "$"),
        ("#,##0,", THOUSANDS),
        ("0.0,,", THOUSANDS),
        ('#,##0" tkr"', "tkr"),
        ("0.00%", PERCENT),
        ('[h]:mm "h"', ""),
    ],
)
def test_a_number_format_says_what_stands_beside_the_number(code: str, mark: str) -> None:
    assert read_mark(code) == mark


def _read(
    folder: Path,
    format_of: Callable[[int, int], dict[str, object]],
    *,
    sheet: str = "transactions",
    currency: str = "",
    answers: dict[str, str] | None = None,
) -> Reading:
    """Read nine rows whose cells have the format that their row and column give."""
    book = xlsxwriter.Workbook(str(folder / "fil.xlsx"))
    page = book.add_worksheet()
    page.write_row(0, 0, HEADER if sheet == "transactions" else VOLUMES)
    for row in range(1, 10):
        cells = [10_000 + row, "2025-01-13", 1_250.5 * row, 0.05 * row]
        for place, cell in enumerate(cells if sheet == "transactions" else ["Telefon", 10_000 + row, 30 * row]):
            page.write(row, place, cell, book.add_format(format_of(row, place)))
    book.close()
    return read_file(folder / "fil.xlsx", sheet, folder / "out.csv", answers, scope=Scope(currency=currency))


def _beside(place: int, *codes: str) -> Callable[[int, int], dict[str, object]]:
    return lambda row, at: {"num_format": codes[row % len(codes)]} if at == place else {}


def _found(reading: Reading) -> set[str]:
    return {each.kind for each in reading.questions} | {each.code for each in reading.problems if each.level == "error"}


@pytest.mark.parametrize(
    ("place", "codes", "expected"),
    [
        (2, ('#,##0.00 "EUR"', '#,##0.00 "kr"'), "several_currencies"),
        (2, ("[$€-2] #,##0.00", "General", "General"), "several_currencies"),
        (2, ("#,##0,",), "scale"),
        (2, ('#,##0" tkr"',), "scale"),
        (2, ("0%",), "percent_in_column"),
        (3, ("0%",), "discount"),
    ],
)
def test_currencies_thousands_and_percent_by_format_alone(
    place: int, codes: tuple[str, ...], expected: str, tmp_path: Path
) -> None:
    answers = {} if place == 3 else {"column:discount": "-"}
    assert _found(_read(tmp_path, _beside(place, *codes), answers=answers)) - {"rounding"} == {expected}


def test_units_of_time_by_format_alone(tmp_path: Path) -> None:
    assert _found(_read(tmp_path, _beside(2, '0" min"', '0" h"'), sheet="volumes")) == {"several_units"}


def test_a_foreign_currency_by_format_is_another_than_the_ledgers_own(tmp_path: Path) -> None:
    answers = {"column:discount": "-"}
    reading = _read(tmp_path, _beside(2, "[$€-2] #,##0.00"), currency="SEK", answers=answers)
    assert _found(reading) == {"other_currency"}
    assert _read(tmp_path, _beside(2, '#,##0.00 "kr"'), currency="SEK", answers=answers).is_read


def test_rows_with_a_line_through_them_are_asked_about(tmp_path: Path) -> None:
    def strike(row: int, _place: int) -> dict[str, object]:
        return {"font_strikeout": row in (3, 5)}

    answers = {"column:discount": "-"}
    assert _found(_read(tmp_path, strike, answers=answers)) == {"struck_rows"}
    assert _read(tmp_path, strike, answers=answers | {"struck_rows": "read"}).rows == 9
    reading = _read(tmp_path, strike, answers=answers | {"struck_rows": "leave"})
    assert (reading.is_read, reading.rows, reading.sum_text) == (True, 7, "46268.50")


def test_zeros_of_a_format_are_part_of_the_number(tmp_path: Path) -> None:
    answers = {"column:discount": "-"}
    assert _found(_read(tmp_path, _beside(0, "0000000"), answers=answers)) == {"zeros"}
    assert _read(tmp_path, _beside(0, "0000000"), answers=answers | {"zeros:Kundnr": "fill"}).is_read
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("0010001,")


def test_a_sheet_that_goes_on_without_a_header_is_asked_about(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "fil.xlsx"))
    for number in (0, 1):
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER[:3])
        for row in range(1 - number, 6):
            page.write_row(row, 0, [10_000 + row, "2025-01-13", 1_250.5 * row])
    book.close()
    assert _found(read_file(tmp_path / "fil.xlsx", "transactions", None)) == {"sheet"}
