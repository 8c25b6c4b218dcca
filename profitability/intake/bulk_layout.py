"""Where the records of a large text file are, how DuckDB reads them, and which line each of them stood on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from profitability.intake.delimiters import Dialect
from profitability.intake.disguises import KEPT_PLACES
from profitability.intake.line_index import LineIndex
from profitability.intake.seen_customers import Numbers

_LONGEST_LINE = 2_000_000
_WHOLE_DIGITS = 12


@dataclass(frozen=True)
class Layout:
    """Where the records of a file are: `skipped` lines stand above them, in the header's `width`.

    The columns `numbers` are read as decimals with the mark `mark`, of which `places` are kept, `days` as dates; a cell
    that is none rejects its line. `has_odd_rows` says that the sample has rows that are not plain, `begun` that an
    earlier reading has broken off.
    """

    index: LineIndex
    dialect: Dialect
    skipped: int
    width: int
    is_quoted: bool
    numbers: frozenset[int] = frozenset()
    mark: str = ""
    places: int = KEPT_PLACES
    days: frozenset[int] = frozenset()
    has_odd_rows: bool = False
    begun: bool = False

    @property
    def rejects(self) -> str:
        """Return the name of the table of lines that give no record."""
        return f"rejected{'_typed' * bool(self.mark)}{'_days' * bool(self.days)}{'_again' * self.begun}"

    @property
    def source_sql(self) -> str:
        """Return the SQL of all records as c0, c1 …; records of another width go to the rejects."""
        path = _literal(str(self.index.path))
        number = f"DECIMAL({_WHOLE_DIGITS + self.places}, {self.places})"
        kinds = dict.fromkeys(self.numbers, number) | dict.fromkeys(self.days, "DATE")
        columns = ", ".join(f"'c{place}': '{kinds.get(place, 'VARCHAR')}'" for place in range(self.width))
        decimals = f"decimal_separator = {_literal(self.mark)}, " if self.mark else ""
        quote = _literal(self.dialect.quote) if self.is_quoted else "''"
        return (
            f"read_csv({path}, delim = {_literal(self.dialect.sign)}, quote = {quote}, escape = {quote}, "
            f"{decimals}header = false, skip = {self.skipped}, auto_detect = false, columns = {{{columns}}}, "
            f"store_rejects = true, rejects_table = '{self.rejects}', rejects_scan = '{self.rejects}_scan', "
            f"max_line_size = {_LONGEST_LINE})"
        )


@dataclass(frozen=True)
class Lines:
    """Turns ordinals of records into line numbers and back: `absent` are the lines that gave no record."""

    first_line: int
    absent: Numbers

    def of(self, ordinals: Numbers) -> Numbers:
        """Return the line numbers."""
        shifted = self.absent - self.first_line - np.arange(len(self.absent))
        return ordinals + self.first_line + np.searchsorted(shifted, ordinals, side="right")

    def count_above(self, lines: Numbers) -> Numbers:
        """Return how many records stand above each line."""
        return lines - self.first_line - np.searchsorted(self.absent, lines)


@dataclass(frozen=True)
class Folds:
    """Lines that go on inside a cell of the record above: they have no row of their own in a spreadsheet."""

    lines: Numbers

    def row_of(self, lines: Numbers) -> Numbers:
        """Return the rows of the records that begin on these lines."""
        return lines - np.searchsorted(self.lines, lines)

    def line_of(self, rows: Sequence[int]) -> Numbers:
        """Return the lines on which the records of these rows begin."""
        wanted = np.array(rows, np.int64)
        return wanted + np.searchsorted(self.lines - np.arange(len(self.lines)), wanted, side="right")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
