from django.apps import AppConfig


class ProfitabilityConfig(AppConfig):
    name = "profitability"
    default = True

    def ready(self) -> None:
        from accounts.access import Action
        from accounts.event_texts import register_events
        from accounts.panels import register_panel
        from jobs.texts import register_texts
        from profitability import job_texts

        register_events(job_texts.EVENTS)
        register_texts(kinds=job_texts.KINDS, stages=job_texts.STAGES, errors=job_texts.ERRORS)
        register_panel(20, Action.VIEW_PROFITABILITY, "profitability.pages.panel.profitability_panel")


class CommandsConfig(AppConfig):
    """The app for commands that work on files alone: what stands in management/, without models and database."""

    name = "profitability"

    def import_models(self) -> None:
        """Leave the models where they are."""
        self.models = {}
