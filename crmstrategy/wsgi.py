"""WSGI entry point for gunicorn and waitress."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crmstrategy.settings")

import crmstrategy.celery  # noqa: F401 - who answers requests wakes workers, by the broker of the settings

application = get_wsgi_application()
import_module("crmstrategy.urls")
gc.freeze()
"""What is loaded stays: a full collection that goes through it all stops some request for 150 ms, to find nothing."""
