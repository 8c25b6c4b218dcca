from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "assessment"

    def ready(self) -> None:
        from accounts.access import Action
        from accounts.event_texts import register_events
        from accounts.panels import register_panel
        from assessment.event_texts import EVENTS
        from jobs.texts import register_texts

        register_events(EVENTS)
        register_panel(10, Action.VIEW_ASSESSMENT, "assessment.panels.assessment_panel")
        register_texts(
            kinds={"assessment.remind": _("Påminnelse till deltagare")},
            stages={"assessment.remind": _("Skickar påminnelsen")},
        )
