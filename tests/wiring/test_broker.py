"""Who wakes workers reaches the broker of the settings, not the one that Celery would guess."""

import subprocess
import sys

import pytest

SETTINGS = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'crmstrategy.settings'; import django; django.setup()"
ASK = "from celery import current_app; print(current_app.conf.broker_url)"
LEFT_ALONE = "import gc; print(gc.get_freeze_count() > 10 * len(gc.get_objects()))"


@pytest.mark.parametrize(
    "start",
    [
        "import crmstrategy.wsgi",
        f"{SETTINGS}; import crmstrategy.management.commands.serve",
    ],
    ids=["web", "sweeper"],
)
def test_a_process_that_wakes_workers_knows_the_broker(start: str) -> None:
    said = subprocess.run([sys.executable, "-c", f"{start}; {ASK}"], capture_output=True, text=True, check=True)
    assert said.stdout.strip().startswith("filesystem://")


def test_collections_leave_what_a_web_process_has_loaded_alone() -> None:
    program = f"import crmstrategy.wsgi; {LEFT_ALONE}"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "True"
