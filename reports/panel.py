"""What the front page of an engagement says about reports."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Engagement, User
from accounts.panels import Figure, Panel
from reports.selectors import list_issuable_kinds, list_reports
from ui import formats


def reports_panel(engagement: Engagement, user: User) -> Panel:
    """Return how many reports there are, and the way on."""
    reports = list_reports(user, engagement)
    newest = reports.first()
    may_issue = bool(list_issuable_kinds(user, engagement))
    if newest is None:
        text = _("Ingen rapport än. Den första kan utfärdas när det finns en körning eller en genomgång.")
        name, label = ("report_new", _("Utfärda rapport")) if may_issue else ("reports", _("Öppna rapporter"))
        return Panel(_("Rapporter"), text, reverse(f"reports:{name}", args=[engagement.id]), label, "file-text", False)
    figures = (
        Figure(_("Utfärdade rapporter"), formats.number(reports.count())),
        Figure(_("Senaste"), formats.day(newest.created_at)),
    )
    url = reverse("reports:reports", args=[engagement.id])
    text = _("Sammanfattningar i ord och siffror, färdiga att lämna över.")
    return Panel(_("Rapporter"), text, url, _("Öppna rapporter"), "file-text", True, figures)
