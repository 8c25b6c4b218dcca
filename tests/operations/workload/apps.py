"""Lets a test hold a process in the middle of a transaction."""

import time

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_save


class WorkloadConfig(AppConfig):
    name = "tests.operations.workload"

    def ready(self) -> None:
        post_save.connect(hold, sender="profitability.Upload", weak=False)


def hold(**_signal: object) -> None:
    """Wait after an upload has been written for as long as the file `hold` is there."""
    while (settings.DATA_DIR / "hold").exists():
        (settings.DATA_DIR / "held").touch()
        time.sleep(0.05)
