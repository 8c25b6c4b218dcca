"""What the customer base says on an engagement's front page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Action, can
from accounts.models import Engagement, User
from accounts.panels import Figure, Panel
from portfolio.domain.ratio import ratio
from portfolio.pages.flows import flows_message
from portfolio.selectors.analyses import find_latest_analysis, get_summary
from ui import formats


def customer_base_panel(engagement: Engagement, user: User) -> Panel:
    """Return where the customer base stands and what to do next."""
    analysis = find_latest_analysis(engagement)
    if analysis is None:
        return _empty_panel(engagement, user)
    flows = get_summary(analysis).flows
    return Panel(
        title=_("Kundbas"),
        text=_("%(message)s.") % {"message": flows_message(flows)},
        url=reverse("portfolio:flows", args=[engagement.id, analysis.id]),
        action_label=_("Se analysen"),
        icon="users",
        is_started=True,
        figures=(
            Figure(_("Aktiva kunder"), formats.number(flows.closing.customers)),
            Figure(_("Kvarhållning"), formats.percent(ratio(flows.retained.customers, flows.opening.customers))),
            Figure(_("Nya kunder"), formats.number(flows.new.customers)),
        ),
    )


def _empty_panel(engagement: Engagement, user: User) -> Panel:
    may_analyse = can(user, Action.ANALYSE_CUSTOMER_BASE, engagement)
    return Panel(
        title=_("Kundbas"),
        text=_("Se vilka kunder som stannar, kommer och lämnar, och vad de är värda.")
        if may_analyse
        else _("Här visas hur kundbasen rör sig när den första analysen är klar."),
        url=reverse("portfolio:analyses" if may_analyse else "portfolio:latest", args=[engagement.id]),
        action_label=_("Gör en analys") if may_analyse else _("Öppna"),
        icon="users",
        is_started=False,
    )
