"""The chapters of the customer base report on new customers, holdings and the development budget."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portfolio.pages.budget import BudgetPage, Version
from portfolio.pages.cohorts import CohortsPage
from portfolio.pages.holdings import HoldingsPage
from reports.chapters import chart_block
from reports.customer_base_cells import table_of_chart
from reports.customer_base_offer_tables import OfferTables
from reports.customer_base_outlook_tables import OutlookTables
from reports.customer_base_words import BaseWords
from reports.frame import Block, Prose, Section
from ui.charts.bars import Bar, bars
from ui.charts.drawing import Chart

PRODUCTS_SHOWN = 12
PAIRS_SHOWN = 12
COHORTS_SHOWN = 8


def cohorts_section(pages: Sequence[CohortsPage], words: BaseWords, tables: OfferTables) -> Section:
    """How new customers begin, how many come back, what they cost; by year, by quarter, and by each source."""
    told = _(
        "Första året räknas från varje kunds eget första köp i underlaget; de som var kunder innan underlaget börjar "
        "ser därför nya ut i de första grupperna."
    )
    by_year, by_quarter, *by_source = pages
    blocks: list[Block] = [Prose((words.newcomers(), told) if words.newcomers() else (told,))]
    if by_year.lines:
        blocks.append(tables.cohorts(_("Nya kunder per år"), by_year, COHORTS_SHOWN))
        blocks.append(tables.cohorts(_("Nya kunder per kvartal"), by_quarter, COHORTS_SHOWN))
    blocks += [tables.cohorts(_("Nya kunder per %(what)s") % {"what": p.first_column}, p) for p in by_source]
    chart = by_year.triangle
    if chart:
        blocks += [
            chart_block(chart),
            table_of_chart(chart.table, _("Andel i procent som köpte igen, kvartal efter kvartal")),
        ]
    return Section("cohorts", _("Nya kunder"), tuple(blocks))


def holdings_section(page: HoldingsPage, words: BaseWords, tables: OfferTables) -> Section:
    """What customers hold, who could buy what next, where it grows."""
    if not page.holdings.customers:
        blocks: list[Block] = [Prose((_("Transaktionerna nämner inga produkter."),))]
    else:
        blocks = [
            Prose(
                (words.holdings() + " " + _("En kund har en produkt när nettot i den senare perioden är över noll."),)
            ),
            tables.depths(page),
            tables.products(page, PRODUCTS_SHOWN),
        ]
    if page.pairs:
        blocks.append(tables.pairs(page, PAIRS_SHOWN))
    if page.holdings.segments:
        blocks.append(tables.segments(page))
    return Section("holdings", _("Vad kunderna har"), tuple(blocks))


def versions_shown(page: BudgetPage) -> tuple[Version, ...]:
    """Return outcome, the same development again, and every saved scenario."""
    return (*page.versions[:2], *(saved.version for saved in page.scenarios))


def budget_chart(page: BudgetPage, words: BaseWords) -> Chart:
    """Draw the revenue of the versions."""
    again = page.versions[1]
    rows = [
        Bar(version.name, version.revenue_minor, words.money(version.revenue_minor)) for version in versions_shown(page)
    ]
    return bars(
        rows,
        title=words.budget(again.revenue_change, again.revenue_minor).rstrip(".") or _("Utfall och budget"),
        subtitle=_("Intäkt per version"),
        columns=(_("Version"), _("Intäkt")),
        key="budget",
    )


def budget_section(
    page: BudgetPage, words: BaseWords, tables: OfferTables, outlook: OutlookTables, chart: Chart
) -> Section:
    """The development budget: outcome, the same again, scenarios, and the levers that reach their targets."""
    development = ", ".join(
        f"{field.group_label.lower()} {field.label.lower()} {field.text}"
        for field in page.development
        if field.text != "100"
    )
    assumed = _("Ingen utveckling antas: det finns ingen tidigare period att jämföra med.")
    if development:
        assumed = _("Utvecklingen sedan förra perioden upprepas, 100 är oförändrat: %(development)s.") % {
            "development": development
        }
    again, versions = page.versions[1], versions_shown(page)
    told = (words.budget(again.revenue_change, again.revenue_minor), assumed)
    blocks: list[Block] = [
        Prose((" ".join(part for part in told if part),)),
        chart_block(chart),
        tables.key_figures(versions),
        *(tables.version(version) for version in versions),
    ]
    aimed = [saved for saved in page.scenarios if saved.alone]
    if aimed:
        blocks.append(outlook.alone(aimed))
    blocks += [outlook.mix(saved, saved.mix) for saved in aimed if saved.mix is not None and saved.mix.lines]
    return Section("budget", _("Kundutvecklingsbudget"), tuple(blocks))
