"""A person's mistake as data: where it stands, what it is, and what the text about it needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How grave a problem is: an error stops the run, a warning changes a figure, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """One finding about what was sent.

    `row` is the number a spreadsheet shows (the header is row 1), None when the finding is about no single row.
    `code` names the finding in the catalogue of texts; `params` are the values its text mentions, as pairs of name
    and text.
    """

    level: Level
    sheet: str
    row: int | None
    column: str
    value: str
    code: str
    params: tuple[tuple[str, str], ...] = ()


def error(
    code: str, sheet: str = "", row: int | None = None, column: str = "", value: str = "", **params: str | int
) -> Problem:
    """Make a problem that stops the run."""
    return Problem(Level.ERROR, sheet, row, column, value, code, _as_text(params))


def warning(
    code: str, sheet: str = "", row: int | None = None, column: str = "", value: str = "", **params: str | int
) -> Problem:
    """Make a problem that lets the run go on but has changed a figure."""
    return Problem(Level.WARNING, sheet, row, column, value, code, _as_text(params))


def note(
    code: str, sheet: str = "", row: int | None = None, column: str = "", value: str = "", **params: str | int
) -> Problem:
    """Make a problem that only informs."""
    return Problem(Level.NOTE, sheet, row, column, value, code, _as_text(params))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any of the problems stops the run."""
    return any(problem.level is Level.ERROR for problem in problems)


def _as_text(params: dict[str, str | int]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in sorted(params.items()))
