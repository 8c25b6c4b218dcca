"""The customer base report's tables of new customers, holdings and budget."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portfolio.pages.budget import Version
from portfolio.pages.cohorts import CohortLine, CohortsPage
from portfolio.pages.holdings import HoldingsPage
from reports.customer_base_cells import BaseCells, growth_cell, number_cell, percent_cell
from reports.frame import Cell, Column, Row, Table


class OfferTables(BaseCells):
    """New customers, holdings, the development budget."""

    def cohorts(self, title: str, page: CohortsPage, shown: int = 0) -> Table:
        """Return new customers by cohort, the newest `shown` (0 = all), with what they cost where that is known."""
        columns = (
            Column(page.first_column, width=14 if page.has_cost else 16),
            Column(_("Kunder"), is_number=True, width=10),
            Column(_("Köp per kund"), is_number=True),
            Column(_("Intäkt per köp"), is_number=True),
            Column(_("Intäkt per kund"), is_number=True),
            Column(_("Köpte igen"), is_number=True),
            Column(_("Köpte andra året"), is_number=True),
            Column(_("Livstidsvärde"), is_number=True, width=12 if page.has_cost else 14),
        )
        costs = (Column(_("Kostnad per kund"), is_number=True), Column(_("Månader till återbetald"), is_number=True))
        rows = tuple(Row(self._cohort(line, page.has_cost)) for line in page.lines[-shown:])
        shown_columns = (*columns, *costs) if page.has_cost else columns
        return Table(title, shown_columns, rows, note=_("Belopp i %(unit)s.") % {"unit": self.unit}, is_dense=True)

    def _cohort(self, line: CohortLine, has_cost: bool) -> tuple[Cell, ...]:
        cells = (
            Cell(line.label, note="" if line.cohort.is_first_year_known else _("första året pågår")),
            number_cell(line.cohort.first_year.customers),
            number_cell(line.cohort.frequency, 2),
            self.amount(line.value_per_purchase_minor),
            self.amount(line.revenue_per_customer_minor),
            percent_cell(line.cohort.again_share),
            percent_cell(line.cohort.returned_share),
            self.amount(line.lifetime_value_minor),
        )
        return (*cells, self.amount(line.cost_minor), number_cell(line.pay_back_months, 1)) if has_cost else cells

    def depths(self, page: HoldingsPage) -> Table:
        """Return customers by how many products they hold."""
        columns = (
            Column(_("Produkter"), width=22),
            Column(_("Kunder"), is_number=True, width=18),
            Column(_("Andel"), is_number=True, width=15),
            Column("", is_bar=True),
            Column(_("Av intäkten"), is_number=True, width=18),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.label),
                    number_cell(line.depth.customers),
                    percent_cell(line.share),
                    Cell(share=float(line.share or 0)),
                    percent_cell(line.revenue_share),
                )
            )
            for line in page.depths
        )
        return Table(_("Hela kunder och delkunder"), columns, rows)

    def products(self, page: HoldingsPage, shown: int) -> Table:
        """Return the products that most customers hold, or the segments' development."""
        columns = (
            Column(_("Produkt"), width=26),
            Column(_("Kunder"), is_number=True, width=12),
            Column(_("Andel"), is_number=True, width=11),
            Column(_("Har den inte"), is_number=True, width=13),
            self.revenue(),
            Column(_("Utveckling"), is_number=True, width=14),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.product.name),
                    number_cell(line.product.later_customers),
                    percent_cell(line.share),
                    number_cell(line.could_buy),
                    self.amount(line.product.later_revenue_minor),
                    growth_cell(line.product.growth_share),
                )
            )
            for line in page.products[:shown]
        )
        return Table(_("Produkterna som flest kunder har"), columns, rows, is_dense=True)

    def pairs(self, page: HoldingsPage, shown: int) -> Table:
        """Return what is bought together, and how many could buy the second."""
        columns = (
            Column(_("Har"), width=22),
            Column(_("Kan köpa"), width=22),
            Column(_("Har båda"), is_number=True),
            Column(_("Av dem som har den första"), is_number=True),
            Column(_("Mot slumpen, gånger"), is_number=True),
            Column(_("Kan köpa, kunder"), is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(pair.first),
                    Cell(pair.second),
                    number_cell(pair.both_customers),
                    percent_cell(pair.confidence),
                    number_cell(pair.lift, 1),
                    number_cell(pair.could_buy),
                )
            )
            for pair in page.pairs[:shown]
        )
        return Table(_("Köps ihop"), columns, rows, is_dense=True)

    def segments(self, page: HoldingsPage) -> Table:
        """Return the development per segment."""
        columns = (
            Column(_("Segment"), width=24),
            Column(_("Kunder, tidigare"), is_number=True),
            Column(_("Kunder, senare"), is_number=True),
            Column(_("Tidigare, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Nu, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Utveckling"), is_number=True, width=13),
        )
        rows = tuple(
            Row(
                (
                    Cell(segment.name),
                    number_cell(segment.earlier_customers),
                    number_cell(segment.later_customers),
                    self.amount(segment.earlier_revenue_minor),
                    self.amount(segment.later_revenue_minor),
                    growth_cell(segment.growth_share),
                )
            )
            for segment in page.holdings.segments
        )
        return Table(_("Utveckling per segment"), columns, rows)

    def version(self, version: Version) -> Table:
        """Return one version of the budget."""
        columns = (
            Column(_("Grupp"), width=20),
            Column(_("Kunder"), is_number=True, width=12),
            Column(_("Köp"), is_number=True, width=12),
            self.revenue(),
            Column(_("Intäkt per köp"), is_number=True, width=13),
            Column(_("Köp per kund"), is_number=True, width=12),
            Column(_("Intäkt per kund"), is_number=True, width=13),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.label),
                    number_cell(line.customers),
                    number_cell(line.purchases),
                    self.amount(line.revenue_minor),
                    self.amount(line.value_per_purchase_minor),
                    number_cell(line.frequency, 2),
                    self.amount(line.revenue_per_customer_minor),
                ),
                "sum" if line.is_all else "",
            )
            for line in version.lines
        )
        return Table(version.name, columns, rows, is_dense=True)

    def key_figures(self, versions: Sequence[Version]) -> Table:
        """Return the versions side by side."""
        columns = (
            Column(_("Version"), width=22),
            self.revenue(16),
            Column(_("Mot utfallet"), is_number=True),
            Column(_("Förlorade"), is_number=True),
            Column(_("Kvarhållning"), is_number=True),
            Column(_("Återvunna"), is_number=True),
            Column(_("Varaktighet, brutto"), is_number=True),
            Column(_("Varaktighet, netto"), is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(version.name),
                    self.amount(version.revenue_minor),
                    growth_cell(version.revenue_change),
                    number_cell(version.lost_customers),
                    percent_cell(version.retention),
                    percent_cell(version.won_back_share),
                    number_cell(version.gross_duration, 2),
                    number_cell(version.net_duration, 2),
                )
            )
            for version in versions
        )
        note = _("Återvunna: andel av de tidigare förlorade. Varaktighet i perioder; netto räknar med de återvunna.")
        return Table(_("Versionerna sida vid sida"), columns, rows, note=note, is_dense=True)
