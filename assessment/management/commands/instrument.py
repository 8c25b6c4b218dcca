"""Instruments without a browser: count what one holds, check a file."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessment.domain.reading import FaultyInstrumentError, read_instrument
from assessment.domain.summary import summarise
from assessment.readers import ShippedInstrument, find_shipped


class Command(BaseCommand):
    """`manage.py instrument summary KEY | validate FILE`; exit 0, 1 with faults, 2 for wrong usage."""

    help = "Count, check, export and import instruments."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("summary", help="print counts by kind as JSON").add_argument("key")
        verbs.add_parser("validate", help="list every fault of a file").add_argument("file", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        del args
        match options["verb"]:
            case "summary":
                self.print_summary(str(options["key"]))
            case "validate":
                self.validate(Path(str(options["file"])))

    def print_summary(self, key: str) -> None:
        """Print what the newest version of the instrument holds."""
        summary = asdict(summarise(_get(key).instrument))
        for counted in ("matrix_rows", "multi", "distribution"):
            summary[counted] = dict(summary[counted])
        self.stdout.write(json.dumps(summary, indent=2, ensure_ascii=False))

    def validate(self, path: Path) -> None:
        """Say that the file is an instrument, or list its faults."""
        try:
            instrument = read_instrument(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(str(error), returncode=2) from error
        except FaultyInstrumentError as error:
            for fault in error.faults:
                self.stderr.write(f"{fault.place}: {fault.code} {fault.value}".rstrip())
            raise CommandError(f"{len(error.faults)} fault(s)", returncode=1) from error
        self.stdout.write(f"{instrument.key} {instrument.version} {summarise(instrument).hash}")


def _get(key: str) -> ShippedInstrument:
    shipped = find_shipped(key)
    if shipped is None:
        raise CommandError(f"there is no instrument {key}", returncode=2)
    return shipped
