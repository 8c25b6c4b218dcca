"""Yes/no answers of customers: what counts as yes and no, and what is wrong with a survey."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from portfolio.domain.latent_classes import FEWEST_ANSWERING, FEWEST_ITEMS
from profitability.domain.problem import Problem, error, note, warning

type Floats = npt.NDArray[np.float64]

MOST_ITEMS = 60
MOST_NAMED = 200
SHEET = "survey"
YES = frozenset({"1", "ja", "j", "yes", "y", "true", "sant", "sand", "x"})
NO = frozenset({"0", "nej", "n", "no", "nei", "false", "falskt", "falsk"})


@dataclass(frozen=True)
class Answers:
    """Customers by items: 1 yes, 0 no, NaN no answer. Each customer stands once and has answered something."""

    customer_ids: pa.StringArray
    items: tuple[str, ...]
    values: Floats

    def __len__(self) -> int:
        return len(self.customer_ids)


@dataclass(frozen=True)
class Grid:
    """A survey as sent: customer ids and texts row by row; `rows` are the numbers that a spreadsheet shows."""

    customer_ids: Sequence[str]
    items: tuple[str, ...]
    texts: Sequence[Sequence[str]]
    rows: Sequence[int]


def read_answer(text: str) -> float | None:
    """Return 1 for yes, 0 for no, NaN for an empty cell; None for anything else."""
    plain = text.strip().casefold()
    if not plain:
        return float("nan")
    return 1.0 if plain in YES else 0.0 if plain in NO else None


def read_answers(grid: Grid, known: frozenset[str]) -> tuple[Answers | None, tuple[Problem, ...]]:
    """Return the answers of known customers, and every problem; None when one of level error stops them.

    A question that all answer alike tells nothing and is left out with a note; so are customers that the analysis does
    not know, with a warning, and customers without any answer.
    """
    problems = _check_shape(grid)
    values, bad = _read_cells(grid)
    problems += [*bad, *_check_customers(grid, known)]
    if any(problem.level == "error" for problem in problems):
        return None, tuple(problems)
    keep = np.array([name in known for name in grid.customer_ids], dtype=np.bool_) & ~np.isnan(values).all(axis=1)
    values = values[keep]
    yes, answered = np.nansum(values, axis=0), (~np.isnan(values)).sum(axis=0)
    telling = (yes > 0) & (yes < answered)
    problems += [
        note("survey_question_tells_nothing", SHEET, 1, item)
        for item, tells in zip(grid.items, telling, strict=True)
        if not tells
    ]
    chosen = telling.nonzero()[0]
    answers = Answers(
        pa.array([name for name, kept in zip(grid.customer_ids, keep, strict=True) if kept], pa.string()),
        tuple(grid.items[index] for index in chosen),
        values[:, chosen],
    )
    problems += _check_enough(answers)
    return (None if any(p.level == "error" for p in problems) else answers), tuple(problems)


def _check_shape(grid: Grid) -> list[Problem]:
    if len(grid.items) > MOST_ITEMS:
        return [error("survey_too_many_questions", SHEET, 1, most=MOST_ITEMS)]
    return []


def _read_cells(grid: Grid) -> tuple[Floats, list[Problem]]:
    values = np.full((len(grid.texts), len(grid.items)), np.nan)
    problems: list[Problem] = []
    read: dict[str, float | None] = {}
    for position, texts in enumerate(grid.texts):
        for column, text in enumerate(texts):
            if text not in read:
                read[text] = read_answer(text)
            answer = read[text]
            if answer is not None:
                values[position, column] = answer
            elif len(problems) < MOST_NAMED:
                row = grid.rows[position]
                problems.append(error("survey_not_yes_no", SHEET, row, grid.items[column], text[:80]))
    return values, problems


def _check_customers(grid: Grid, known: frozenset[str]) -> list[Problem]:
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for row, name in zip(grid.rows, grid.customer_ids, strict=True):
        if not name:
            problems.append(error("survey_customer_missing", SHEET, row, "customer_id"))
        elif name in first:
            problems.append(error("survey_customer_twice", SHEET, row, "customer_id", name, first=first[name]))
        elif name not in known:
            problems.append(warning("survey_customer_unknown", SHEET, row, "customer_id", name))
        first.setdefault(name, row)
    return problems[:MOST_NAMED]


def _check_enough(answers: Answers) -> list[Problem]:
    problems = []
    if len(answers) < FEWEST_ANSWERING:
        problems.append(error("survey_too_few_answers", SHEET, count=len(answers), fewest=FEWEST_ANSWERING))
    if len(answers.items) < FEWEST_ITEMS:
        problems.append(error("survey_too_few_questions", SHEET, count=len(answers.items), fewest=FEWEST_ITEMS))
    return problems
