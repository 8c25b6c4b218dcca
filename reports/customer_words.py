"""What the figures of one customer say, in sentences."""

from fractions import Fraction

from django.utils.translation import gettext as _

from profitability.pages.customer import CustomerPage, cost_to_serve_minor
from profitability.pages.tier_goals import Goal
from ui import formats


def place_texts(page: CustomerPage) -> tuple[str, ...]:
    """Say where the customer stands among the others, and why it has its tier."""
    if page.customer.rank is None:
        return (page.place_text,)
    tier = _("Nivån är %(tier)s.") % {"tier": page.tier_label.lower()}
    return (" ".join(part for part in (page.place_text, tier, page.tier_reason) if part),)


def cost_text(page: CustomerPage, decimals: int) -> str:
    """Say what serving the customer costs, in all and of its net sales."""
    cost, net_sales = cost_to_serve_minor(page.customer), page.customer.net_sales_minor
    values = {"cost": formats.money(cost, page.currency, decimals)}
    if cost == 0:
        return _("Att betjäna kunden kostade ingenting under perioden.")
    if net_sales <= 0:
        return _("Att betjäna kunden kostade %(cost)s, utan någon försäljning att ställa det mot.") % values
    values["share"] = formats.percent(Fraction(cost, net_sales))
    if cost > page.customer.gross_margin_minor:
        return (
            _("Att betjäna kunden kostade %(cost)s, %(share)s av nettoomsättningen: mer än bruttoresultatet täcker.")
            % values
        )
    return _("Att betjäna kunden kostade %(cost)s, %(share)s av nettoomsättningen.") % values


def certainty_texts(page: CustomerPage) -> tuple[str, ...]:
    """Say how often the customer keeps its tier when volumes and times vary; nothing without a simulation."""
    return (page.certainty.text,) if page.certainty else ()


def goal_text(goal: Goal, currency: str) -> str:
    """Say what is missing to a better tier."""
    words = {
        "missing": formats.money_exact(goal.missing_minor, currency),
        "value": goal.missing_of,
        "tier": goal.label.lower(),
    }
    if not goal.has_enough:
        return _("Till %(tier)s saknas %(missing)s i %(value)s. Ingen enskild ändring räcker.") % words
    return _("Till %(tier)s saknas %(missing)s i %(value)s. En av ändringarna räcker, allt annat lika.") % words
