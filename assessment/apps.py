from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"

    def ready(self) -> None:
        from accounts.access import Action
        from accounts.panels import register_panel
        from assessment.panels import assessment_panel

        register_panel(10, Action.VIEW_ASSESSMENT, assessment_panel)
