"""The statement of one customer: what it gives and costs, its tier, each cost explained, what a better tier takes."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from profitability.domain.statement import STATEMENT_LINES
from profitability.pages.customer import CostLine, CostShare, CustomerPage, customer_page
from profitability.pages.tier_goals import Goal
from profitability.selectors.runs import get_summary, use_words_of
from reports.chapters import chart_asset, chart_block, issue_fact, period_text
from reports.customer_words import certainty_texts, cost_text, goal_text, place_texts
from reports.figures import as_text, exact, major, write_figures
from reports.frame import (
    Block,
    Cell,
    Column,
    Fact,
    Facts,
    Heading,
    KeyFigure,
    KeyFigures,
    PrintedReport,
    Proof,
    Prose,
    Row,
    Section,
    Table,
)
from reports.models import Report
from reports.pdf import Figures
from reports.tables import statement_table, tier_of
from ui import formats
from ui.charts.drawing import Chart
from ui.charts.waterfall import Step, waterfall

COSTS_SHOWN = 30


def compose_customer_statement(report: Report) -> PrintedReport:
    """Compose the statement; raise FileNotFoundError when the run or its customer is gone."""
    if report.run is None:
        raise FileNotFoundError("run")
    decimals = get_summary(report.run).decimals
    use_words_of(report.run)
    page = customer_page(report.run, report.customer_id)
    if page is None:
        raise FileNotFoundError("customer")
    return PrintedReport(
        heading=_heading(report, page),
        sections=(_result(page, decimals), _costs(page, decimals), *_goals(page)),
        assets=(chart_asset(short_waterfall(page)),),
        figures=list_figures(page, decimals),
        closing=_closing(report, page),
    )


def _heading(report: Report, page: CustomerPage) -> Heading:
    customer = page.customer
    facts = (
        Fact(_("Kundnummer"), customer.customer_id),
        Fact(_("Segment"), customer.segment or "–"),
        Fact(_("Körning"), str(page.run)),
        issue_fact(report),
    )
    return Heading(
        kind=str(report.get_kind_display()),
        title=customer.name,
        client=report.engagement.client.name,
        period=period_text(page.period_start, page.period_end),
        author=report.engagement.client.consultancy.name,
        description=page.waterfall.title,
        language=report.language_tag,
        created_at=report.created_at,
        facts=facts,
        tier=tier_of(customer.tier, page.tier_label),
    )


def _result(page: CustomerPage, decimals: int) -> Section:
    tiles = tuple(
        KeyFigure(
            tile.label,
            tile.value,
            " ".join(part for part in (tile.trend, tile.note) if part),
            "negative" if tile.value.startswith(formats.MINUS) else "",
        )
        for tile in page.tiles
    )
    blocks: tuple[Block, ...] = (
        KeyFigures(tiles),
        statement_table(page.statement, _("Kundens resultaträkning"), page.currency, decimals, is_dense=True),
        chart_block(short_waterfall(page)),
    )
    return Section("result", _("Vad kunden ger och kostar"), blocks)


def short_waterfall(page: CustomerPage) -> Chart:
    """Draw the customer's way from net sales to result in nine steps: the table beside it has every line."""
    minor = page.customer.minor
    steps = (
        Step(_("Netto"), minor("net_sales"), is_total=True),
        Step(_("Varor"), -minor("cost_of_goods")),
        Step(_("TB1"), minor("gross_margin"), is_total=True),
        Step(_("Order och logistik"), -minor("order_handling") - minor("logistics")),
        Step(_("Service och support"), -minor("customer_service") - minor("support")),
        Step(_("Sälj och marknad"), -minor("sales") - minor("marketing")),
        Step(_("TB3"), minor("contribution"), is_total=True),
        Step(_("Vård och ränta"), -minor("customer_sustaining") - minor("interest")),
        Step(_("Resultat"), minor("result"), is_total=True),
    )
    return waterfall(
        steps, title=page.waterfall.title, subtitle=_("Från nettoomsättning till kundresultat"), currency=page.currency
    )


def _costs(page: CustomerPage, decimals: int) -> Section:
    blocks: tuple[Block, ...] = (
        Prose((*place_texts(page), *certainty_texts(page), cost_text(page, decimals))),
        cost_table(page.costs, page, decimals),
        cost_proof(page, decimals),
    )
    return Section("costs", _("Nivå och kostnader"), blocks, starts_page=True)


def cost_table(costs: Sequence[CostLine], page: CustomerPage, decimals: int) -> Table:
    """Return each cost line opened: pool × the customer's volume / what the pool is divided by."""
    columns = (
        Column(_("Kostnad")),
        Column(_("Drivare"), width=17),
        Column(_("Poolens belopp"), is_number=True, width=13),
        Column(_("Kundens volym"), is_number=True, width=12),
        Column(_("Delat med"), is_number=True, width=13),
        Column(page.unit, is_number=True, width=13),
    )
    rows: list[Row] = []
    for cost in costs:
        empty = (Cell(), Cell(), Cell(), Cell())
        rows.append(Row((Cell(cost.line.label), *empty, Cell(formats.amount(cost.line.amount_minor, decimals))), "sum"))
        rows += [_share_row(share, decimals) for share in cost.shares]
        rows += [
            Row(
                (
                    Cell(direct.text or _("Direkt kostnad")),
                    Cell(_("bokförd på kunden"), tone="muted"),
                    *empty[:3],
                    _cost(direct.amount_minor, decimals),
                ),
                "level",
            )
            for direct in cost.direct_costs
        ]
    shown, left_out = rows[:COSTS_SHOWN], len(rows) - COSTS_SHOWN
    note = _("Kundens kostnad = poolens belopp × kundens volym / det som poolen delas med.")
    if left_out > 0:
        note += " " + _("%(count)s rader till står i den bifogade filen.") % {"count": formats.number(left_out)}
    return Table(_("Så uppstår kostnaden"), columns, tuple(shown), note=note, is_dense=True)


