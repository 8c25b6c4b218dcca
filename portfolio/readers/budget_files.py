"""Read the three small CSV files of a development budget."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from portfolio.domain.budget_sheets import (
    OUTCOME_COLUMNS,
    PLAN_COLUMNS,
    BudgetReading,
    SheetRow,
    read_budget_sheets,
)
from profitability.domain.problem import Problem, error, note

LARGEST_FILE_BYTES = 1_000_000


def read_budget_files(outcome: Path, development: Path, levers: Path) -> BudgetReading:
    """Read and check the three files in one pass; raise OSError when one cannot be opened."""
    tables = [
        _read_table("outcome", outcome, OUTCOME_COLUMNS, required=OUTCOME_COLUMNS),
        _read_table("development", development, PLAN_COLUMNS, required=("group",)),
        _read_table("levers", levers, PLAN_COLUMNS, required=("group",)),
    ]
    found = tuple(problem for _, problems in tables for problem in problems)
    if any(problem.level == "error" for problem in found):
        return BudgetReading(None, found)
    reading = read_budget_sheets(*(rows for rows, _ in tables))
    return BudgetReading(reading.sheets, found + reading.problems)


def _read_table(
    sheet: str, path: Path, columns: Sequence[str], required: Sequence[str]
) -> tuple[list[SheetRow], list[Problem]]:
    with path.open("rb") as handle:
        content = handle.read(LARGEST_FILE_BYTES + 1)
    if len(content) > LARGEST_FILE_BYTES:
        return [], [error("file_too_large", sheet, limit=LARGEST_FILE_BYTES)]
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError:
        return [], [error("not_utf8", sheet)]
    except csv.Error as fault:
        return [], [error("not_csv", sheet, detail=str(fault))]
    header = [name.strip() for name in lines[0]] if lines else []
    problems = [error("missing_column", sheet, 1, name) for name in required if name not in header]
    problems += [error("duplicate_column", sheet, 1, name) for name in sorted(set(header)) if header.count(name) > 1]
    problems += [note("column_not_read", sheet, 1, name) for name in header if name and name not in columns]
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if len(cells) > len(header):
            problems.append(error("too_many_cells", sheet, number, "", cells[len(header)]))
        rows.append(SheetRow(number, dict(zip(header, cells, strict=False))))
    return rows, problems
