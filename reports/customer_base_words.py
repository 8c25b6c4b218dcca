"""What the figures of a customer base say, in sentences: the management summary of its report.

Pure functions from figures to text in the active language; a sentence that would say nothing is left out.
"""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.ratio import ratio, round_half_up
from portfolio.pages.migration import MoveLine
from portfolio.place_texts import place_label
from ui import formats


class BaseWords:
    """The sentences of one analysis; amounts in its own currency."""

    def __init__(self, summary: AnalysisSummary) -> None:
        self.summary = summary
        self.flows = summary.flows
        self.portfolio = summary.portfolio()

    def money(self, minor: int | Fraction) -> str:
        """Write an amount as short as is readable."""
        whole = minor if isinstance(minor, int) else round_half_up(minor)
        return formats.compact(whole, self.summary.currency, self.summary.decimals)

    def closing(self) -> str:
        """Say how many customers are active now and how many were."""
        now, before = self.flows.closing.customers, self.flows.opening.customers
        values = {"now": formats.number(now), "before": formats.number(before)}
        if not before:
            return _("Basen har %(now)s aktiva kunder.") % values
        values["change"] = formats.percent(abs(Fraction(now, before) - 1))
        if now > before:
            return _("Basen växte med %(change)s, från %(before)s till %(now)s aktiva kunder.") % values
        if now < before:
            return _("Basen krympte med %(change)s, från %(before)s till %(now)s aktiva kunder.") % values
        return _("Basen är lika stor som före: %(now)s aktiva kunder.") % values

    def coming_and_going(self) -> str:
        """Say what left and what it bought for, against what came."""
        flows = self.flows
        if not flows.opening.customers:
            return ""
        came = flows.new + flows.won_back
        values = {
            "lost": formats.number(flows.lost.customers),
            "lost_revenue": self.money(flows.lost.revenue_minor),
            "came": formats.number(came.customers),
            "came_revenue": self.money(came.revenue_minor),
        }
        return (
            _(
                "%(lost)s kunder lämnade. De köpte för %(lost_revenue)s perioden före. De %(came)s som kom eller kom "
                "tillbaka köpte för %(came_revenue)s."
            )
            % values
        )

    def winning_back(self) -> str:
        """Say how many of the formerly lost came back; empty when there was nobody to win back."""
        share = ratio(self.flows.won_back.customers, self.summary.stocks.formerly_lost)
        if share is None:
            return ""
        return _("%(share)s av de tidigare förlorade återvanns. Nu kan %(lost)s kunder vinnas tillbaka.") % {
            "share": formats.percent(share),
            "lost": formats.number(self.summary.stocks.closing_lost),
        }

    def moves(self, moves: tuple[MoveLine, ...]) -> str:
        """Say what moving up brought and moving down cost."""
        up, _stay, down = moves[0], moves[1], moves[2]
        if not up.customers and not down.customers:
            return ""
        return _("De som klättrade köper för %(up)s mer än perioden före, de som föll för %(down)s mindre.") % {
            "up": self.money(up.change_minor),
            "down": self.money(-down.change_minor),
        }

    def worth(self) -> str:
        """Say what a customer of the best tier is worth against one of the last; empty where it is not known."""
        best, last = self.portfolio[0], self.portfolio[-2]
        if best.lifetime_value_minor is None or last.lifetime_value_minor is None or best.index is None:
            return ""
        return _(
            "En kund i nivån %(best)s är värd %(value)s under sin livstid, %(times)s gånger så mycket som en i "
            "%(last)s."
        ) % {
            "best": place_label(best.tier),
            "last": place_label(last.tier),
            "value": self.money(best.lifetime_value_minor),
            "times": formats.number(best.index, 0 if best.index >= 10 else 1),
        }

    def newcomers(self) -> str:
        """Say what a new customer buys for in the window; empty without any."""
        new = self.flows.new
        if not new.customers:
            return ""
        per_customer = ratio(new.revenue_minor, new.customers)
        text = ngettext(
            "En ny kund tillkom och köpte för %(amount)s.",
            "%(count)s nya kunder tillkom och köpte för %(amount)s var i genomsnitt.",
            new.customers,
        )
        return text % {"count": formats.number(new.customers), "amount": self.money(per_customer or 0)}

    def holdings(self) -> str:
        """Say how many customers hold one product alone; empty without products."""
        holdings = self.summary.holdings
        share = ratio(holdings.depths[0].customers, holdings.customers) if holdings.depths else None
        if share is None:
            return ""
        return _("%(share)s av kunderna har en enda av %(count)s produkter.") % {
            "share": formats.percent(share, 0),
            "count": formats.number(holdings.product_count),
        }

    def budget(self, change_share: Fraction | None, revenue_minor: int) -> str:
        """Say what the same development again would give."""
        if change_share is None:
            return ""
        values = {"change": formats.percent(abs(change_share)), "revenue": self.money(revenue_minor)}
        if change_share < 0:
            return _("Fortsätter utvecklingen blir nästa periods intäkt %(revenue)s, %(change)s lägre.") % values
        return _("Fortsätter utvecklingen blir nästa periods intäkt %(revenue)s, %(change)s högre.") % values
