"""Restore a backup into an empty installation."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from crmstrategy.backup import BackupError, restore_backup
from crmstrategy.database_copy import CopyError


class Command(BaseCommand):
    help = "Restore a backup into an empty installation and compare it with its inventory."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a tar that `backup` wrote")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            inventory = restore_backup(file)
        except (BackupError, CopyError, OSError) as fault:
            raise CommandError(str(fault)) from None
        rows, files = sum(inventory.rows.values()), len(inventory.files)
        self.stdout.write(f"Restored and compared: {rows} rows, {files} files.")
