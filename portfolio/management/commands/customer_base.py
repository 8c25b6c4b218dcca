"""`manage.py customer_base`: the customers of two windows compared, as files."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portfolio.services.base_publication import publish_base
from profitability.domain.problem import has_errors

FIRST_YEAR = 1900


def as_of_date(text: str) -> date:
    """Read an ISO date, from the year 1900 on."""
    try:
        day = date.fromisoformat(text)
    except ValueError as fault:
        raise ArgumentTypeError(f"not a date (YYYY-MM-DD): {text}") from fault
    if day.year < FIRST_YEAR or len(text) != len("YYYY-MM-DD"):
        raise ArgumentTypeError(f"not a date from {FIRST_YEAR} on (YYYY-MM-DD): {text}")
    return day


class Command(BaseCommand):
    """Needs no database. Exits 0; 1 with problems, when only problems.csv is written; 2 for wrong usage."""

    help = "Compare the customers of the 12 months up to a date with those of the 12 months before."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, metavar="SOURCE", help="a folder of CSV files or a workbook")
        parser.add_argument("--as-of", type=as_of_date, required=True, metavar="DATE")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")

    def handle(self, *, source: Path, as_of: date, out: Path, **options: object) -> None:
        if not source.exists():
            raise CommandError(f"{source}: no such file or folder", returncode=2)
        try:
            problems = publish_base(source, as_of, out)
        except OSError as fault:
            raise CommandError(f"{fault.filename}: {fault.strerror}", returncode=2) from fault
        if has_errors(problems):
            self.stderr.write(f"{len(problems)} problems: {out / 'problems.csv'}")
            sys.exit(1)
