"""The chapters of the customer base report on who moved and what that is worth."""

from django.utils.translation import gettext as _

from portfolio.pages.flows import FlowsPage
from portfolio.pages.migration import MigrationPage
from portfolio.pages.portfolio import PortfolioPage
from reports.chapters import chart_block
from reports.customer_base_cells import table_of_chart
from reports.customer_base_movement_tables import MovementTables
from reports.customer_base_words import BaseWords
from reports.frame import Block, Prose, Section


def flows_section(page: FlowsPage, words: BaseWords, tables: MovementTables) -> Section:
    """Who stayed, came, came back and left, proved, and month by month."""
    told = (words.closing(), words.coming_and_going(), words.winning_back())
    blocks: list[Block] = [Prose((" ".join(part for part in told if part),))]
    if page.chart:
        blocks.append(chart_block(page.chart))
    blocks += [tables.flows(page.lines, words.flows.closing), tables.proof(page)]
    if len(page.series) > 1:
        blocks.append(tables.series(page.series))
    return Section("flows", _("Vilka som stannade, kom och lämnade"), tuple(blocks), starts_page=True)


def migration_section(page: MigrationPage, words: BaseWords, tables: MovementTables) -> Section:
    """How customers moved between tiers: shares, counts, money."""
    blocks: list[Block] = [Prose((words.moves(page.moves) or page.message,))]
    if page.heat:
        blocks += [chart_block(page.heat), table_of_chart(page.heat.table, _("Andel av kunderna i varje rad, %"))]
    if page.alluvial:
        blocks.append(chart_block(page.alluvial))
    blocks += [tables.matrix(page), tables.moves(page.moves)]
    return Section("migration", _("Hur kunderna rör sig mellan nivåerna"), tuple(blocks))


def portfolio_section(page: PortfolioPage, words: BaseWords, tables: MovementTables) -> Section:
    """What the base is worth, and why that changed."""
    told = _(
        "Livstidsvärdet är intäkten per kund och period gånger varaktigheten, 1 / (1 − kvarhållningen). "
        "Kvarhållningen är nivåns egen: av dem som var i nivån i den tidigare perioden, andelen som köpte i den senare."
    )
    blocks: list[Block] = [
        Prose((f"{page.message}. {words.worth()}".strip(), told)),
        tables.purchases(page.lines),
        tables.worth(page.lines),
    ]
    if page.contribution:
        blocks.append(tables.contributions(page.contribution))
    if page.change:
        blocks += [
            chart_block(page.change),
            table_of_chart(page.change.table, _("Värdeändringens delar")),
        ]
    elif not page.has_previous:
        blocks.append(Prose((_("Historiken räcker inte för att visa hur värdet ändrats sedan föregående period."),)))
    return Section("portfolio", _("Vad kundbasen är värd"), tuple(blocks), starts_page=True)
