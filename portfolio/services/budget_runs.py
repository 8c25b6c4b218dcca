"""The development budget without a database: three files in, two files out."""

from pathlib import Path

from portfolio.domain.development_budget import budget_of_outcome, plan_budget
from portfolio.readers.budget_files import read_budget_files
from portfolio.services.output_folder import publish_files
from portfolio.services.problem_files import problems_file
from portfolio.services.result_files import BUDGET_FILES, budget_files
from profitability.domain.problem import Problem

BUDGET_DECIMALS = 2


def run_budget(outcome: Path, development: Path, levers: Path, out: Path) -> tuple[Problem, ...]:
    """Write budget.csv and key_figures.csv to `out`, or only problems.csv when something is wrong.

    Return all problems; raise OSError when a file cannot be opened or written.
    """
    reading = read_budget_files(outcome, development, levers)
    files = [problems_file(reading.problems)]
    if reading.sheets:
        sheets = reading.sheets
        versions = (
            ("outcome", budget_of_outcome(sheets.outcome)),
            ("same_development", plan_budget(sheets.outcome, sheets.development)),
            ("levers", plan_budget(sheets.outcome, sheets.development.times(sheets.levers))),
        )
        files += budget_files(versions, BUDGET_DECIMALS)
    publish_files(out, files, BUDGET_FILES)
    return reading.problems
