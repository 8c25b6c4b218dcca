"""The problems of a headless run as a file."""

from collections.abc import Iterable

from portfolio.problem_texts import describe_problem
from portfolio.services.output_folder import OutputFile
from profitability.domain.exports import PROBLEMS_FILE, guard_formula
from profitability.domain.problem import Problem

_COLUMNS = ("level", "sheet", "row", "column", "value", "problem", "cure")


def problems_file(problems: Iterable[Problem]) -> OutputFile:
    """Return problems.csv, in the order given; what a person typed can start no formula in a spreadsheet."""
    rows = []
    for problem in problems:
        row = "" if problem.row is None else str(problem.row)
        typed = (guard_formula(text) for text in (problem.column, problem.value, *describe_problem(problem)))
        rows.append((problem.level.value, guard_formula(problem.sheet), row, *typed))
    return OutputFile(PROBLEMS_FILE, _COLUMNS, tuple(rows))
