"""Instruments without a browser: count, check, export, import."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from assessment.domain.exporting import to_po, to_yaml
from assessment.domain.instrument import LANGUAGES, Instrument
from assessment.domain.reading import FaultyInstrumentError, read_instrument
from assessment.domain.summary import summarise
from assessment.domain.surveyjs import to_surveyjs
from assessment.domain.table_reading import from_tables
from assessment.domain.tables import Table, to_tables
from assessment.domain.xlsform import to_xlsform
from assessment.files import NotAWorkbookError, read_workbook, write_workbook
from assessment.models import PublishedInstrument
from assessment.pages.author_faults import describe_faults
from assessment.readers import find_shipped
from assessment.selectors import find_instrument
from assessment.services import ImmutableInstrumentError, import_instrument

TEXTS = ("yaml", "surveyjs", "po")
WORKBOOKS = ("xlsx", "xlsform")


class Command(BaseCommand):
    """Exit 0; 1 with faults in a file; 2 for wrong usage."""

    help = "Count, check, export and import instruments."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("summary", help="print counts by kind as JSON").add_argument("key")
        verbs.add_parser("validate", help="list every fault of a file").add_argument("file", type=Path)
        export = verbs.add_parser("export", help="write an instrument in another format")
        export.add_argument("key")
        export.add_argument("--as", dest="form", choices=(*TEXTS, *WORKBOOKS), required=True)
        export.add_argument("--language", choices=LANGUAGES, default="en", help="language of the PO file")
        export.add_argument("--out", type=Path, help="file to write; texts go to standard output without it")
        verbs.add_parser("import", help="publish an instrument from YAML or XLSX").add_argument("file", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        del args
        match options["verb"]:
            case "summary":
                self.print_summary(str(options["key"]))
            case "validate":
                instrument = self.read(Path(str(options["file"])))
                self.stdout.write(f"{instrument.key} {instrument.version} {summarise(instrument).hash}")
            case "export":
                out = options["out"]
                self.export(_get(str(options["key"])), str(options["form"]), str(options["language"]), out)
            case "import":
                self.publish(self.read(Path(str(options["file"]))))

    def print_summary(self, key: str) -> None:
        """Print what the newest version of the instrument holds."""
        summary = asdict(summarise(_get(key)))
        for counted in ("matrix_rows", "distribution"):
            summary[counted] = dict(summary[counted])
        self.stdout.write(json.dumps(summary, indent=2, ensure_ascii=False))

    def read(self, path: Path) -> Instrument:
        """Return the instrument in a YAML file or workbook; list its faults and stop where it has any."""
        tables: Sequence[Table] = ()
        try:
            if path.suffix.lower() == ".xlsx":
                tables = read_workbook(path)
                return from_tables(tables)
            return read_instrument(path.read_text(encoding="utf-8"))
        except FaultyInstrumentError as error:
            for fault, line in zip(error.faults, describe_faults(error.faults, tables), strict=True):
                place = f"{line.sheet}!{line.cell}" if line.sheet and line.cell else fault.place
                self.stderr.write(f"{place}: {line.message} {line.cure} ({fault.code})")
            raise CommandError(f"{len(error.faults)} fault(s)", returncode=1) from error
        except (OSError, UnicodeDecodeError, NotAWorkbookError) as error:
            raise CommandError(str(error), returncode=2) from error

    def export(self, instrument: Instrument, form: str, language: str, out: object) -> None:
        """Write the instrument in the form asked for."""
        if form in WORKBOOKS:
            if not isinstance(out, Path):
                raise CommandError("a workbook needs --out FILE", returncode=2)
            tables: Sequence[Table] = to_tables(instrument) if form == "xlsx" else to_xlsform(instrument)
            write_workbook(tables, out)
            return
        texts = {"yaml": to_yaml, "surveyjs": to_surveyjs}
        text = to_po(instrument, language) if form == "po" else texts[form](instrument)
        if isinstance(out, Path):
            out.write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)

    def publish(self, instrument: Instrument) -> None:
        """Make the instrument one that assessments can be begun with."""
        try:
            is_new = import_instrument(instrument=instrument)
        except ImmutableInstrumentError as error:
            message = f"{instrument.key} {instrument.version} is published with other content; give it a new version"
            raise CommandError(message, returncode=1) from error
        self.stdout.write(f"{instrument.key} {instrument.version} {'published' if is_new else 'was published already'}")


def _get(key: str) -> Instrument:
    """Return the newest version; before the first migration only what is shipped can be."""
    is_installed = PublishedInstrument._meta.db_table in connection.introspection.table_names()
    found = find_instrument(key) if is_installed else find_shipped(key)
    if found is None:
        raise CommandError(f"there is no instrument {key}", returncode=2)
    return found.instrument