def _share_row(share: CostShare, decimals: int) -> Row:
    return Row(
        (
            Cell(share.pool_name),
            Cell(share.driver or _("lika delar"), tone="muted"),
            Cell(formats.amount(share.pool_minor, decimals)),
            Cell(share.volume_text),
            Cell(share.base_text, note=_("kapacitet") if share.has_capacity else ""),
            _cost(share.amount_minor, decimals),
        ),
        "level",
    )


def _cost(minor: int, decimals: int) -> Cell:
    return Cell(formats.amount(-minor, decimals))


def cost_proof(page: CustomerPage, decimals: int) -> Proof:
    """Return that the opened costs sum to what the statement says they are."""
    stated = sum(cost.line.amount_minor for cost in page.costs)
    shares = sum(share.amount_minor for cost in page.costs for share in cost.shares)
    direct = sum(entry.amount_minor for cost in page.costs for entry in cost.direct_costs)
    lines = (
        Fact(_("Kostnadsrader i resultaträkningen"), formats.money_exact(-stated, page.currency, decimals)),
        Fact(_("Andelar av kostnadspooler"), formats.money_exact(-shares, page.currency, decimals)),
        Fact(_("Direkta kostnader"), formats.money_exact(-direct, page.currency, decimals)),
    )
    difference = Fact(_("Skillnad"), formats.money_exact(-stated - shares - direct, page.currency, decimals))
    return Proof(_("Avstämning"), lines, difference)


def _goals(page: CustomerPage) -> tuple[Section, ...]:
    """Return what must change for a better tier: each lever alone, the smallest change first."""
    if not page.goals:
        return ()
    blocks: list[Block] = []
    for goal in page.goals:
        blocks.append(Prose((goal_text(goal, page.currency),)))
        if goal.levers:
            blocks.append(goal_table(goal))
    return (Section("goals", _("Vad som krävs för en bättre nivå"), tuple(blocks), starts_page=True),)


def goal_table(goal: Goal) -> Table:
    """Return each lever: what it is, what it would have to be, and whether it reaches the tier alone."""
    columns = (
        Column(_("Om detta ändras")),
        Column(_("Nu"), is_number=True, width=20),
        Column(_("Behövs"), is_number=True, width=20),
        Column(_("Ändring"), is_number=True, width=14),
    )
    rows = tuple(
        Row(
            (
                Cell(lever.label, note="" if lever.is_enough else _("räcker inte ensamt")),
                Cell(lever.now),
                Cell(lever.needed),
                Cell(formats.signed(formats.percent(lever.change_share))),
            )
        )
        for lever in goal.levers
    )
    return Table(_("För %(tier)s") % {"tier": goal.label.lower()}, columns, rows, is_dense=True)


def _closing(report: Report, page: CustomerPage) -> tuple[Block, ...]:
    facts = (
        Fact(_("Konsultbolag"), report.engagement.client.consultancy.name),
        Fact(_("Räknemotor"), page.run.engine_version or "–"),
        Fact(_("Format"), "PDF/A-3a, PDF/UA-1"),
        Fact(_("Bilagor"), "statement.csv, costs.csv"),
        Fact(_("Underlagets kontrollsumma (SHA-256)"), page.run.input_hash or "–", is_wide=True),
        Fact(_("Modellens kontrollsumma (SHA-256)"), page.run.model_hash or "–", is_wide=True),
    )
    return (Facts(facts),)


def list_figures(page: CustomerPage, decimals: int) -> tuple[Figures, ...]:
    """Return the CSV files that are attached."""
    customer = page.customer
    costs = [
        (
            cost.line.code,
            as_text(share.pool_name),
            share.driver,
            exact(share.volume),
            exact(share.base),
            major(share.pool_minor, decimals),
            major(share.amount_minor, decimals),
            exact(share.rate),
            as_text(share.source_file),
            str(share.source_row or ""),
        )
        for cost in page.costs
        for share in cost.shares
    ]
    costs += [
        (
            *(cost.line.code, as_text(direct.text), "", "", "", "", major(direct.amount_minor, decimals), ""),
            *(as_text(direct.source_file), str(direct.source_row or "")),
        )
        for cost in page.costs
        for direct in cost.direct_costs
    ]
    return (
        write_figures(
            "statement.csv",
            _("Kundens resultaträkning"),
            ("line", "amount"),
            [(line, major(customer.minor(line), decimals)) for line in STATEMENT_LINES],
        ),
        write_figures(
            "costs.csv",
            _("Vad varje kostnad består av"),
            ("line", "pool", "driver", "volume", "base", "pool_amount", "amount", "rate", "file", "row"),
            costs,
        ),
    )
