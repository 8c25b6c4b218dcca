"""Write a backup of the database and the files."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from crmstrategy.backup import BackupError, write_backup


class Command(BaseCommand):
    help = "Write the database, the files and an inventory into one tar; the product may go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the tar to write; it must not exist")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            inventory = write_backup(file)
        except BackupError as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{file}: {sum(inventory.rows.values())} rows, {len(inventory.files)} files")
