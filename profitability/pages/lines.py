"""The lines of an income statement in words and signs, for one customer or the whole firm."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from profitability.domain.statement import STATEMENT_LINES
from profitability.selectors.labels import RANK_BY
from ui.names import given_name

LABELS = {
    "gross_sales": _("Bruttoförsäljning"),
    "discounts": _("Rabatter, returer och bonus"),
    "net_sales": _("Nettoomsättning"),
    "cost_of_goods": _("Kostnad för sålda varor"),
    "gross_margin": _("Bruttoresultat (TB1)"),
    "order_handling": _("Orderhantering"),
    "logistics": _("Logistik"),
    "tb2": _("TB2"),
    "customer_service": _("Kundservice"),
    "support": _("Support"),
    "sales": _("Försäljning"),
    "marketing": _("Marknadsföring"),
    "contribution": _("Kundens täckningsbidrag (TB3)"),
    "customer_sustaining": _("Kundvårdande kostnader"),
    "interest": _("Ränta på kundfordringar"),
    "result": _("Kundresultat"),
    "common": _("Samkostnader"),
    "unused": _("Outnyttjad kapacitet"),
    "unassigned": _("Ofördelat"),
    "firm_result": _("Företagets resultat"),
}
SHORT_LABELS = {
    "net_sales": _("Netto"),
    "gross_margin": _("TB1"),
    "tb2": _("TB2"),
    "contribution": _("TB3"),
    "result": _("Resultat"),
}
RANKED = {
    "gross_margin": (_("bruttoresultat (TB1)"), _("bruttoresultatet (TB1)")),
    "tb2": (_("TB2"), _("TB2")),
    "contribution": (_("täckningsbidrag"), _("täckningsbidraget")),
    "result": (_("kundresultat"), _("kundresultatet")),
}
"""What customers are ranked by, in a sentence: a contribution, the contribution."""
SUBTOTALS = frozenset({"gross_sales", "net_sales", "gross_margin", "tb2", "contribution", "result", "firm_result"})
FIRM_LINES = ("common", "unused", "unassigned")
TIERS = {"gold": _("Guld"), "silver": _("Silver"), "bronze": _("Brons")}
TIER_REASONS = {
    "within_peak_share": _("Ligger bland de främsta kunder som tillsammans når den valda andelen av kurvans topp."),
    "gold_share_full": _("Skulle räknas till de främsta, men guld rymmer bara en viss andel av kunderna."),
    "earns": _("Ger ett positivt %(value)s."),
    "costs": _("%(The_value)s är noll eller negativt: kunden kostar."),
    "within_gold_percent": _("Rangen ligger inom guldets andel av kunderna."),
    "gold_needs_contribution": _("Rangen ligger inom guldets andel, men %(the_value)s är inte positivt."),
    "within_silver_percent": _("Rangen ligger inom silvrets andel av kunderna."),
    "below_silver_percent": _("Rangen ligger under silvrets andel av kunderna."),
    "from_gold_amount": _("%(The_value)s når guldets gräns."),
    "from_silver_amount": _("%(The_value)s når silvrets gräns men inte guldets."),
    "below_silver_amount": _("%(The_value)s når inte silvrets gräns."),
    "new_customer": _("Kunden är ny och därför minst silver."),
    "no_peak": _("Kurvan har ingen topp över noll, därför är ingen guld."),
    "held_by_margin": _("Behåller nivån från perioden före: gränsen är inte passerad med marginalen."),
}


DRIVERS = {
    "@gross_sales": _("kr bruttoförsäljning"),
    "@net_sales": _("kr nettoomsättning"),
    "@gross_margin": _("kr bruttoresultat"),
    "@orders": _("order"),
    "@lines": _("orderrader"),
    "@quantity": _("sålda enheter"),
    "@customers": _("kund"),
    "credit_days": _("kreditdagar"),
    "deliveries": _("leveranser"),
    "express_deliveries": _("expressleveranser"),
    "key_account_hours": _("nyckelkundstimmar"),
    "order_minutes": _("orderminuter"),
    "returns": _("returer"),
    "service_minutes": _("serviceminuter"),
    "support_cases": _("supportärenden"),
    "visits": _("besök"),
}


@dataclass(frozen=True)
class StatementLine:
    """One line ready to show: costs carry a minus, `share` is of net sales, `bar_share` of the longest bar (0–1)."""

    code: str
    label: str
    amount_minor: int
    share: Fraction | None
    bar_share: Fraction
    is_sum: bool
    is_total: bool


def driver_label(driver: str) -> str:
    """Return what a driver counts: words for the usual ones, else the name as sent."""
    return str(DRIVERS[driver]) if driver in DRIVERS else driver.replace("_", " ")


def line_label(code: str) -> str:
    """Return the name of a statement line: the engagement's own where it has given one."""
    return given_name(code) or str(LABELS[code])


def short_label(code: str) -> str:
    """Return a name of a statement line for a narrow column."""
    return given_name(code) or str(SHORT_LABELS[code])


def tier_label(tier: str) -> str:
    """Return the name of a tier; of none for a customer without activity."""
    return str(TIERS[tier]) if tier else str(_("Ingen aktivitet"))


def reason_text(reason: str) -> str:
    """Return in words which clause decided a customer's tier."""
    return str(TIER_REASONS.get(reason, "")) % ranked_words()


def ranked_words(line: str = "") -> dict[str, str]:
    """Return what the run whose words are in use ranks by, for a sentence: `value`, `the_value`, `The_value`.

    `line` is what is ranked instead.
    """
    value, the_value = (str(word) for word in RANKED[line or given_name(RANK_BY) or "contribution"])
    return {"value": value, "the_value": the_value, "The_value": the_value[:1].upper() + the_value[1:]}


def statement_lines(
    amount_of: Callable[[str], int], codes: tuple[str, ...] = STATEMENT_LINES
) -> tuple[StatementLine, ...]:
    """Set a statement up from the amount of each line (minor units; costs positive when they lower the result)."""
    signed = {code: amount_of(code) if code in SUBTOTALS else -amount_of(code) for code in codes}
    net = signed["net_sales"]
    longest = max((abs(amount) for amount in signed.values()), default=0) or 1
    return tuple(
        StatementLine(
            code=code,
            label=str(_("Överutnyttjad kapacitet")) if code == "unused" and amount > 0 else line_label(code),
            amount_minor=amount,
            share=Fraction(amount, net) if net > 0 else None,
            bar_share=Fraction(abs(amount), longest),
            is_sum=code in SUBTOTALS and code != "gross_sales",
            is_total=code == codes[-1],
        )
        for code, amount in signed.items()
    )
