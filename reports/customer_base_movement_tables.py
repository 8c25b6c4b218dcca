"""The customer base report's tables of flows, migration and portfolio."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portfolio.domain.customer_facts import Sums
from portfolio.pages.contribution import ContributionTable
from portfolio.pages.flows import FlowLine, FlowsPage, MonthLine
from portfolio.pages.migration import MigrationPage, MoveLine
from portfolio.pages.portfolio import TierLine
from reports.customer_base_cells import BaseCells, number_cell, percent_cell
from reports.frame import Cell, Column, Row, Table
from ui import formats


class MovementTables(BaseCells):
    """Flows, migration and portfolio."""

    def flows(self, lines: Sequence[FlowLine], closing: Sums) -> Table:
        """Return the four flows with the closing base as their sum."""
        columns = (
            Column(_("Flöde"), width=24),
            Column(_("Kunder"), is_number=True, width=13),
            Column(_("Andel"), is_number=True, width=11),
            Column("", is_bar=True, width=15),
            Column(_("Köp"), is_number=True, width=14),
            self.revenue(),
        )
        came = tuple(self._flow_row(line) for line in lines if line.name != "lost")
        left = tuple(self._flow_row(line) for line in lines if line.name == "lost")
        total = (
            Cell(_("Aktiva vid slutet")),
            number_cell(closing.customers),
            Cell(),
            Cell(share=0.0),
            number_cell(closing.purchases),
            self.amount(closing.revenue_minor),
        )
        note = _(
            "Andel av de aktiva vid slutet. För förlorade: andel av dem vid början, med den tidigare periodens köp."
        )
        return Table(_("Flödena"), columns, (*came, Row(total, "sum"), *left), note=note)

    def _flow_row(self, line: FlowLine) -> Row:
        sign = -1 if line.name == "lost" else 1
        return Row(
            (
                Cell(line.label),
                number_cell(line.sums.customers),
                percent_cell(line.share),
                Cell(share=sign * float(line.share or 0)),
                number_cell(line.sums.purchases),
                self.amount(line.sums.revenue_minor),
            )
        )

    def proof(self, page: FlowsPage) -> Table:
        """Return opening + new + won back − lost = closing, and their difference."""
        columns = (Column(_("Avstämning")), Column(_("Kunder"), is_number=True, width=30))
        rows = [Row((Cell(f"{line.sign} {line.label}".strip()), number_cell(line.customers))) for line in page.proof]
        difference = Row((Cell(_("Skillnad")), number_cell(page.difference)), "total")
        note = _("Varje kund står i ett och bara ett flöde.")
        return Table(_("Avstämning i kunder"), columns, (*rows, difference), note=note, is_dense=True)

    def series(self, months: Sequence[MonthLine]) -> Table:
        """Return the rolling windows, each with its own proof."""
        columns = (
            Column(_("Till och med"), width=15),
            Column(_("Vid början"), is_number=True),
            Column(_("+ nya"), is_number=True),
            Column(_("+ återvunna"), is_number=True),
            Column(_("− förlorade"), is_number=True),
            Column(_("= vid slutet"), is_number=True),
            Column("", is_bar=True, width=13),
            Column(_("Kvarhållning"), is_number=True, width=13),
        )
        rows = tuple(
            Row(
                (
                    Cell(formats.day(month.as_of)),
                    number_cell(month.flows.opening.customers),
                    number_cell(month.flows.new.customers),
                    number_cell(month.flows.won_back.customers),
                    number_cell(month.flows.lost.customers),
                    number_cell(month.flows.closing.customers),
                    Cell(share=float(month.bar_share)),
                    percent_cell(month.retention),
                )
            )
            for month in months
        )
        return Table(_("Månad för månad, rullande perioder"), columns, rows, is_dense=True)

    def matrix(self, page: MigrationPage) -> Table:
        """Return the migration in customers."""
        columns = (
            Column(_("Från"), width=20),
            *(Column(label, is_number=True) for label in page.columns),
            Column(_("Summa"), is_number=True),
        )
        rows = [
            Row(
                (
                    Cell(row.label),
                    *(number_cell(cell.sums.customers) if cell.is_possible else Cell() for cell in row.cells),
                    number_cell(row.total.customers),
                )
            )
            for row in page.rows
        ]
        sums = (Cell(_("Summa")), *(number_cell(total.customers) for total in page.totals), Cell())
        return Table(_("Förflyttningarna, kunder"), columns, (*rows, Row(sums, "sum")))

    def moves(self, moves: Sequence[MoveLine]) -> Table:
        """Return what going up, down, out and in is worth."""
        columns = (
            Column(_("Rörelse"), width=24),
            Column(_("Kunder"), is_number=True, width=14),
            Column(_("Tidigare, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Nu, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Förändring, %(unit)s") % {"unit": self.unit}, is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(move.label),
                    number_cell(move.customers),
                    self.amount(move.earlier_minor),
                    self.amount(move.later_minor),
                    self.signed(move.change_minor),
                )
            )
            for move in moves
        )
        return Table(_("Vad rörelserna är värda"), columns, rows)

    def purchases(self, lines: Sequence[TierLine]) -> Table:
        """Return what the tiers buy."""
        columns = (
            Column(pgettext("kund", "Nivå"), width=13),
            Column(_("Kunder"), is_number=True, width=12),
            Column(_("Köp"), is_number=True, width=12),
            self.revenue(19),
            Column(_("Köp per kund"), is_number=True),
            Column(_("Intäkt per köp"), is_number=True),
            Column(_("Intäkt per kund"), is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.label),
                    number_cell(line.row.sums.customers),
                    number_cell(line.row.sums.purchases),
                    self.amount(line.row.sums.revenue_minor),
                    number_cell(line.row.purchases_per_customer, 2),
                    self.amount(line.revenue_per_purchase_minor),
                    self.amount(line.revenue_per_customer_minor),
                ),
                "sum" if line.is_all else "",
            )
            for line in lines
        )
        return Table(_("Vad nivåerna köper"), columns, rows)

    def contributions(self, table: ContributionTable) -> Table:
        """Return the portfolio on contribution, by a run of the same period."""
        columns = (
            Column(pgettext("kund", "Nivå"), width=13),
            Column(_("Kunder i körningen"), is_number=True, width=14),
            Column(_("Täckningsbidrag, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Per kund"), is_number=True),
            Column(_("Livstidsvärde, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Portföljvärde, %(unit)s") % {"unit": self.unit}, is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.label),
                    number_cell(line.customers),
                    self.amount(line.contribution_minor),
                    self.amount(line.per_customer_minor),
                    Cell("") if line.is_all else self.amount(line.lifetime_value_minor),
                    self.amount(line.portfolio_value_minor),
                ),
                "sum" if line.is_all else "",
            )
            for line in table.lines
        )
        note = _("Ur körningen %(run)s, som gäller samma period.") % {"run": table.run}
        return Table(_("Vad nivåerna bidrar med"), columns, rows, note=note)

    def worth(self, lines: Sequence[TierLine]) -> Table:
        """Return what the tiers are worth."""
        total = max((float(line.portfolio_value_minor or 0) for line in lines if not line.is_all), default=0.0) or 1.0
        columns = (
            Column(pgettext("kund", "Nivå"), width=13),
            Column(_("Kvarhållning"), is_number=True, width=14),
            Column(_("Varaktighet, perioder"), is_number=True, width=14),
            Column(_("Livstidsvärde, %(unit)s") % {"unit": self.unit}, is_number=True, width=16),
            Column(_("Index"), is_number=True, width=10),
            Column(_("Portföljvärde, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column("", is_bar=True, width=14),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.label),
                    percent_cell(line.row.retention_share),
                    number_cell(line.row.duration, 2),
                    self.amount(line.lifetime_value_minor),
                    Cell("") if line.is_all else number_cell(line.row.index, 1),
                    self.amount(line.portfolio_value_minor),
                    Cell(share=0.0 if line.is_all else float(line.portfolio_value_minor or 0) / total),
                ),
                "sum" if line.is_all else "",
            )
            for line in lines
        )
        note = _("Index mot den lägsta nivån. Portföljvärdet för alla är nivåernas summa.")
        return Table(_("Vad nivåerna är värda"), columns, rows, note=note)
