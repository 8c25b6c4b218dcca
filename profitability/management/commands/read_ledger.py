"""manage.py read_ledger FILE --as SHEET --out DIR: a foreign layout in, one sheet of the exchange format out."""

import json
import tempfile
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from profitability.domain.exports import PROBLEMS_FILE, ProblemRow, write_problems
from profitability.domain.problem import Problem
from profitability.intake.checks import Scope
from profitability.intake.fields import FIELDS
from profitability.intake.reading import Reading, read_file
from profitability.intake.sie import is_sie
from profitability.intake.sie_reading import read_sie_pools
from profitability.intake_report import render_reading
from profitability.intake_sie_report import render_sie_reading
from profitability.intake_texts import describe_finding, word_question
from profitability.management.out_folder import open_out

READING_FILE = "reading.json"


class Command(BaseCommand):
    help = (
        "Läser FILE i vilken layout som helst som ett blad i utbytesformatet och skriver bladet (CSV), reading.json "
        "och problems.csv i mappen DIR. Slutkod 0: läst; 1: problem eller öppna frågor, inget blad är skrivet; "
        "2: fel användning."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--as", dest="sheet", choices=sorted(FIELDS), required=True)
        parser.add_argument("--out", metavar="DIR", type=Path, required=True)
        parser.add_argument("--answers", metavar="JSON", type=Path, help="svar på frågorna: {id: värde}")
        parser.add_argument("--customers", metavar="CSV", type=Path, help="bladet customers att jämföra kunderna med")
        parser.add_argument("--period", metavar="FROM..TO", help="perioden, till exempel 2025-01-01..2025-12-31")
        parser.add_argument("--total", metavar="AMOUNT", help="summan som raderna ska ge, med decimalpunkt")
        parser.add_argument(
            "--language", choices=[code for code, _ in settings.LANGUAGES], default=settings.LANGUAGE_CODE
        )

    def handle(self, *args: object, **options: object) -> None:
        file, out, sheet = cast(Path, options["file"]), cast(Path, options["out"]), cast(str, options["sheet"])
        if not file.is_file():
            raise CommandError(f"{file} finns inte.", returncode=2)
        answers = _read_answers(cast("Path | None", options["answers"]))
        scope = _read_scope(options)
        open_out(out, file, (f"{sheet}.csv", READING_FILE, PROBLEMS_FILE))
        with translation.override(cast(str, options["language"])):
            if is_sie(file):
                self._read_sie(file, sheet, out, answers)
                return
            reading = _read(file, sheet, out, answers, scope)
            if not reading.is_read:
                for question in reading.questions:
                    self.stderr.write(f"{question.id}: {word_question(question)}")
                errors = sum(problem.level == "error" for problem in reading.problems)
                message = f"{errors} fel, {len(reading.questions)} frågor; se {out}."
                raise CommandError(message, returncode=1)
        self.stdout.write(f"Läst: {reading.rows} rader, {out / sheet}.csv")

    def _read_sie(self, file: Path, sheet: str, out: Path, answers: dict[str, str]) -> None:
        """Read a SIE file as cost pools."""
        if sheet != "pools":
            raise CommandError("En SIE-fil läses som pools.", returncode=2)
        with tempfile.TemporaryDirectory(prefix=".read-", dir=out) as temporary:
            folder = Path(temporary)
            reading = read_sie_pools(file, folder / "pools.csv", answers)
            write_problems((ProblemRow(each, *_words(each)) for each in reading.problems), folder)
            (folder / READING_FILE).write_text(render_sie_reading(reading, file.name), "utf-8")
            _publish(folder, out, sheet, is_read=reading.is_read)
        if not reading.is_read:
            raise CommandError(f"{len(reading.problems)} problem; se {out}.", returncode=1)
        self.stdout.write(f"Läst: {out / sheet}.csv")


def _read(file: Path, sheet: str, out: Path, answers: dict[str, str], scope: Scope) -> Reading:
    """Read into a temporary folder, then move into place; an earlier sheet never outlives a failed reading."""
    with tempfile.TemporaryDirectory(prefix=".read-", dir=out) as temporary:
        folder = Path(temporary)
        reading = read_file(file, sheet, folder / f"{sheet}.csv", answers, scope=scope)
        rows = (ProblemRow(each, *_words(each)) for each in reading.problems)
        write_problems(rows, folder)
        (folder / READING_FILE).write_text(render_reading(reading, file.name, answers), "utf-8")
        _publish(folder, out, sheet, is_read=reading.is_read)
    return reading


def _publish(folder: Path, out: Path, sheet: str, *, is_read: bool) -> None:
    (out / f"{sheet}.csv").unlink(missing_ok=True)
    for name in (READING_FILE, PROBLEMS_FILE, *([f"{sheet}.csv"] if is_read else [])):
        (folder / name).replace(out / name)


def _words(problem: Problem) -> tuple[str, str]:
    text = describe_finding(problem)
    return text.problem, text.cure


def _read_answers(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        answers = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as broken:
        raise CommandError(f"{path} går inte att läsa som JSON.", returncode=2) from broken
    if not isinstance(answers, dict):
        raise CommandError(f"{path}: ett objekt med svar per fråga väntades.", returncode=2)
    return {str(key): str(value) for key, value in answers.items()}


def _read_scope(options: dict[str, object]) -> Scope:
    start = end = total = None
    try:
        if options["period"]:
            first, _, last = cast(str, options["period"]).partition("..")
            start, end = date.fromisoformat(first), date.fromisoformat(last)
        if options["total"]:
            total = Decimal(cast(str, options["total"]))
        if (total is not None and not total.is_finite()) or (start and end and end < start):
            raise ValueError
    except (ValueError, InvalidOperation) as broken:
        raise CommandError("--period skrivs 2025-01-01..2025-12-31 och --total 1234.50.", returncode=2) from broken
    customers = cast("Path | None", options["customers"])
    if customers is not None and not customers.is_file():
        raise CommandError(f"{customers} finns inte.", returncode=2)
    return Scope(customers, start, end, total)
