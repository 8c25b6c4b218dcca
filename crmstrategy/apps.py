"""Which static files of the libraries are collected."""

from typing import cast

from django.apps import AppConfig, apps
from django.contrib.staticfiles.apps import StaticFilesConfig


class CrmstrategyConfig(AppConfig):
    name = "crmstrategy"

    def ready(self) -> None:
        """Leave out what no page uses: the browsable API's look and a second viewer of the API's documentation."""
        staticfiles = cast(StaticFilesConfig, apps.get_app_config("staticfiles"))
        staticfiles.ignore_patterns = [*staticfiles.ignore_patterns, "rest_framework", "redoc"]
