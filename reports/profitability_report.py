"""The customer profitability report: what the customers give and cost, proved to the last minor unit."""

from collections.abc import Sequence
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from profitability.domain.run import RunSummary
from profitability.domain.statement import STATEMENT_LINES
from profitability.models import Run
from profitability.pages.lines import line_label, ranked_words
from profitability.pages.overview import OverviewPage, overview_page
from profitability.pages.tiers import tiers_page
from profitability.selectors.runs import get_summary, use_words_of
from profitability.selectors.statements import CustomerQuery, Statement, iterate_customers
from profitability.selectors.traces import list_pools
from reports.chapters import about_blocks, chart_asset, chart_block, long_date, period_text, proof_block
from reports.cost_sections import CostStory
from reports.frame import (
    Block,
    Fact,
    Facts,
    Heading,
    KeyFigure,
    KeyFigures,
    Points,
    PrintedReport,
    Prose,
    Section,
    Summary,
)
from reports.method_words import method_points, tier_rule_text
from reports.models import Report
from reports.outlook_report import outlook_charts, outlook_section
from reports.profitability_figures import list_figures
from reports.profitability_words import SERVING_LINES, Words
from reports.scenario_sections import scenario_section
from reports.tables import clause_table, customer_table, decile_table, statement_table, tier_table
from reports.tier_rule_tables import tier_rules_table
from ui import formats
from ui.charts.bars import Bar, bars
from ui.charts.drawing import Chart

SHOWN = 20


def compose_profitability_report(report: Report) -> PrintedReport:
    """Compose the report of a published run; raise FileNotFoundError when the run's files are gone."""
    if report.run is None:
        raise FileNotFoundError("run")
    summary = get_summary(report.run)
    use_words_of(report.run)
    page = overview_page(report.run)
    best = tuple(islice(iterate_customers(report.run, CustomerQuery(sort="rank")), SHOWN))
    worst = list_worst(report, summary)
    pools = list_pools(report.run)
    words = Words(summary)
    figures = list_figures(page, summary, best, worst, pools)
    charts = outlook_charts(report.run)
    story = CostStory(report.run, summary)
    sections = (
        _firm(page, summary, words),
        _curve(page, summary, words),
        _tiers(report.run, page, summary, words),
        outlook_section(report.run, charts),
        _extremes(summary, best, worst),
        story.section(),
        _proof(page, summary),
        _method(summary, page),
        scenario_section(report.run, summary),
    )
    return PrintedReport(
        heading=_heading(report, page, words),
        summary=_summary(page, summary, words, best, worst),
        sections=tuple(section for section in sections if section is not None),
        assets=tuple(
            chart_asset(chart) for chart in (page.whale, serving_chart(page, summary), *charts, *story.charts) if chart
        ),
        figures=figures,
        closing=about_blocks(report, figures),
    )


def list_worst(report: Report, summary: RunSummary) -> tuple[Statement, ...]:
    """Return the customers that rank last, the last first; none that is among the best."""
    if report.run is None:
        return ()
    room = max(0, min(SHOWN, summary.ranked_customers - SHOWN))
    ordered = iterate_customers(report.run, CustomerQuery(sort=summary.rank_by))
    return tuple(islice((row for row in ordered if row.rank is not None), room))


def _heading(report: Report, page: OverviewPage, words: Words) -> Heading:
    return Heading(
        kind=str(report.get_kind_display()),
        title=_("Kundlönsamhet %(year)s") % {"year": page.period_end.year},
        client=report.engagement.client.name,
        period=period_text(page.period_start, page.period_end),
        author=report.engagement.client.consultancy.name,
        description=words.message(),
        language=report.language_tag,
        created_at=report.created_at,
        facts=(
            Fact(pgettext("rapport", "Uppdrag"), report.engagement.name),
            Fact(_("Körning"), str(page.run)),
            Fact(_("Rangordnas efter"), page.rank_label),
            Fact(_("Utfärdad"), long_date(report.created_at)),
            Fact(_("Av"), report.engagement.client.consultancy.name),
        ),
    )


def _summary(
    page: OverviewPage, summary: RunSummary, words: Words, best: Sequence[Statement], worst: Sequence[Statement]
) -> Summary:
    gold = words.tier("gold")
    net = summary.totals.minor("net_sales")
    tiles = (
        KeyFigure(_("Nettoomsättning"), words.money(net), words.customers()),
        KeyFigure(
            _("Täckningsbidrag (TB3)"),
            words.money(words.total_minor),
            words.of_net_sales(words.total_minor),
            "negative" if words.total_minor < 0 else "",
        ),
        KeyFigure(
            _("Svansen kostar"),
            words.money(words.tail_minor),
            words.tail_note(),
            "negative" if words.tail_minor else "",
        ),
        KeyFigure(
            _("Guldkunder"),
            formats.number(gold.customers if gold else 0),
            _("%(share)s av kunderna") % {"share": formats.percent(gold.share if gold else 0)},
        ),
    )
    points = (
        words.tail(),
        words.gold(),
        words.bronze(),
        words.extremes(
            sum(row.minor(summary.rank_by) for row in best),
            sum(row.minor(summary.rank_by) for row in worst),
            len(worst) if len(worst) == len(best) else 0,
        ),
        words.serving({line: line_label(line) for line in STATEMENT_LINES}),
        words.firm(),
        words.firm_result(page.statement[-1].amount_minor),
        words.idle(),
    )
    return Summary(words.message(), KeyFigures(tiles), tuple(point for point in points if point))


