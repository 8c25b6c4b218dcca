"""What the audit trail calls the events of an assessment."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "instrument.published": _("Ett frågeformulär publicerades"),
    "assessment.upgraded": _("En genomgång bytte till en nyare version"),
    "assessment.downgraded": _("Ett versionsbyte ångrades"),
    "assessment.action_changed": _("En åtgärd ändrades"),
    "assessment.action_removed": _("En åtgärd togs bort"),
    "assessment.actions_planned": _("Åtgärder planerades"),
    "assessment.decided": _("Ett gemensamt svar bestämdes"),
    "assessment.readiness_closed": _("Mognaden stängdes för dem som svarat"),
    "assessment.readiness_opened": _("Mognaden öppnades för dem som svarat"),
    "assessment.reminded": _("Påminnelser skickades"),
    "assessment.reminding_started": _("Automatiska påminnelser slogs på"),
    "assessment.reminding_stopped": _("Automatiska påminnelser stängdes av"),
    "assessment.section_closed": _("Ett avsnitt stängdes"),
    "assessment.section_opened": _("Ett avsnitt öppnades för alla som svarat"),
    "assessment.targeted": _("Målbilden för kanaler och IT-stöd ändrades"),
    "participant.added": _("En deltagare lades till"),
    "participant.changed": _("En deltagare ändrades"),
    "participant.link_made": _("En svarslänk skapades"),
    "participant.links_revoked": _("En deltagares svarslänkar återkallades"),
    "participant.reminders_accepted": _("En deltagare vill ha påminnelser igen"),
    "participant.reminders_declined": _("En deltagare avböjde påminnelser"),
    "participant.removed": _("En deltagare togs bort"),
}
