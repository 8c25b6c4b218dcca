"""manage.py allocate SOURCE --out DIR: the exchange format in, the exchange format out, no database."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from profitability.domain.exports import PROBLEMS_FILE, RESULT_FILES, ProblemRow, write_exports, write_problems
from profitability.domain.ledger import MANIFEST
from profitability.domain.preparation import sort_problems
from profitability.domain.problem import Problem, has_errors
from profitability.domain.run import allocate
from profitability.domain.workspace import MEMORY_MB, THREADS
from profitability.management.carried import Carried, add_carried_options, read_carried
from profitability.management.out_folder import open_out
from profitability.problem_texts import describe
from profitability.readers.source import SourceFile, list_folder, read_source


class Command(BaseCommand):
    help = (
        "Fördelar kostnader på kunder: läser SOURCE (en mapp med CSV-filer, en arbetsbok eller en zip) och skriver "
        "resultatet i mappen DIR. Slutkod 0: klart; 1: problem, bara problems.csv är skriven; 2: fel användning."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="SOURCE", type=Path)
        parser.add_argument("--out", metavar="DIR", type=Path, required=True)
        parser.add_argument("--traces", action="store_true", help="skriv också traces.csv")
        parser.add_argument(
            "--language", choices=[code for code, _ in settings.LANGUAGES], default=settings.LANGUAGE_CODE
        )
        parser.add_argument("--memory-mb", type=_at_least(64), default=MEMORY_MB, help="för grupperingen, sedan disk")
        parser.add_argument("--threads", type=_at_least(1), default=THREADS, help="trådar; filerna blir desamma")
        add_carried_options(parser)

    def handle(self, *args: object, **options: object) -> None:
        source, out = cast(Path, options["source"]), cast(Path, options["out"])
        if not source.exists():
            raise CommandError(f"{source} finns inte.", returncode=2)
        carried = read_carried(options)
        open_out(out, source, (*RESULT_FILES, PROBLEMS_FILE))
        with translation.override(cast(str, options["language"])):
            with tempfile.TemporaryDirectory(prefix=".allocate-", dir=out) as temporary:
                problems, files = _run(source, Path(temporary), options, carried)
                _publish(Path(temporary) / "export", out, files)
            if has_errors(problems):
                errors = sum(problem.level == "error" for problem in problems)
                raise CommandError(f"{errors} fel; se {out / PROBLEMS_FILE}.", returncode=1)
        self.stdout.write(f"Klart: {out}")


def _at_least(smallest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if number < smallest:
            raise argparse.ArgumentTypeError(f"minst {smallest}")
        return number

    return read


def _run(
    source: Path, temporary: Path, options: dict[str, object], carried: Carried
) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    """Read, allocate and export to a temporary folder; return the problems and the names of the files to publish."""
    export = temporary / "export"
    export.mkdir()
    problems: tuple[Problem, ...] = ()
    ledger = source
    if not (source / MANIFEST).is_file():
        ledger = temporary / "ledger"
        files = list_folder(source) if source.is_dir() else (SourceFile(source.name, source),)
        problems = read_source(files, ledger, check=False).problems
    if not has_errors(problems):
        memory_mb, threads = cast(int, options["memory_mb"]), cast(int, options["threads"])
        result = allocate(
            ledger,
            temporary / "run",
            memory_mb=memory_mb,
            threads=threads,
            standard_rates=carried.rates,
            previous_tiers=carried.tiers,
        )
        problems = sort_problems([*problems, *result.problems])
        if result.summary is not None:
            write_exports(temporary / "run", export, traces=bool(options["traces"]))
    write_problems((_row(problem) for problem in problems), export)
    return problems, tuple(sorted(path.name for path in export.iterdir()))


def _row(problem: Problem) -> ProblemRow:
    text = describe(problem)
    return ProblemRow(problem, text.problem, text.cure)


def _publish(export: Path, out: Path, files: tuple[str, ...]) -> None:
    """Move the files into place; result files of an earlier run that this one does not write are removed."""
    for name in {*RESULT_FILES, PROBLEMS_FILE} - set(files):
        (out / name).unlink(missing_ok=True)
    for name in files:
        (export / name).replace(out / name)
