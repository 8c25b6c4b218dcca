"""The Celery application: it wakes workers up; what is to be done stands in the job rows."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crmstrategy.settings")

app = Celery("crmstrategy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
