"""The figures behind a report as CSV, as in the exchange format: UTF-8, comma, decimal point, exact amounts."""

import csv
import io
from collections.abc import Iterable, Sequence
from fractions import Fraction

from reports.pdf import Figures

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def major(minor: int, decimals: int = 2) -> str:
    """Write minor units in major units with a point and no separator: -12345 is "-123.45"."""
    whole, rest = divmod(abs(minor), 10**decimals)
    digits = f"{whole}.{rest:0{decimals}d}" if decimals else str(whole)
    return f"-{digits}" if minor < 0 else digits


def exact(quantity: Fraction) -> str:
    """Write a quantity with a point and as many decimals as it has, at most six."""
    text = f"{float(quantity):.6f}" if quantity.denominator != 1 else str(quantity)
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_text(value: str) -> str:
    """Return `value` so that a spreadsheet takes it for text, also when it begins like a formula."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def write_figures(name: str, description: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Figures:
    """Return a CSV file of `head` and `rows`; texts that people typed go through `as_text` first."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return Figures(name, description, buffer.getvalue().encode())
