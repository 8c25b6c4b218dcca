"""The tables of the profitability reports: statement, tiers, customers, cost pools."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from profitability.domain.run import RunSummary
from profitability.pages.lines import StatementLine, driver_label, line_label, short_label, tier_label
from profitability.pages.overview import TierLine
from profitability.pages.tiers import ClauseLine
from profitability.selectors.statements import Statement
from profitability.selectors.traces import PoolRow
from reports.frame import Cell, Column, Row, RowKind, Table, Tier, Tone
from ui import formats
from ui.charts.drawing import ChartTable

NARROW_HEIGHT = 10
"""Characters of an amount that fit beside nine others on a page."""


def statement_table(
    lines: Sequence[StatementLine], title: str, currency: str, decimals: int, *, is_dense: bool = False
) -> Table:
    """Return an income statement: amount, share of net sales, and the amount as a bar."""
    columns = (
        Column(pgettext("resultaträkning", "Rad")),
        Column(formats.unit(currency), is_number=True, width=19),
        Column(_("Andel"), is_number=True, width=13),
        Column("", is_bar=True, width=27),
    )
    rows = tuple(
        Row(
            (
                Cell(line.label),
                Cell(
                    formats.amount(line.amount_minor, decimals),
                    tone=_tone(line.amount_minor) if line.is_sum or line.is_total else "",
                ),
                Cell(formats.percent(line.share)),
                Cell(share=float(line.bar_share) * (-1 if line.amount_minor < 0 else 1)),
            ),
            _row_kind(line),
        )
        for line in lines
    )
    return Table(
        title, columns, rows, note=_("Kostnader har minus. Andel är andel av nettoomsättningen."), is_dense=is_dense
    )


def _row_kind(line: StatementLine) -> RowKind:
    if line.is_total:
        return "total"
    if line.is_sum:
        return "sum"
    return "" if line.code == "gross_sales" else "level"


def tier_of(tier: str, label: str) -> Cell:
    """Return the badge of a tier."""
    kinds: dict[str, Tier] = {"gold": "gold", "silver": "silver", "bronze": "bronze"}
    return Cell(label, tier=kinds.get(tier, "plain"))


def tier_table(tiers: Sequence[TierLine], currency: str, decimals: int) -> Table:
    """Return what each tier holds."""
    unit = formats.unit(currency)
    columns = (
        Column(pgettext("kund", "Nivå"), width=12),
        Column(_("Kunder"), is_number=True, width=11),
        Column(_("Andel"), is_number=True, width=11),
        Column(_("Nettoomsättning, %(unit)s") % {"unit": unit}, is_number=True),
        Column(_("Täckningsbidrag, %(unit)s") % {"unit": unit}, is_number=True),
        Column(_("Av bidraget"), is_number=True, width=15),
        Column("", is_bar=True, width=15),
    )
    rows = tuple(
        Row(
            (
                tier_of(tier.tier, tier.label),
                Cell(formats.number(tier.customers)),
                Cell(formats.percent(tier.share)),
                Cell(formats.amount(tier.net_sales_minor, decimals)),
                Cell(formats.amount(tier.contribution_minor, decimals), tone=_tone(tier.contribution_minor)),
                Cell(formats.percent(tier.contribution_share, 0)),
                Cell(share=float(tier.bar_share) * (-1 if tier.contribution_minor < 0 else 1)),
            )
        )
        for tier in tiers
    )
    return Table(_("Nivåerna"), columns, rows)


def clause_table(clauses: Sequence[ClauseLine], ranked: str, summary: RunSummary) -> Table:
    """Return what each clause of the tiers' rule decided, and between which amounts: where the cuts fall."""
    columns = (
        Column(pgettext("kund", "Nivå"), width=12),
        Column(_("Skäl")),
        Column(_("Kunder"), is_number=True, width=11),
        Column(_("Högst"), is_number=True, width=16),
        Column(_("Lägst"), is_number=True, width=16),
    )
    rows = tuple(
        Row(
            (
                tier_of(line.clause.tier, line.tier_label),
                Cell(line.reason),
                Cell(formats.number(line.clause.customers)),
                Cell(formats.amount(line.clause.highest_minor, summary.decimals)),
                Cell(formats.amount(line.clause.lowest_minor, summary.decimals)),
            )
        )
        for line in clauses
    )
    note = _("Beloppen är %(line)s, %(unit)s.") % {"line": ranked, "unit": formats.unit(summary.currency)}
    return Table(_("Var gränserna går"), columns, rows, note=note, is_dense=True)


