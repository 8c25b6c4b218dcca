"""What the customer base is worth, tier by tier, and why that changed."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.lifetime_value import PortfolioRow
from portfolio.domain.ratio import round_half_up
from portfolio.domain.value_change import ValueChange, explain_change
from portfolio.models import Analysis
from portfolio.pages.contribution import ContributionTable, tier_contributions
from portfolio.pages.labels import Basis, basis_of
from portfolio.place_texts import place_label
from portfolio.selectors.analyses import get_summary
from ui import formats
from ui.charts import Chart, Step, waterfall


@dataclass(frozen=True)
class TierLine:
    """One row of the portfolio, amounts rounded to minor units; None where there is nothing to say."""

    label: str
    is_all: bool
    row: PortfolioRow
    revenue_per_purchase_minor: int | None
    revenue_per_customer_minor: int | None
    lifetime_value_minor: int | None
    portfolio_value_minor: int | None


@dataclass(frozen=True)
class PortfolioPage:
    """The portfolio of an analysis."""

    basis: Basis
    message: str
    lines: tuple[TierLine, ...]
    contribution: ContributionTable | None
    change: Chart | None
    has_previous: bool


def portfolio_page(analysis: Analysis) -> PortfolioPage:
    """Return the page of a published analysis."""
    summary = get_summary(analysis)
    rows = summary.portfolio()
    before = summary.previous_portfolio()
    change = explain_change(before, rows) if before else None
    return PortfolioPage(
        basis=basis_of(analysis, summary),
        message=portfolio_message(rows, summary.currency),
        lines=portfolio_lines(rows),
        contribution=tier_contributions(analysis, summary),
        change=change_chart(change, summary.currency) if change else None,
        has_previous=before is not None,
    )


def portfolio_lines(rows: tuple[PortfolioRow, ...]) -> tuple[TierLine, ...]:
    """Return the table of the portfolio."""
    return tuple(
        TierLine(
            label=place_label(row.tier),
            is_all=row.tier == "all",
            row=row,
            revenue_per_purchase_minor=_whole(row.revenue_per_purchase_minor),
            revenue_per_customer_minor=_whole(row.revenue_per_customer_minor),
            lifetime_value_minor=_whole(row.lifetime_value_minor),
            portfolio_value_minor=_whole(row.portfolio_value_minor),
        )
        for row in rows
    )


def _whole(minor: Fraction | None) -> int | None:
    return None if minor is None else round_half_up(minor)


def portfolio_message(rows: tuple[PortfolioRow, ...], currency: str) -> str:
    """Say in a sentence what the base is worth and how much of it the best tier carries."""
    best, everyone = rows[0], rows[-1]
    if everyone.portfolio_value_minor is None or everyone.portfolio_value_minor <= 0:
        return _("Portföljens värde är inte känt")
    value = formats.compact(round_half_up(everyone.portfolio_value_minor), currency)
    share = (best.portfolio_value_minor or Fraction(0)) / everyone.portfolio_value_minor
    count = Fraction(best.sums.customers, everyone.sums.customers)
    return _("Kundbasen är värd %(value)s; %(count)s av kunderna bär %(share)s") % {
        "value": value,
        "count": formats.percent(count, 0),
        "share": formats.percent(share, 0),
    }


def change_chart(change: ValueChange, currency: str) -> Chart:
    """Draw the way from the value before to the value after."""
    before, after = round_half_up(change.before_minor), round_half_up(change.after_minor)
    causes = (_("Antal kunder"), _("Mix av nivåer"), _("Köp per kund"), _("Intäkt per köp"), _("Varaktighet"))
    steps = (
        Step(_("Värde före"), before, is_total=True),
        *map(Step, causes, change.steps_in_minor()),
        Step(_("Värde nu"), after, is_total=True),
    )
    difference = after - before
    title = _("Portföljens värde ändrades med %(amount)s") % {
        "amount": formats.signed(formats.compact(difference, currency))
    }
    return waterfall(
        steps,
        title=title,
        subtitle=_("Portföljvärde och vad som ändrade det"),
        currency=currency,
        key="value-change",
    )
