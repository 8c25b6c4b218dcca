"""The Celery application: it wakes workers up; what is to be done stands in the job rows."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crmstrategy.settings")

app = Celery("crmstrategy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def keep_our_logging(**_signal: object) -> None:
    """Leave logging as the settings say; Celery would set up its own otherwise."""


setup_logging.connect(keep_our_logging)
