"""What customer profitability says on an engagement's front page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Action, can
from accounts.models import Engagement, User
from accounts.panels import Figure, Panel
from profitability.pages.lines import tier_label
from profitability.pages.overview import whale_message
from profitability.selectors.runs import find_latest_run, get_summary
from ui import formats


def profitability_panel(engagement: Engagement, user: User) -> Panel:
    """Return where customer profitability stands and what to do next."""
    run = find_latest_run(engagement)
    if run is None:
        return _empty_panel(engagement, user)
    summary = get_summary(run)
    gold = next(tier for tier in summary.tiers if tier.tier == "gold")
    return Panel(
        title=_("Kundlönsamhet"),
        text=_("%(message)s.") % {"message": whale_message(summary)},
        url=reverse("profitability:run_overview", args=[engagement.id, run.id]),
        action_label=_("Se resultatet"),
        icon="coins",
        is_started=True,
        figures=(
            Figure(_("Nettoomsättning"), formats.compact(summary.totals.minor("net_sales"), summary.currency)),
            Figure(_("Täckningsbidrag"), formats.compact(summary.totals.minor("contribution"), summary.currency)),
            Figure(tier_label("gold"), formats.number(gold.customers)),
        ),
    )


def _empty_panel(engagement: Engagement, user: User) -> Panel:
    may_upload = can(user, Action.UPLOAD_LEDGER, engagement)
    return Panel(
        title=_("Kundlönsamhet"),
        text=_("Ladda upp försäljning, kostnader och volymer, så får varje kund sin egen resultaträkning.")
        if may_upload
        else _("Här visas vad varje kund ger och kostar när den första körningen är klar."),
        url=reverse("profitability:uploads" if may_upload else "profitability:overview", args=[engagement.id]),
        action_label=_("Ladda upp underlag") if may_upload else _("Öppna"),
        icon="coins",
        is_started=False,
    )
