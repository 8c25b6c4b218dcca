"""Cells of the customer base report's tables, in one analysis' currency and decimals."""

from fractions import Fraction

from django.utils.translation import gettext as _

from reports.frame import Cell, Column, Row, Table, Tone
from ui import formats
from ui.charts.drawing import ChartTable

UNKNOWN = "–"


def number_cell(value: Fraction | int | None, decimals: int = 0) -> Cell:
    """Return a number; an unknown one as a dash."""
    return Cell(UNKNOWN if value is None else formats.number(value, decimals))


def percent_cell(share: Fraction | None, decimals: int = 1) -> Cell:
    """Return a share 0–1 as a percentage; an unknown one as a dash."""
    return Cell(UNKNOWN if share is None else formats.percent(share, decimals))


def growth_cell(share: Fraction | None) -> Cell:
    """Return a change with its sign; a fall in its colour."""
    if share is None:
        return Cell(UNKNOWN)
    tone: Tone = "negative" if share < 0 else ""
    return Cell(formats.signed(formats.percent(share)), tone=tone)


class BaseCells:
    """What tables of one analysis share: its unit and its amounts."""

    def __init__(self, currency: str, decimals: int) -> None:
        self.unit = formats.unit(currency)
        self.decimals = decimals

    def amount(self, minor: int | None) -> Cell:
        """Return an amount; losses in their colour, an unknown one as a dash."""
        if minor is None:
            return Cell(UNKNOWN)
        tone: Tone = "negative" if minor < 0 else ""
        return Cell(formats.amount(minor, self.decimals), tone=tone)

    def signed(self, minor: int) -> Cell:
        """Return an amount with its sign."""
        tone: Tone = "negative" if minor < 0 else ""
        return Cell(formats.signed(formats.amount(minor, self.decimals)), tone=tone)

    def revenue(self, width: int = 0) -> Column:
        """Return the column that amounts of revenue stand in."""
        return Column(_("Intäkt, %(unit)s") % {"unit": self.unit}, is_number=True, width=width)


def table_of_chart(table: ChartTable, title: str) -> Table:
    """Return the figures of a chart as they are."""
    width = 22 if len(table.columns) <= 8 else 14
    columns = (
        Column(table.columns[0], width=width),
        *(Column(name, is_number=True) for name in table.columns[1:]),
    )
    return Table(title, columns, tuple(Row(tuple(Cell(text) for text in row)) for row in table.rows), is_dense=True)
