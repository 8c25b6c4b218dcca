from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        """Name what the jobs leave in the audit trail."""
        from accounts.event_texts import register_events

        register_events({"job.cancelled": _("Ett bakgrundsarbete avbröts")})
