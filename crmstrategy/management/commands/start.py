"""`make run`: bring the database up to date, load demo data into an empty one, and serve."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from accounts.models import Consultancy
from crmstrategy.demo.cast import LOGINS, PASSWORD


class Command(BaseCommand):
    help = "Migrate, load demo data into an empty database, and serve until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("compile_texts")
        if static_files_changed():
            call_command("collectstatic", interactive=False, verbosity=0)
        if not options["no_demo"] and not Consultancy.objects.exists():
            self.stdout.write("Loading demo data …")
            call_command("load_demo")
        self._greet()
        call_command("serve", port=options["port"])

    def _greet(self) -> None:
        if Consultancy.objects.filter(name=LOGINS[0].consultancy).exists():
            self.stdout.write(f"\nDemo logins, password {PASSWORD}:")
            for login in LOGINS:
                self.stdout.write(f"  {login.email:<30} {login.what}")
            self.stdout.write("")


def static_files_changed() -> bool:
    """Say whether a static file is newer than what was collected last."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    return any(
        Path(storage.path(path)).stat().st_mtime > collected
        for finder in get_finders()
        for path, storage in finder.list([])
    )
