"""What the product as a whole does when it starts."""

from typing import cast

from django.apps import AppConfig, apps
from django.contrib.staticfiles.apps import StaticFilesConfig


class CrmstrategyConfig(AppConfig):
    name = "crmstrategy"
    # Two configurations stand in this module, one of them imported: without a word Django would take neither.
    default = True

    def ready(self) -> None:
        """Make the Celery application known, and leave out static files that no page uses.

        Those are the browsable API's look and a second viewer of the API's documentation.
        """
        from crmstrategy import celery  # noqa: F401 - its application is the one that work is sent to

        staticfiles = cast(StaticFilesConfig, apps.get_app_config("staticfiles"))
        staticfiles.ignore_patterns = [*staticfiles.ignore_patterns, "rest_framework", "redoc"]
