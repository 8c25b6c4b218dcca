"""`manage.py development_budget`: outcome → the same development again → levers, as files."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portfolio.services.budget_runs import run_budget
from profitability.domain.problem import has_errors


class Command(BaseCommand):
    """Needs no database. Exits 0; 1 with problems, when only problems.csv is written; 2 for wrong usage."""

    help = "Plan a customer development budget: outcome, the same development again, and levers."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("outcome", type=Path, metavar="OUTCOME.csv")
        parser.add_argument("--development", type=Path, required=True, metavar="D.csv")
        parser.add_argument("--levers", type=Path, required=True, metavar="L.csv")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")

    def handle(self, *, outcome: Path, development: Path, levers: Path, out: Path, **options: object) -> None:
        try:
            problems = run_budget(outcome, development, levers, out)
        except OSError as fault:
            raise CommandError(f"{fault.filename}: {fault.strerror}", returncode=2) from fault
        if has_errors(problems):
            self.stderr.write(f"{len(problems)} problems: {out / 'problems.csv'}")
            sys.exit(1)
