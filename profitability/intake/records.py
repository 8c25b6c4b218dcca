"""Part a text into records, one way for the whole file, and name the records that cannot be parted that way."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from profitability.intake.delimiters import FIXED, WHITESPACE, Dialect
from profitability.intake.fixed_width import is_rule, part_fixed

LONGEST_LINE = 1_000_000
_MOST_LINES = 200
_MOST_BLANK = 1_000_000


class NoTableError(Exception):
    """The text is something else than a table; `code` says what no table has."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Record:
    """One record with the row a spreadsheet shows; `fault` is the code of what is wrong with its quotes."""

    row: int
    cells: list[str]
    fault: str = ""


class _Lines:
    """Lines of a text, some of which can be put back."""

    def __init__(self, handle: TextIO) -> None:
        self._handle = handle
        self._waiting: list[str] = []

    def next(self) -> str | None:
        if self._waiting:
            return self._waiting.pop()
        line = self._handle.readline(LONGEST_LINE)
        if len(line) >= LONGEST_LINE:
            raise NoTableError("line_too_long")
        return line or None

    def put_back(self, lines: list[str]) -> None:
        self._waiting.extend(reversed(lines))


def part_records(handle: TextIO, dialect: Dialect, width: int = 0) -> Iterator[Record]:
    """Yield the records of an open text; a blank line is a record without cells.

    `width` is the usual number of columns, once known: with it, a quote that swallows whole rows is told from a line
    break inside a cell. A record with a broken quote is yielded with its fault, and reading goes on after its line.
    Raise NoTableError for a line longer than any ledger's, and for a text that is blank lines and little else.
    """
    lines = _Lines(handle)
    row = blank = 0
    sign, quote = dialect.sign, dialect.quote
    blanks = re.compile(r"\s{2,}|\t") if sign == WHITESPACE else None
    while (line := lines.next()) is not None:
        row += 1
        text = line.rstrip("\r\n")
        if not text.strip() or (not text[0].isalnum() and is_rule(text.replace(sign, " ") if sign else text)):
            blank += 1
            if blank > _MOST_BLANK and blank > 2 * (row - blank):
                raise NoTableError("blank_lines")
            yield Record(row, [])
        elif sign == FIXED:
            cells = part_fixed(text, dialect.gaps)
            yield Record(row, cells) if cells is not None else Record(row, [text], "columns_run_together")
        elif sign == WHITESPACE:
            yield Record(row, _part_by_blanks(text, width, blanks))
        elif not sign:
            yield Record(row, [text])
        elif quote not in text:
            yield Record(row, text.split(sign))
        else:
            yield _part_quoted(row, line, lines, dialect, width)


def _part_by_blanks(text: str, width: int, blanks: re.Pattern[str] | None) -> list[str]:
    cells = text.split()
    if blanks is not None and width and len(cells) != width:
        wide = blanks.split(text.strip())
        return wide if len(wide) == width else cells
    return cells


def _part_quoted(row: int, first: str, lines: _Lines, dialect: Dialect, width: int) -> Record:
    sign = dialect.sign
    taken = [first]

    def feed() -> Iterator[str]:
        yield first
        length = len(first)
        while len(taken) < _MOST_LINES and length < LONGEST_LINE and (line := lines.next()) is not None:
            taken.append(line)
            length += len(line)
            yield line

    try:
        cells = next(csv.reader(feed(), delimiter=sign, quotechar=dialect.quote, strict=True))
    except csv.Error:
        lines.put_back(taken[1:])
        return Record(row, first.rstrip("\r\n").split(sign), "broken_quotes")
    if len(taken) > 1 and _swallows(taken, sign, width):
        lines.put_back(taken[1:])
        return Record(row, first.rstrip("\r\n").split(sign), "broken_quotes")
    return Record(row, cells)


def _swallows(taken: list[str], sign: str, width: int) -> bool:
    """Say whether the first line and one inside the quotes are whole records by themselves."""
    whole = [line.count(sign) >= width - 1 for line in taken]
    return width > 1 and whole[0] and any(whole[1:-1] or whole[1:])
