"""The chapters of the customer base report on what lies ahead: value, who is about to leave, share of wallet."""

from django.utils.translation import gettext as _

from portfolio.pages.ahead import AheadPage
from portfolio.pages.leaving import LeavingPage
from portfolio.pages.wallet import WalletPage
from reports.chapters import chart_block
from reports.customer_base_cells import table_of_chart
from reports.customer_base_outlook_tables import OutlookTables
from reports.frame import Block, Prose, Section
from ui import formats

CUSTOMERS_SHOWN = 15
CALIBRATION_MM = 78


def ahead_section(page: AheadPage, tables: OutlookTables) -> Section:
    """What the next window is expected to bring, with the window the models were held against."""
    title = _("Värde framåt")
    if page.result is None:
        return Section("ahead", title, (Prose((_("Ingen skattning av värdet framåt är gjord på analysen."),)),))
    result, holdout = page.result, page.result.summary.holdout
    told = _(
        "Intervallet rymmer utfallet åtta gånger av tio om modellen stämmer. Det enkla värdet, intäkt gånger "
        "kvarhållning, är standard i alla andra siffror."
    )
    tested = _(
        "Prövningen: modellerna anpassades till köp till och med %(cut)s. De %(customers)s kunderna gjorde därefter "
        "%(bought)s köp; %(covered)s av dem hamnade i sitt intervall."
    ) % {
        "cut": formats.day(result.summary.cut_date),
        "customers": formats.number(holdout.customers),
        "bought": formats.number(holdout.purchases),
        "covered": formats.percent(holdout.covered_share),
    }
    blocks = (
        Prose((f"{result.message}. {told}",)),
        tables.ahead_tiers(result),
        Prose((tested,)),
        tables.ahead_classes(result),
        tables.ahead_models(result),
    )
    return Section("ahead", title, blocks)


def leaving_section(page: LeavingPage, tables: OutlookTables) -> Section:
    """Who is about to leave and why, and how far that can be trusted."""
    title = _("På väg bort")
    if page.result is None:
        return Section("leaving", title, (Prose((_("Ingen skattning av vilka som är på väg bort är gjord."),)),))
    result = page.result
    blocks: list[Block] = [
        Prose((f"{result.message}. {result.verdict}",)),
        tables.risk_tiers(result),
        tables.at_risk(result, CUSTOMERS_SHOWN),
        tables.scores(result),
        chart_block(result.chart, height_mm=CALIBRATION_MM),
        table_of_chart(result.chart.table, _("Väntad och verklig andel som lämnade")),
    ]
    return Section("leaving", title, tuple(blocks))


def wallet_section(page: WalletPage, tables: OutlookTables) -> Section:
    """How much of the customers' purchases are made here, by the rule of ranks."""
    told = _(
        "Plats och antal leverantörer är antagna, inte uppmätta: andelen är (1 − plats / (leverantörer + 1)) × "
        "(2 / leverantörer)."
    )
    blocks = (Prose((f"{page.message}. {told}",)), tables.wallet(page), tables.wallet_rule(page))
    return Section("wallet", _("Kundandel"), blocks)
