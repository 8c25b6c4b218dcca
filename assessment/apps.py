from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "assessment"

    def ready(self) -> None:
        from accounts.access import Action
        from accounts.panels import register_panel
        from assessment.panels import assessment_panel
        from jobs.texts import register_texts

        register_panel(10, Action.VIEW_ASSESSMENT, assessment_panel)
        register_texts(
            kinds={"assessment.remind": _("Påminnelse till deltagare")},
            stages={"assessment.remind": _("Skickar påminnelsen")},
        )
