"""WSGI entry point for gunicorn and waitress."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crmstrategy.settings")

import crmstrategy.celery  # noqa: F401 - who answers requests wakes workers, by the broker of the settings

application = get_wsgi_application()
