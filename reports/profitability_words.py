"""What the figures of a run say, in sentences: the management summary of the profitability report.

Pure functions from figures to text in the active language. Every sentence is true for none, one and many, for losses
and for a firm that earns nothing; a sentence that would say nothing is left out.
"""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profitability.domain.run import RunSummary, TierSummary
from ui import formats

SERVING_LINES = ("order_handling", "logistics", "customer_service", "support", "sales", "marketing")
FULL = Fraction(1)


class Words:
    """The sentences of one run; amounts in the run's own currency."""

    def __init__(self, summary: RunSummary) -> None:
        self.summary = summary
        self.total_minor = summary.totals.minor("contribution")
        self.tail_minor = summary.whale.tail_minor
        self.tail_customers = summary.ranked_customers - summary.whale.peak_rank

    def money(self, minor: int) -> str:
        """Write an amount as short as is readable."""
        return formats.compact(minor, self.summary.currency, self.summary.decimals)

    def tier(self, name: str) -> TierSummary | None:
        """Return what a tier holds, or None when the run has no such tier."""
        return next((tier for tier in self.summary.tiers if tier.tier == name), None)

    def message(self) -> str:
        """Say the message of the report in one or two sentences."""
        net_sales = self.money(self.summary.totals.minor("net_sales"))
        values = {"net_sales": net_sales, "contribution": self.money(abs(self.total_minor))}
        if self.summary.ranked_customers == 0:
            return _("Ingen kund hade någon aktivitet under perioden.")
        if self.total_minor < 0:
            return (
                _(
                    "Kunderna kostade tillsammans %(contribution)s mer än de gav, på en nettoomsättning av "
                    "%(net_sales)s."
                )
                % values
            )
        if self.total_minor == 0:
            return _("Kunderna gav varken vinst eller förlust på en nettoomsättning av %(net_sales)s.") % values
        return (
            _("Kunderna gav tillsammans %(contribution)s i täckningsbidrag på en nettoomsättning av %(net_sales)s.")
            % values
        )

    def tail(self) -> str:
        """Say how many customers cost more than they give, and how much."""
        if self.summary.whale.peak_minor <= 0:
            return _("Varje kund kostar minst lika mycket som den ger.")
        if self.tail_minor == 0:
            return _("Ingen kund kostar mer än den ger.")
        values = {
            "customers": formats.number(self.tail_customers),
            "tail": self.money(self.tail_minor),
            "share": formats.percent(Fraction(self.tail_minor, self.summary.whale.peak_minor), 0),
        }
        if self.tail_minor > self.summary.whale.peak_minor:
            text = ngettext(
                "En kund kostar %(tail)s, mer än alla andra skapar.",
                "%(customers)s kunder ger inget bidrag. Tillsammans kostar de %(tail)s, mer än de andra skapar.",
                self.tail_customers,
            )
            return text % values
        return (
            ngettext(
                "En kund kostar mer än den ger: %(tail)s, eller %(share)s av det som de andra skapar.",
                "%(customers)s kunder ger inget bidrag. Tillsammans kostar de %(tail)s, eller %(share)s av det "
                "som de andra skapar.",
                self.tail_customers,
            )
            % values
        )

    def gold(self) -> str:
        """Say what the gold customers are worth, or that there are none."""
        tier = self.tier("gold")
        if tier is None or tier.customers == 0:
            return _("Ingen kund är guld: ingen når upp till regeln för nivån.")
        values = {
            "customers": formats.number(tier.customers),
            "share": formats.percent(tier.share),
            "contribution": self.money(tier.contribution_minor),
        }
        return (
            ngettext(
                "En kund är guld och ger ensam %(contribution)s i täckningsbidrag.",
                "%(customers)s kunder är guld. De är %(share)s av kunderna och ger %(contribution)s i täckningsbidrag.",
                tier.customers,
            )
            % values
        )

    def bronze(self) -> str:
        """Say what the bronze customers cost; empty when there are none."""
        tier = self.tier("bronze")
        if tier is None or tier.customers == 0:
            return ""
        values = {
            "customers": formats.number(tier.customers),
            "share": formats.percent(tier.share),
            "net_sales": self.money(tier.net_sales_minor),
            "contribution": self.money(abs(tier.contribution_minor)),
        }
        if tier.contribution_minor >= 0:
            return (
                ngettext(
                    "En kund är brons. Den köper för %(net_sales)s.",
                    "%(customers)s kunder är brons, %(share)s av kunderna. De köper för %(net_sales)s.",
                    tier.customers,
                )
                % values
            )
        return (
            ngettext(
                "En kund är brons. Den köper för %(net_sales)s men kostar %(contribution)s mer än den ger.",
                "%(customers)s kunder är brons, %(share)s av kunderna. De köper för %(net_sales)s men kostar "
                "%(contribution)s mer än de ger.",
                tier.customers,
            )
            % values
        )

    def serving(self, labels: dict[str, str]) -> str:
        """Say what serving the customers costs and which line is the largest; empty when it costs nothing."""
        totals = self.summary.totals
        costs = {line: totals.minor(line) for line in SERVING_LINES}
        cost, net_sales = sum(costs.values()), totals.minor("net_sales")
        if cost <= 0:
            return ""
        largest = max(costs, key=lambda line: costs[line])
        values = {"cost": self.money(cost), "line": labels[largest].lower(), "largest": self.money(costs[largest])}
        if net_sales <= 0:
            return _("Att betjäna kunderna kostade %(cost)s. Den största posten är %(line)s, %(largest)s.") % values
        values["share"] = formats.percent(Fraction(cost, net_sales))
        return (
            _(
                "Att betjäna kunderna kostade %(cost)s, %(share)s av nettoomsättningen. Den största posten är "
                "%(line)s, %(largest)s."
            )
            % values
        )

    def firm(self) -> str:
        """Say what stays with the firm: common costs, unused capacity, what nothing could be assigned to."""
        proof = self.summary.proof
        unused = _("outnyttjad kapacitet på %(amount)s")
        if proof.unused_minor < 0:
            unused = _("kapacitet som använts utöver den praktiska, värd %(amount)s")
        parts = [
            (proof.common_minor, _("samkostnader på %(amount)s")),
            (proof.unused_minor, unused),
            (proof.unassigned_minor, _("ofördelade kostnader på %(amount)s")),
        ]
        named = [text % {"amount": self.money(abs(minor))} for minor, text in parts if minor]
        if not named:
            return _("Alla kostnader är fördelade på kunder.")
        return _("Utanför kundernas resultat ligger %(parts)s.") % {"parts": join_words(named)}

    def extremes(self, best_minor: int, worst_minor: int, count: int) -> str:
        """Say what the best and the worst `count` customers bring together."""
        values = {"count": formats.number(count), "best": self.money(best_minor), "worst": self.money(abs(worst_minor))}
        if count < 2:
            return ""
        if best_minor < 0:
            values["best"] = self.money(-best_minor)
            return _("De %(count)s bästa kunderna kostar tillsammans %(best)s, de %(count)s sämsta %(worst)s.") % values
        if worst_minor < 0:
            return (
                _("De %(count)s bästa kunderna ger tillsammans %(best)s. De %(count)s sämsta kostar %(worst)s.")
                % values
            )
        return _("De %(count)s bästa kunderna ger tillsammans %(best)s och de %(count)s sista %(worst)s.") % values

    def customers(self) -> str:
        """Say how many customers were active."""
        count = self.summary.ranked_customers
        text = ngettext("en aktiv kund", "%(customers)s aktiva kunder", count)
        return text % {"customers": formats.number(count)}

    def of_net_sales(self, minor: int) -> str:
        """Say which share of net sales an amount is; empty without net sales."""
        net_sales = self.summary.totals.minor("net_sales")
        if net_sales <= 0:
            return ""
        return _("%(share)s av nettoomsättningen") % {"share": formats.percent(Fraction(minor, net_sales))}

    def tail_note(self) -> str:
        """Say how many customers lie after the peak."""
        if self.tail_minor == 0:
            return _("ingen kund kostar mer än den ger")
        text = ngettext("en kund", "%(customers)s kunder", self.tail_customers)
        return text % {"customers": formats.number(self.tail_customers)}

    def firm_result(self, minor: int) -> str:
        """Say what the firm has left in the end."""
        if minor < 0:
            return _("När allt är räknat går företaget med %(amount)s i förlust.") % {"amount": self.money(-minor)}
        return _("När allt är räknat har företaget %(amount)s kvar.") % {"amount": self.money(minor)}

    def idle(self) -> str:
        """Say how many customers had no activity; empty when all had some."""
        idle = self.summary.customers - self.summary.ranked_customers
        if idle <= 0:
            return ""
        return ngettext(
            "En kund saknade aktivitet under perioden och har varken plats eller nivå.",
            "%(customers)s kunder saknade aktivitet under perioden och har varken plats eller nivå.",
            idle,
        ) % {"customers": formats.number(idle)}


def join_words(parts: list[str]) -> str:
    """Join words as a sentence does: "a, b och c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s och %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
