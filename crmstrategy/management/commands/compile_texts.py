"""Compile the translations: locale/*/LC_MESSAGES/django.po → .mo, where the .po is newer."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile translations that are newer than their compiled form. Fuzzy entries are left out."

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/django.po")):
                compiled = source.with_suffix(".mo")
                if not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime:
                    with source.open("rb") as texts, compiled.open("wb") as target:
                        write_mo(target, read_po(texts, locale=source.parent.parent.name), use_fuzzy=False)