def _firm(page: OverviewPage, summary: RunSummary, words: Words) -> Section:
    labels = {line: line_label(line) for line in STATEMENT_LINES}
    blocks: list[Block] = [
        Prose(tuple(part for part in (words.serving(labels), words.firm()) if part)),
        statement_table(page.statement, _("Företagets resultaträkning"), page.currency, summary.decimals),
    ]
    chart = serving_chart(page, summary)
    if chart:
        blocks.append(chart_block(chart))
    return Section("firm", _("Vad företaget tjänar på sina kunder"), tuple(blocks), starts_page=True)


def serving_chart(page: OverviewPage, summary: RunSummary) -> Chart | None:
    """Draw what each part of serving the customers costs; None when it costs nothing."""
    costs = [(line_label(line), summary.totals.minor(line)) for line in SERVING_LINES if summary.totals.minor(line)]
    if not costs:
        return None
    rows = [Bar(label, cost, formats.compact(cost, page.currency, summary.decimals)) for label, cost in costs]
    title = _("Vad det kostar att betjäna kunderna")
    return bars(
        rows,
        title=title,
        subtitle=_("Fördelade och direkta kostnader per rad"),
        columns=(pgettext("resultaträkning", "Rad"), _("Kostnad")),
        key="serving",
    )


def _curve(page: OverviewPage, summary: RunSummary, words: Words) -> Section:
    blocks: list[Block] = [
        Prose(
            (
                _(
                    "Valkurvan lägger kunderna i ordning, den med högst %(value)s först, och summerar. Så länge "
                    "kurvan stiger ger nästa kund något; efter toppen kostar varje kund mer än den ger."
                )
                % ranked_words()
                + " "
                + words.tail(),
            )
        )
    ]
    if page.whale:
        blocks.append(chart_block(page.whale))
        blocks.append(decile_table(page.whale.table))
    return Section("curve", _("Valkurvan"), tuple(blocks), starts_page=True)


def _tiers(run: Run, page: OverviewPage, summary: RunSummary, words: Words) -> Section:
    told = " ".join(part for part in (words.gold(), words.bronze(), words.idle()) if part)
    rules = tier_rules_table(run, summary)
    blocks: tuple[Block, ...] = (
        Prose((told, tier_rule_text(summary))),
        tier_table(page.tiers, page.currency, summary.decimals),
        clause_table(tiers_page(run).clauses, page.rank_label, summary),
        *((rules,) if rules else ()),
    )
    return Section("tiers", _("Kundernas nivåer"), blocks)


def _extremes(summary: RunSummary, best: Sequence[Statement], worst: Sequence[Statement]) -> Section:
    blocks: list[Block] = []
    if best:
        title = _("De %(count)s som bidrar mest") % {"count": len(best)} if len(best) > 1 else _("Kunden")
        blocks.append(customer_table(title, best, summary))
    if worst:
        title = (
            _("De %(count)s som bidrar minst") % {"count": len(worst)} if len(worst) > 1 else _("Den som bidrar minst")
        )
        blocks.append(customer_table(title, worst, summary))
    if not blocks:
        blocks.append(Prose((_("Ingen kund hade någon aktivitet under perioden."),)))
    return Section("customers", _("De bästa och de sämsta"), tuple(blocks))


def _proof(page: OverviewPage, summary: RunSummary) -> Section:
    blocks: tuple[Block, ...] = (
        Prose(
            (
                _(
                    "Varje kostnad som lagts in i modellen finns kvar: hos en kund, som outnyttjad kapacitet, "
                    "som samkostnad eller som ofördelad. Summan stäms av till minsta valutaenhet innan en "
                    "körning publiceras."
                ),
            )
        ),
        proof_block(page.proof, _("Avstämning"), summary.currency, summary.decimals),
    )
    return Section("proof", _("Beviset"), blocks)


def _method(summary: RunSummary, page: OverviewPage) -> Section:
    settings = tuple(Fact(key, value) for key, value in summary.settings)
    blocks: tuple[Block, ...] = (
        Points(method_points(summary), is_numbered=True),
        Facts(settings, _("Körningens inställningar")),
        Facts(_sources(page, summary), _("Spårbarhet")),
    )
    return Section("method", _("Metod och spårbarhet"), blocks)


def _sources(page: OverviewPage, summary: RunSummary) -> tuple[Fact, ...]:
    tiers_from = str(page.run.tiers_from or "")
    earlier = ((_("Frysta satser från"), page.rates_from), (_("Nivåer hålls kvar från"), tiers_from))
    carried = tuple(Fact(label, run) for label, run in earlier if run)
    return (
        Fact(_("Körning"), str(page.run)),
        *carried,
        Fact(_("Kunder"), formats.number(summary.customers)),
        Fact(_("Kostnadspooler"), formats.number(summary.pools)),
        Fact(_("Räknemotor"), summary.engine_version),
        Fact(_("Underlagets kontrollsumma (SHA-256)"), summary.input_sha256, is_wide=True),
        Fact(_("Modellens kontrollsumma (SHA-256)"), summary.model_sha256, is_wide=True),
    )
