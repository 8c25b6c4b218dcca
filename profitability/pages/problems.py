"""Problems in words, grouped by cause, worst first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from profitability.domain.problem import Level, Problem
from profitability.problem_texts import ProblemText, describe

SHOWN_PER_GROUP = 20

type Words = Callable[[Problem], ProblemText]


@dataclass(frozen=True)
class ProblemLine:
    """One problem ready to show."""

    level: str
    sheet: str
    row: int | None
    column: str
    value: str
    message: str
    cure: str


@dataclass(frozen=True)
class ProblemGroup:
    """All problems of one cause in one place: the first are shown, the rest stand in the file to download."""

    level: str
    code: str
    sheet: str
    column: str
    message: str
    cure: str
    count: int
    lines: tuple[ProblemLine, ...]

    @property
    def hidden_count(self) -> int:
        return self.count - len(self.lines)


_ORDER = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}


def describe_problems(problems: Sequence[Problem], words: Words = describe) -> tuple[ProblemLine, ...]:
    """Return the problems in `words`, in their order."""
    return tuple(_line(problem, words) for problem in problems)


def _line(problem: Problem, words: Words) -> ProblemLine:
    text = words(problem)
    return ProblemLine(
        level=problem.level.value,
        sheet=problem.sheet,
        row=problem.row,
        column=problem.column,
        value=problem.value,
        message=text.problem,
        cure=text.cure,
    )


def group_problems(problems: Sequence[Problem], words: Words = describe) -> tuple[ProblemGroup, ...]:
    """Return the problems by cause, sheet and column: errors before warnings before notes, the largest first."""
    groups: dict[tuple[Level, str, str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.level, problem.code, problem.sheet, problem.column), []).append(problem)
    ordered = sorted(groups.items(), key=lambda item: (_ORDER[item[0][0]], -len(item[1]), item[0][2], item[0][1]))
    return tuple(_group(members, words) for _key, members in ordered)


def _group(members: Sequence[Problem], words: Words) -> ProblemGroup:
    first = members[0]
    lines = describe_problems(members[:SHOWN_PER_GROUP], words)
    is_varied = len({line.message for line in lines}) > 1
    return ProblemGroup(
        level=first.level.value,
        code=first.code,
        sheet=first.sheet,
        column=first.column,
        message=_("Till exempel: %(message)s") % {"message": lines[0].message} if is_varied else lines[0].message,
        cure=lines[0].cure,
        count=len(members),
        lines=lines,
    )
