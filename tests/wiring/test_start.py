"""What a process loads when it starts: nothing that only some of its work needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings

from crmstrategy.env import BASE_DIR

HEAVY = ("numpy", "pyarrow", "pandas", "duckdb", "scipy", "sklearn", "lightgbm", "weasyprint", "xlsxwriter", "docxtpl")
PRODUCT = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'crmstrategy.settings'; django.setup()"


def loaded(program: str, wanted: tuple[str, ...], data: Path) -> set[str]:
    """Run the program in a process of its own; return which of the wanted modules it has loaded."""
    tell = f"import sys; print(*(set({wanted!r}) & set(sys.modules)), file=sys.stderr)"
    environment = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    ran = subprocess.run(
        [sys.executable, "-c", f"try:\n    {program}\nexcept SystemExit:\n    pass\n{tell}"],
        cwd=BASE_DIR,
        env={**environment, "DATA_DIR": str(data)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.split())


def test_work_is_sent_to_the_products_own_broker() -> None:
    config = apps.get_app_config("crmstrategy")
    assert type(config).__name__ == "CrmstrategyConfig"
    assert current_app.main == "crmstrategy"
    assert current_app.conf.broker_url == settings.CELERY_BROKER_URL


def test_the_product_starts_without_the_libraries_of_its_work(tmp_path: Path) -> None:
    assert loaded(PRODUCT, (*HEAVY, "django.contrib.admin"), tmp_path) == {"django.contrib.admin"}


@pytest.mark.parametrize(("wished", "huge"), [(None, "False"), ("1", "True")])
def test_arrays_take_small_pages_unless_the_environment_wants_huge_ones(wished: str | None, huge: str) -> None:
    program = "import profitability.domain.columns, numpy; print(numpy._core.multiarray._get_madvise_hugepage())"
    environment = {name: text for name, text in os.environ.items() if name != "NUMPY_MADVISE_HUGEPAGE"}
    environment |= {"NUMPY_MADVISE_HUGEPAGE": wished} if wished else {}
    ran = subprocess.run([sys.executable, "-c", program], cwd=BASE_DIR, env=environment, capture_output=True, text=True)
    assert ran.stdout.strip() == huge, ran.stderr


@pytest.mark.parametrize("command", ["allocate", "read_ledger"])
def test_commands_on_files_alone_load_no_models_and_make_no_data_folder(command: str, tmp_path: Path) -> None:
    program = f"import sys, manage; sys.argv = ['manage.py', '{command}', '--help']; manage.main()"
    unwanted = ("accounts.models", "profitability.models", "celery", "pandas", "scipy", "weasyprint")
    assert loaded(program, (*unwanted, "duckdb"), tmp_path / "none") == {"duckdb"}
    assert not (tmp_path / "none").exists()
