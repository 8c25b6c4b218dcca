"""What an engagement's front page says about its assessments."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Action, allowed_actions
from accounts.models import Engagement, User
from accounts.panels import Figure, Panel
from assessment.pages.overview import list_page
from ui import formats


def assessment_panel(engagement: Engagement, user: User) -> Panel:
    """Say how far the newest assessment has come, or how to begin one."""
    cards = list_page(engagement).cards
    title, icon = _("Frågeformulär"), "clipboard-list"
    if not cards:
        may_begin = Action.MANAGE_ASSESSMENT in allowed_actions(user, engagement)
        text = (
            _("Börja med CRM-strategin: var står företaget i dag?")
            if may_begin
            else _("Konsulten har inte lagt upp något frågeformulär ännu.")
        )
        label = _("Välj frågeformulär") if may_begin else _("Öppna")
        return Panel(title, text, reverse("assessment:list", args=[engagement.id]), label, icon, is_started=False)
    newest = cards[0]
    text = (
        _("%(title)s: senast skrev %(name)s.") % {"title": newest.title, "name": newest.last.name}
        if newest.last
        else ""
    )
    figures = (
        Figure(_("Besvarat"), formats.percent(newest.progress.share, 0)),
        Figure(_("Frågor kvar"), formats.number(newest.progress.total - newest.progress.answered)),
    )
    url = reverse("assessment:overview", args=[engagement.id, newest.id])
    return Panel(title, text or newest.title, url, _("Fortsätt svara"), icon, is_started=True, figures=figures)
