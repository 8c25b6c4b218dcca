"""Direct and full costing side by side: what customers' results are when the firm's own costs are forced down too."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filestore import store
from profitability.domain.full_costing import TierCosting, TurnedCustomer, compare_costing
from profitability.models import Run
from profitability.pages.lines import tier_label
from profitability.selectors.runs import get_summary
from profitability.selectors.statements import Statement, get_customers_at
from ui import formats
from ui.charts import Bar, Chart, bars

BASES = {
    "net_sales": gettext_lazy("Nettoomsättning"),
    "cost": gettext_lazy("Kundens övriga kostnader"),
    "equal": gettext_lazy("Lika per kund"),
}


@dataclass(frozen=True)
class BaseOption:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class TierCostingLine:
    label: str
    costing: TierCosting


@dataclass(frozen=True)
class TurnedLine:
    """A customer that earns by direct costing and not by full costing."""

    customer: Statement
    tier_label: str
    costing: TurnedCustomer


@dataclass(frozen=True)
class CostingPage:
    """Both ways of costing; `forced_minor` is what stays with the firm by direct costing."""

    run: Run
    unit: str
    currency: str
    base: str
    bases: tuple[BaseOption, ...]
    message: str
    forced_minor: int
    turned: int
    result_minor: int
    full_result_minor: int
    chart: Chart
    tiers: tuple[TierCostingLine, ...]
    customers: tuple[TurnedLine, ...]


def costing_page(run: Run, asked_base: str) -> CostingPage:
    """Return both ways of costing a published run; an unknown base is net sales."""
    summary = get_summary(run)
    base = asked_base if asked_base in BASES else "net_sales"
    comparison = compare_costing(store.local_folder(run.result_key), base)
    turned = sum(tier.turned for tier in comparison.tiers)
    customers = get_customers_at(run, [one.position for one in comparison.turned])
    result = sum(tier.result_minor for tier in comparison.tiers)
    words = {"count": formats.number(turned), "amount": formats.compact(comparison.forced_minor, summary.currency)}
    message = _("%(count)s kunder går från vinst till förlust när %(amount)s tvingas ned på kunderna") % words
    return CostingPage(
        run=run,
        unit=formats.unit(summary.currency),
        currency=summary.currency,
        base=base,
        bases=tuple(BaseOption(value, str(label), value == base) for value, label in BASES.items()),
        message=message,
        forced_minor=comparison.forced_minor,
        turned=turned,
        result_minor=result,
        full_result_minor=result - sum(tier.forced_minor for tier in comparison.tiers),
        chart=_chart(comparison.tiers, message, summary.currency),
        tiers=tuple(TierCostingLine(tier_label(tier.tier), tier) for tier in comparison.tiers),
        customers=tuple(
            TurnedLine(customer, tier_label(customer.tier), costing)
            for customer, costing in zip(customers, comparison.turned, strict=True)
        ),
    )


def _chart(tiers: tuple[TierCosting, ...], message: str, currency: str) -> Chart:
    rows = []
    for tier in tiers:
        for way, minor in ((_("direkt"), tier.result_minor), (_("full"), tier.full_result_minor)):
            rows.append(Bar(f"{tier_label(tier.tier)}, {way}", minor, formats.compact(minor, currency)))
    return bars(
        rows,
        title=message,
        subtitle=_("Kundresultat per nivå, med direkt och med full kostnad"),
        columns=(_("Nivå"), _("Kundresultat")),
        key="costing",
    )
