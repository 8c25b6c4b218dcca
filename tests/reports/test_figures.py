"""The attached figures: exact, with a point, and never a formula."""

import csv
import io
from fractions import Fraction

import pytest

from reports.figures import as_text, exact, major, write_figures


@pytest.mark.parametrize(
    ("minor", "decimals", "text"),
    [
        (0, 2, "0.00"),
        (5, 2, "0.05"),
        (-5, 2, "-0.05"),
        (-12345, 2, "-123.45"),
        (7, 0, "7"),
        (10**15 + 1, 2, "10000000000000.01"),
    ],
)
def test_amounts_are_written_to_the_last_minor_unit(minor: int, decimals: int, text: str) -> None:
    assert major(minor, decimals) == text


def test_quantities_keep_the_decimals_they_have() -> None:
    assert [exact(Fraction(value)) for value in ("3", "2.5", "0.000001", "-1.25")] == ["3", "2.5", "0.000001", "-1.25"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_what_looks_like_a_formula_stays_text(start: str) -> None:
    assert as_text(f"{start}1+1") == f"'{start}1+1"


def test_a_file_reads_back_as_it_was() -> None:
    figures = write_figures("a.csv", "A", ("name", "amount"), [('Öl, "fat"\nnr 2', "1.00")])
    assert list(csv.reader(io.StringIO(figures.content.decode()))) == [["name", "amount"], ['Öl, "fat"\nnr 2', "1.00"]]
