"""Settings come from the environment and fail loudly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crmstrategy.env import BASE_DIR, SETTINGS, BadSettingError, example, kept_secret, read_environment


def test_the_example_file_lists_every_setting_with_its_default() -> None:
    assert (BASE_DIR / ".env.example").read_text() == example()


def test_defaults_are_safe() -> None:
    values = read_environment({})
    assert values["DEBUG"] is False
    assert values["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]


def test_every_bad_value_is_named_at_once() -> None:
    with pytest.raises(BadSettingError) as caught:
        read_environment({"DEBUG": "perhaps", "UPLOAD_MAX_MB": "-5", "DATABASE_URL": "localhost", "LOG_LEVEL": "loud"})
    assert [name for name in ("DEBUG", "UPLOAD_MAX_MB", "DATABASE_URL", "LOG_LEVEL") if name in str(caught.value)] == [
        "DEBUG",
        "UPLOAD_MAX_MB",
        "DATABASE_URL",
        "LOG_LEVEL",
    ]


def test_the_product_does_not_start_with_a_bad_value(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DEBUG": "perhaps"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE_DIR,
        env={**environment, "DJANGO_SETTINGS_MODULE": "crmstrategy.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "DEBUG='perhaps': expected yes or no" in done.stderr


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    first = kept_secret(file)
    assert len(first) > 50
    assert kept_secret(file) == first
    assert file.stat().st_mode & 0o077 == 0


def test_every_setting_is_documented_in_one_sentence() -> None:
    assert all(setting.purpose.endswith(".") for setting in SETTINGS)
