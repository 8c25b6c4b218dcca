"""Where the cost pools' money went: pools, map, every flow, capacity over periods, and services between pools."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from profitability.domain.run import RunSummary
from profitability.models import Run
from profitability.pages.capacity import CapacityPage, capacity_page
from profitability.pages.costs import CostsPage, costs_page
from profitability.pages.methods import MethodsPage, methods_page
from reports.chapters import chart_block
from reports.frame import Block, Cell, Column, Prose, Row, Section, Table
from reports.tables import pool_table
from ui import formats
from ui.charts.drawing import Chart

FLOWS_SHOWN = 60
PERIODS_SHOWN = 6


class CostStory:
    """What a report tells of a run's cost pools: its charts, and the section that shows them."""

    def __init__(self, run: Run, summary: RunSummary) -> None:
        self.run, self.summary = run, summary
        self.costs, self.capacity, self.methods = costs_page(run), capacity_page(run), methods_page(run)

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Return the charts that the report must hand over with the section."""
        found = (self.costs.service_map, self.costs.map, self.capacity.chart)
        return tuple(chart for chart in found if chart is not None)

    def section(self) -> Section | None:
        """Return the section; None for a run without pools."""
        if not self.costs.pools:
            return None
        blocks: list[Block] = [pool_table([line.pool for line in self.costs.pools], self.summary)]
        if self.costs.map is not None:
            blocks.append(chart_block(self.costs.map))
        blocks.append(flow_table(self.costs, self.summary))
        if self.capacity.chart is not None:
            blocks += [chart_block(self.capacity.chart), capacity_table(self.capacity, self.summary)]
        if self.costs.service_map is not None:
            blocks.append(chart_block(self.costs.service_map))
        if self.methods.comparison is not None:
            blocks += [Prose((_methods_text(self.methods),)), method_table(self.methods, self.summary)]
            if self.methods.customers:
                blocks.append(method_customer_table(self.methods, self.summary))
        return Section("costs", _("Vart kostnaderna tog vägen"), tuple(blocks))


def flow_table(page: CostsPage, summary: RunSummary) -> Table:
    """Return every flow of money out of the pools, the first FLOWS_SHOWN in the pools' order."""
    columns = (
        Column(_("Från")),
        Column(_("Till"), width=46),
        Column(formats.unit(summary.currency), is_number=True, width=18),
    )
    customers = _("Kunder: %(line)s")
    rows = tuple(
        Row(
            (
                Cell(line.pool.name),
                Cell(customers % {"line": line.target} if line.to_customers else line.target),
                Cell(formats.amount_exact(line.flow.amount_minor, summary.decimals)),
            )
        )
        for line in page.money[:FLOWS_SHOWN]
    )
    left_out = len(page.money) - len(rows)
    note = _("Det som kommer in i en pool är lika med det som går ut.")
    if left_out > 0:
        note += " " + _("%(count)s rader till står på kostnadssidan.") % {"count": formats.number(left_out)}
    return Table(_("Pengarnas väg, flöde för flöde"), columns, rows, note=note, is_dense=True)


def _methods_text(page: MethodsPage) -> str:
    told = [f"{method.label}: {method.meaning}" for method in page.methods]
    told += [
        _("Poolerna %(members)s arbetar bara åt varandra: inget kommer ut.") % {"members": members}
        for members in page.circles
    ]
    return " ".join(told)


def method_table(page: MethodsPage, summary: RunSummary) -> Table:
    """Return what each pool puts on customers under each method for services between pools."""
    columns = (
        Column(_("Kostnadspool")),
        Column(pgettext("resultaträkning", "Rad"), width=20),
        *(Column(_method_name(page, place), is_number=True, width=18) for place in range(len(page.methods))),
    )
    rows = tuple(
        Row(
            (
                Cell(line.pool.name),
                Cell(line.line_label, tone="muted"),
                *_amounts(line.pool.to_customers_minor, summary),
            )
        )
        for line in page.pools
    )
    title = _("Till kunderna enligt tre metoder, %(unit)s") % {"unit": page.unit}
    return Table(title, columns, rows, is_dense=True)


def method_customer_table(page: MethodsPage, summary: RunSummary) -> Table:
    """Return the customers whose cost the choice of method changes most."""
    columns = (
        Column(_("Kund")),
        *(Column(_method_name(page, place), is_number=True, width=18) for place in range(len(page.methods))),
        Column(_("Skillnad"), is_number=True, width=16),
    )
    rows = tuple(
        Row((Cell(line.name), *_amounts((*line.customer.cost_minor, line.customer.spread_minor), summary)))
        for line in page.customers[:10]
    )
    title = _("Kunderna som valet av metod betyder mest för, %(unit)s") % {"unit": page.unit}
    return Table(title, columns, rows, is_dense=True)


def _method_name(page: MethodsPage, place: int) -> str:
    method = page.methods[place]
    return _("%(method)s (används)") % {"method": method.label} if method.is_used else method.label


def _amounts(minors: Sequence[int], summary: RunSummary) -> tuple[Cell, ...]:
    return tuple(Cell(formats.amount_exact(minor, summary.decimals)) for minor in minors)


def capacity_table(page: CapacityPage, summary: RunSummary) -> Table:
    """Return unused and over-used capacity in units and money, pool by pool over the latest periods."""
    columns = (
        Column(_("Pool")),
        Column(_("Period"), width=14),
        Column(_("Kapacitet"), is_number=True, width=13),
        Column(_("Använt"), is_number=True, width=13),
        Column(_("Kvar"), is_number=True, width=13),
        Column(_("Andel"), is_number=True, width=9),
        Column(formats.unit(summary.currency), is_number=True, width=15),
    )
    rows = tuple(
        Row(
            (
                Cell(pool.name),
                Cell(at.period, tone="muted", note=_("fryst sats") if at.has_standard_rate else ""),
                Cell(at.capacity),
                Cell(at.used),
                Cell(at.unused, tone="negative" if at.line.is_over_used else ""),
                Cell(formats.percent(at.used_share, 0)),
                Cell(
                    formats.amount_exact(at.idle_minor, summary.decimals), tone="negative" if at.idle_minor < 0 else ""
                ),
            )
        )
        for pool in page.pools
        for at in pool.known[-PERIODS_SHOWN:]
    )
    note = _("Under noll: mer användes än kapaciteten rymmer.")
    return Table(_("Kapacitet, pool för pool"), columns, rows, note=note, is_dense=True)
