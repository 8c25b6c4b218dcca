"""The customer base report: who stayed, came and left, what the base is worth, what can be done about it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.definition import TIERS
from portfolio.domain.ratio import ratio
from portfolio.models import Analysis
from portfolio.pages.ahead import AheadPage, ahead_page
from portfolio.pages.budget import BudgetPage, budget_page
from portfolio.pages.classes import ClassesPage, classes_page
from portfolio.pages.cohorts import SOURCE_PREFIX, CohortsPage, cohorts_page
from portfolio.pages.flows import FlowsPage, flows_page
from portfolio.pages.holdings import HoldingsPage, holdings_page
from portfolio.pages.leaving import LeavingPage, leaving_page
from portfolio.pages.migration import MigrationPage, migration_page
from portfolio.pages.portfolio import PortfolioPage, portfolio_page
from portfolio.pages.segments import SegmentsPage, segments_page
from portfolio.pages.twins import TwinsPage, parse_offer_query, twins_page
from portfolio.pages.typed_levers import read_typed
from portfolio.pages.wallet import WalletPage, wallet_page
from portfolio.place_texts import place_label
from portfolio.selectors.analyses import get_summary
from reports.chapters import about_blocks, chart_asset, long_date, period_text
from reports.customer_base_figures import list_figures
from reports.customer_base_group_sections import GroupTables, group_charts, group_sections
from reports.customer_base_movement_sections import flows_section, migration_section, portfolio_section
from reports.customer_base_movement_tables import MovementTables
from reports.customer_base_offer_sections import (
    budget_chart,
    budget_section,
    cohorts_section,
    holdings_section,
    versions_shown,
)
from reports.customer_base_offer_tables import OfferTables
from reports.customer_base_outlook_sections import ahead_section, leaving_section, wallet_section
from reports.customer_base_outlook_tables import OutlookTables
from reports.customer_base_words import BaseWords
from reports.frame import (
    Fact,
    Facts,
    Heading,
    KeyFigure,
    KeyFigures,
    Points,
    PrintedReport,
    Section,
    Summary,
)
from reports.models import Report
from ui import formats


@dataclass(frozen=True)
class BasePages:
    """The pages of one analysis, as they stand on the web."""

    flows: FlowsPage
    migration: MigrationPage
    portfolio: PortfolioPage
    by_year: CohortsPage
    by_quarter: CohortsPage
    holdings: HoldingsPage
    segments: SegmentsPage
    classes: ClassesPage
    twins: TwinsPage
    budget: BudgetPage
    ahead: AheadPage
    leaving: LeavingPage
    wallet: WalletPage
    by_source: tuple[CohortsPage, ...]


def compose_customer_base_report(report: Report) -> PrintedReport:
    """Compose the report of a published analysis; raise FileNotFoundError when its files are gone."""
    analysis = report.analysis
    if analysis is None or analysis.summary is None:
        raise FileNotFoundError("analysis")
    summary = get_summary(analysis)
    formats.use_decimals(summary.decimals)
    pages, words = _pages(analysis, summary), BaseWords(summary)
    movement = MovementTables(summary.currency, summary.decimals)
    offer = OfferTables(summary.currency, summary.decimals)
    outlook = OutlookTables(summary.currency, summary.decimals)
    plan = budget_chart(pages.budget, words)
    charts = (
        pages.flows.chart,
        pages.migration.heat,
        pages.migration.alluvial,
        pages.portfolio.change,
        pages.by_year.triangle,
        plan,
        *group_charts(pages.segments, pages.classes, pages.twins),
        pages.leaving.result.chart if pages.leaving.result else None,
    )
    figures = list_figures(summary, versions_shown(pages.budget))
    return PrintedReport(
        heading=_heading(report, analysis, summary, pages),
        summary=_summary(pages, summary, words),
        sections=(
            flows_section(pages.flows, words, movement),
            migration_section(pages.migration, words, movement),
            portfolio_section(pages.portfolio, words, movement),
            cohorts_section((pages.by_year, pages.by_quarter, *pages.by_source), words, offer),
            holdings_section(pages.holdings, words, offer),
            *group_sections(
                pages.segments, pages.classes, pages.twins, GroupTables(summary.currency, summary.decimals)
            ),
            wallet_section(pages.wallet, outlook),
            ahead_section(pages.ahead, outlook),
            leaving_section(pages.leaving, outlook),
            budget_section(pages.budget, words, offer, outlook, plan),
            _method(analysis, summary, pages),
        ),
        assets=tuple(chart_asset(chart) for chart in charts if chart),
        figures=figures,
        closing=about_blocks(report, figures),
    )


def _pages(analysis: Analysis, summary: AnalysisSummary) -> BasePages:
    return BasePages(
        flows=flows_page(analysis),
        migration=migration_page(analysis),
        portfolio=portfolio_page(analysis),
        by_year=cohorts_page(analysis, "year"),
        by_quarter=cohorts_page(analysis, "quarter"),
        holdings=holdings_page(analysis),
        segments=segments_page(analysis),
        classes=classes_page(analysis, None),
        twins=twins_page(analysis, parse_offer_query({})),
        budget=budget_page(analysis, read_typed({}, summary.decimals)),
        ahead=ahead_page(analysis),
        leaving=leaving_page(analysis),
        wallet=wallet_page(analysis, "", ""),
        by_source=tuple(cohorts_page(analysis, SOURCE_PREFIX + found.attribute) for found in summary.sources),
    )


def _heading(report: Report, analysis: Analysis, summary: AnalysisSummary, pages: BasePages) -> Heading:
    windows = summary.windows
    return Heading(
        kind=str(report.get_kind_display()),
        title=_("Kundbasen %(year)s") % {"year": analysis.as_of.year},
        client=report.engagement.client.name,
        period=period_text(windows.later.first_date, windows.later.last_date),
        author=report.engagement.client.consultancy.name,
        description=pages.flows.message,
        language=report.language_tag,
        created_at=report.created_at,
        facts=(
            Fact(pgettext("rapport", "Uppdrag"), report.engagement.name),
            Fact(_("Analys"), str(analysis)),
            Fact(_("Jämförs med"), period_text(windows.earlier.first_date, windows.earlier.last_date)),
            Fact(_("Utfärdad"), long_date(report.created_at)),
        ),
    )


def _summary(pages: BasePages, summary: AnalysisSummary, words: BaseWords) -> Summary:
    flows, everyone = summary.flows, words.portfolio[-1]
    retention = ratio(flows.retained.customers, flows.opening.customers)
    value = everyone.portfolio_value_minor
    again = pages.budget.versions[1]
    tiles = (
        KeyFigure(
            _("Aktiva kunder"),
            formats.number(flows.closing.customers),
            _("mot %(before)s vid början") % {"before": formats.number(flows.opening.customers)},
        ),
        KeyFigure(_("Kvarhållning"), formats.percent(retention), _("av dem som var aktiva vid början")),
        KeyFigure(_("Intäkt"), words.money(flows.closing.revenue_minor), _("i den senare perioden")),
        KeyFigure(
            _("Portföljvärde"),
            "–" if value is None else words.money(value),
            _("intäkt gånger varaktighet, nivå för nivå"),
        ),
    )
    points = (
        words.closing(),
        words.coming_and_going(),
        words.moves(pages.migration.moves),
        words.worth(),
        words.newcomers(),
        words.holdings(),
        words.budget(again.revenue_change, again.revenue_minor),
    )
    return Summary(f"{pages.flows.message}.", KeyFigures(tiles), tuple(point for point in points if point))


def _method(analysis: Analysis, summary: AnalysisSummary, pages: BasePages) -> Section:
    basis, cuts = pages.flows.basis, (0, *summary.definition.tier_cuts, 1)
    shares = (f"{place_label(name)} {formats.percent(cuts[i + 1] - cuts[i], 0)}" for i, name in enumerate(TIERS))
    facts = (
        Fact(_("Kund"), str(analysis.definition.get_identity_display())),
        Fact(_("Definition"), _("version %(number)s") % {"number": basis.definition_number}),
        Fact(_("Tidigare period"), basis.earlier),
        Fact(_("Senare period"), basis.later),
        Fact(_("Nivåer efter intäkt"), ", ".join(shares), is_wide=True),
        Fact(_("Regler"), basis.definition, is_wide=True),
    )
    points = (
        _("En kund är aktiv i en period när den har minst ett köp där. Returer med eget ordernummer är köp."),
        _("Intäkt är försäljning minus rabatt, i hela minsta valutaenheter; inget avrundas förrän det skrivs ut."),
        _("Kunderna rangordnas efter intäkt i perioden; lika intäkt avgörs av kundnumret."),
        _("Portföljvärdet är summan av nivåernas värden. Det antar att dagens köp och kvarhållning består."),
        _("Budgeten är en förväntan: kunderna i den behöver inte vara hela, och avrundas var för sig."),
    )
    blocks = (
        Facts(facts, _("Så är kunden definierad")),
        Points(points),
        Points(basis.remarks, _("Att veta om underlaget")),
    )
    shown = tuple(block for block in blocks if not (isinstance(block, Points) and not block.items))
    return Section("method", _("Metod"), shown)
