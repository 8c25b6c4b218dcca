from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "portfolio"

    def ready(self) -> None:
        from accounts.access import Action
        from accounts.event_texts import register_events
        from accounts.panels import register_panel
        from jobs.texts import register_texts
        from portfolio import job_texts

        register_events(job_texts.EVENTS)
        register_texts(kinds=job_texts.KINDS, stages=job_texts.STAGES, errors=job_texts.ERRORS)
        register_panel(30, Action.VIEW_CUSTOMER_BASE, "portfolio.pages.panel.customer_base_panel")
