"""Read what the customer base needs of a source: customers, transactions and the customer definition's settings."""

from collections.abc import Sequence
from pathlib import Path, PurePath

from portfolio.readers.connections import connect
from profitability.domain.ledger import Ledger
from profitability.domain.preparation import sort_problems
from profitability.domain.problem import Problem, error
from profitability.domain.template import SHEETS as FORMAT
from profitability.domain.validation import check_references, check_totals
from profitability.readers.source import SourceFile, list_folder, read_source

SHEETS = ("settings", "customers", "transactions")
_NEEDED = ("customers", "transactions")
_LET_BE = {sheet.name for sheet in FORMAT} - set(SHEETS)
_OF_THE_ALLOCATION = {"missing_sheet", "missing_setting", "unknown_setting", "bad_setting", "duplicate_setting"}


def read_base_source(source: Path, into: Path) -> tuple[Ledger, tuple[Problem, ...]]:
    """Read a folder of CSV files, a workbook or a zip into canonical Parquet in `into`, with every problem.

    Sheets that only the allocation needs are let be, and so is what only it demands of the settings.
    """
    reading = read_source(_choose_files(source), into, check=False)
    ledger = Ledger(into)
    problems = [problem for problem in reading.problems if _concerns(problem)]
    unreadable = {problem.sheet for problem in problems if problem.level == "error"}
    problems += [error("missing_sheet", name) for name in _NEEDED if not ledger.has(name) and name not in unreadable]
    with connect() as connection:
        if all(ledger.has(name) for name in _NEEDED):
            problems += [p for p in check_references(connection, ledger) if _concerns(p)]
        problems += [p for p in check_totals(connection, ledger) if _concerns(p)]
    return ledger, sort_problems(problems)


def _choose_files(source: Path) -> Sequence[SourceFile]:
    if not source.is_dir():
        return (SourceFile(source.name, source),)
    files = list_folder(source)
    return tuple(f for f in files if PurePath(f.name.lower()).stem not in _LET_BE)


def _concerns(problem: Problem) -> bool:
    if problem.sheet == "settings":
        return problem.code not in _OF_THE_ALLOCATION
    return (
        problem.sheet in _NEEDED
        or problem.code == "unknown_sheet"
        or (problem.level == "error" and problem.sheet == "")
    )
