"""Which static files of the libraries are collected."""

from typing import ClassVar

from django.contrib.staticfiles.apps import StaticFilesConfig


class ServedFilesConfig(StaticFilesConfig):
    """Leave out what no page uses: the browsable API's look and a second viewer of the API's documentation."""

    ignore_patterns: ClassVar[list[str]] = [*StaticFilesConfig.ignore_patterns, "rest_framework", "redoc"]
