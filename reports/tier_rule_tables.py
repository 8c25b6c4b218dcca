"""The rules for tiers beside each other, as the page that tries them shows them."""

from django.utils.translation import gettext as _

from profitability.domain.run import RunSummary
from profitability.models import Run
from profitability.pages.tier_rules import RuleTry, TierRulesPage, tier_rules_page
from profitability.selectors.benches import find_bench
from reports.frame import Cell, Column, Row, Table
from ui import formats


def tier_rules_table(run: Run, summary: RunSummary) -> Table | None:
    """Return what each rule makes of the run's customers, by its parameters or the usual; None without its ledger."""
    page = tier_rules_page(run, find_bench(run), {})
    if not page.rules:
        return None
    columns = (
        Column(_("Regel")),
        *(Column(label, is_number=True, width=10) for _tier, label in page.tiers),
        Column(_("Guld från"), is_number=True, width=11),
        Column(_("Silver från"), is_number=True, width=11),
        Column(_("Byter nivå"), is_number=True, width=10),
    )
    note = _(
        "Under antalet står nivåns summa. Gränsen är beloppet hos den sista kunden som regeln ger nivån. "
        "Båda är %(line)s."
    ) % {"line": page.rank_label}
    rows = tuple(_row(rule, page, summary.decimals) for rule in page.rules)
    return Table(_("Reglerna bredvid varandra"), columns, rows, note=note, is_dense=True)


def _row(rule: RuleTry, page: TierRulesPage, decimals: int) -> Row:
    if not rule.tiers:
        return Row((Cell(rule.label, note=" ".join(rule.messages)), *[Cell("–", tone="muted")] * (len(page.tiers) + 3)))
    parameters = "; ".join(f"{parameter.label}: {parameter.value}" for parameter in rule.parameters)
    used = f"{_('Används i körningen')}. {parameters}" if rule.is_used else parameters
    held = (
        Cell(formats.number(tier.customers), note=formats.compact(tier.contribution_minor, page.currency, decimals))
        for tier in rule.tiers
    )
    cuts = (
        Cell("–" if tier.cut_minor is None else formats.compact(tier.cut_minor, page.currency, decimals))
        for tier in rule.tiers
        if tier.tier != "bronze"
    )
    return Row((Cell(rule.label, note=used), *held, *cuts, Cell(formats.number(rule.moved))))
