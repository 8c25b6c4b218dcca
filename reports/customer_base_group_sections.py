"""The chapters of the customer base report on segments, classes and who could buy what next; only what there is."""

from django.utils.translation import gettext as _

from portfolio.domain.segment_rules import SegmentLine
from portfolio.pages.classes import ClassesPage, ClassesResult
from portfolio.pages.segments import SegmentGrowth, SegmentsPage
from portfolio.pages.twins import TwinsPage, TwinsResult
from reports.chapters import chart_block
from reports.customer_base_cells import BaseCells, growth_cell, number_cell, table_of_chart
from reports.frame import Block, Cell, Column, Points, Prose, Row, Section, Table
from ui import formats
from ui.charts import Chart

OFFERS_SHOWN = 12


class GroupTables(BaseCells):
    """Growth per segment or class, numbers of classes, products that are offered."""

    def growth(self, title: str, lines: tuple[SegmentGrowth, ...], total: SegmentLine) -> Table:
        """Return each segment's customers and revenue in both windows."""
        columns = (
            Column(_("Segment"), width=22),
            Column(_("Kunder i allt"), is_number=True),
            Column(_("Aktiva, tidigare"), is_number=True),
            Column(_("Aktiva, senare"), is_number=True),
            Column(_("Tidigare, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Nu, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Utveckling"), is_number=True, width=13),
        )
        rows = (*(self._row(found.line) for found in lines), self._row(total, "sum"))
        return Table(title, columns, rows, is_dense=True)

    def _row(self, line: SegmentLine, kind: str = "") -> Row:
        return Row(
            (
                Cell(line.name),
                number_cell(line.customers),
                number_cell(line.earlier.customers),
                number_cell(line.later.customers),
                self.amount(line.earlier.revenue_minor),
                self.amount(line.later.revenue_minor),
                growth_cell(line.revenue_growth_share),
            ),
            "sum" if kind == "sum" else "",
        )

    def counts(self, result: ClassesResult) -> Table:
        """Return the numbers of classes side by side."""
        columns = (
            Column(_("Klasser"), width=16),
            Column("BIC", is_number=True),
            Column(_("Hamnar lika igen"), is_number=True),
            Column(_("Hur säker klassen är"), is_number=True),
            Column(_("Minsta klassen"), is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(formats.number(line.solution.count), note=_("vald") if line.is_chosen else ""),
                    Cell(formats.number(round(line.solution.bic))),
                    Cell(formats.percent(line.solution.stability, 0)),
                    Cell(formats.percent(line.solution.certainty, 0)),
                    Cell(formats.percent(line.smallest_share)),
                )
            )
            for line in result.lines
        )
        return Table(_("Antal klasser"), columns, rows, is_dense=True)

    def offers(self, result: TwinsResult) -> Table:
        """Return the products with the most expected revenue."""
        columns = (
            Column(_("Produkt"), width=26),
            Column(_("Har den"), is_number=True),
            Column(_("Föreslås, kunder"), is_number=True),
            Column(_("Intäkt per kund som har den"), is_number=True),
            Column(_("Väntad intäkt"), is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.product.name),
                    number_cell(line.product.holders),
                    number_cell(line.product.offered),
                    self.amount(line.product.mean_minor),
                    self.amount(line.product.expected_minor),
                )
            )
            for line in result.products[:OFFERS_SHOWN]
        )
        note = _("Belopp i %(unit)s.") % {"unit": self.unit}
        return Table(_("Produkter efter väntad intäkt"), columns, rows, note=note, is_dense=True)


def group_sections(
    segments: SegmentsPage, classes: ClassesPage, twins: TwinsPage, tables: GroupTables
) -> tuple[Section, ...]:
    """Return a chapter for each that has a result; classes only when a person has chosen their number."""
    sections = []
    if twins.result:
        sections.append(_twins(twins.result, tables))
    if segments.result:
        told: list[Block] = [
            Prose((f"{segments.result.message}.",)),
            Points(segments.result.rules, _("Reglerna bakom")),
        ]
        told.append(tables.growth(_("Utveckling per segment"), segments.result.lines, segments.result.total))
        sections.append(Section("segments", _("Segmenten"), (*told, *_drawn(segments.result.chart))))
    if classes.result and classes.result.choice:
        found = classes.result
        told = [Prose((f"{found.source_text} {found.message}.",)), tables.counts(found), *_drawn(found.profile)]
        told.append(tables.growth(_("Klassernas utveckling"), found.growth, found.total))
        sections.append(Section("classes", _("Klasser ur svar eller beteende"), tuple(told)))
    return tuple(sections)


def group_charts(segments: SegmentsPage, classes: ClassesPage, twins: TwinsPage) -> tuple[Chart | None, ...]:
    """Return the charts of those chapters."""
    return (
        twins.result.chart if twins.result else None,
        segments.result.chart if segments.result else None,
        classes.result.profile if classes.result and classes.result.choice else None,
    )


def _twins(result: TwinsResult, tables: GroupTables) -> Section:
    blocks = (Prose((f"{result.message}.", result.verdict)), tables.offers(result), *_drawn(result.chart))
    return Section("twins", _("Kan köpa härnäst"), blocks)


def _drawn(chart: Chart | None) -> tuple[Block, ...]:
    return (chart_block(chart), table_of_chart(chart.table, chart.subtitle)) if chart else ()