def _tone(minor: int) -> Tone:
    return "negative" if minor < 0 else ""


def customer_table(title: str, rows: Sequence[Statement], summary: RunSummary) -> Table:
    """Return customers with rank, tier, sales and what they are ranked by."""
    unit = formats.unit(summary.currency)
    longest = max((abs(row.minor(summary.rank_by)) for row in rows), default=0) or 1
    columns = (
        Column(_("Plats"), is_number=True, width=6),
        Column(_("Kundnr"), width=9),
        Column(_("Kund")),
        Column(_("Segment"), width=14),
        Column(pgettext("kund", "Nivå"), width=8),
        Column(_("Omsättning, %(unit)s") % {"unit": unit}, is_number=True, width=12),
        Column(f"{short_label(summary.rank_by)}, {unit}", is_number=True, width=12),
        Column("", is_bar=True, width=9),
    )
    lines = tuple(
        Row(
            (
                Cell(formats.number(row.rank)),
                Cell(row.customer_id, tone="muted"),
                Cell(row.name),
                Cell(row.segment, tone="muted"),
                tier_of(row.tier, tier_label(row.tier)),
                Cell(formats.amount(row.net_sales_minor, summary.decimals)),
                Cell(formats.amount(value, summary.decimals), tone=_tone(value)),
                Cell(share=value / longest),
            )
        )
        for row in rows
        for value in (row.minor(summary.rank_by),)
    )
    return Table(title, columns, lines, is_dense=True)


def pool_table(pools: Sequence[PoolRow], summary: RunSummary) -> Table:
    """Return where each cost pool went."""
    unit = formats.unit(summary.currency)
    columns = (
        Column(_("Kostnadspool")),
        Column(pgettext("resultaträkning", "Rad"), width=16),
        Column(_("Fördelas efter"), width=15),
        Column(_("Belopp, %(unit)s") % {"unit": unit}, is_number=True, width=12),
        Column(_("Till kunder"), is_number=True, width=12),
        Column(_("Outnyttjat"), is_number=True, width=11),
        Column(_("Hos företaget"), is_number=True, width=12),
    )
    rows = tuple(
        Row(
            (
                Cell(pool.name),
                Cell(line_label(pool.line), tone="muted"),
                Cell(driver_label(pool.driver) if pool.driver else "–", tone="muted"),
                Cell(formats.amount(pool.amount_minor, summary.decimals)),
                Cell(formats.amount(pool.to_customers_minor, summary.decimals)),
                Cell(formats.amount(pool.unused_minor, summary.decimals)),
                Cell(formats.amount(pool.common_minor + pool.unassigned_minor, summary.decimals)),
            )
        )
        for pool in pools
    )
    return Table(_("Kostnadspoolerna"), columns, rows, is_dense=True)


def decile_table(table: ChartTable) -> Table:
    """Return the whale curve's height at each tenth of the customers; each fifth where those are long."""
    tenths = table.rows[:10]
    if any(len(height) > NARROW_HEIGHT for _share, height in tenths):
        tenths = tenths[1::2]
    columns = (
        Column(table.columns[0], width=19),
        *(Column(share, is_number=True, width=8) for share, _height in tenths),
    )
    heights = Row((Cell(_("Summa")), *(Cell(height) for _share, height in tenths)))
    return Table("", columns, (heights,), is_dense=True)
