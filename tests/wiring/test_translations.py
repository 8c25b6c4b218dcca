"""Every text of the interface stands in Swedish and in every other language, at all times."""

import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

LANGUAGES = [folder.name for folder in Path(settings.LOCALE_PATHS[0]).iterdir() if folder.is_dir()]


def _read(folder: Path, language: str) -> Catalog:
    with (folder / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


APPS = ("accounts", "assessment", "crmstrategy", "jobs", "portfolio", "profitability", "reports", "ui", "filestore")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collect the texts afresh in a copy of the sources, so that the project's own files stay as they are."""
    copy = tmp_path_factory.mktemp("texts")
    for name in (*APPS, "templates", "locale"):
        shutil.copytree(settings.BASE_DIR / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    with override_settings(LOCALE_PATHS=[copy / "locale"]), pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        call_command("makemessages", locale=LANGUAGES, no_location=True, no_obsolete=True, no_wrap=True, verbosity=0)
    return copy / "locale"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_or_unsure(collected: Path, language: str) -> None:
    texts = [message for message in _read(collected, language) if message.id]
    empty = [m.id for m in texts if not (all(m.string) if isinstance(m.string, tuple) else m.string)]
    unsure = [m.id for m in texts if m.fuzzy]
    assert (empty, unsure) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(collected: Path, language: str) -> None:
    faults = [str(error) for message in _read(collected, language) if message.id for error in message.check()]
    assert faults == []
