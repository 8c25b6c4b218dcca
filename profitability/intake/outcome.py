"""What a reading comes to: how the file was understood, what is open, what is wrong."""

from dataclasses import dataclass, field

from profitability.domain.problem import Problem, has_errors
from profitability.intake.delimiters import Dialect
from profitability.intake.headers import HeaderFinding
from profitability.intake.interpretation import Interpretation
from profitability.intake.profile import ColumnProfile
from profitability.intake.question import Question


@dataclass(frozen=True)
class Skipped:
    """A row that is no record: a title, a total, a repeated header."""

    row: int
    kind: str
    text: str


@dataclass(frozen=True)
class Reading:
    """What was understood of a file. It is read when there are neither errors nor open questions.

    `head` are the rows of a preview as they were written: (row, its cells).
    """

    sheet: str
    encoding: str = ""
    has_mark: bool = False
    dialect: Dialect = field(default_factory=Dialect)
    sheet_name: str = ""
    header: HeaderFinding | None = None
    profiles: tuple[ColumnProfile, ...] = ()
    interpretation: Interpretation | None = None
    unread: tuple[int, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    rows: int = 0
    sum_text: str = ""
    columns: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = field(default_factory=tuple)
    head: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def delimiter(self) -> str:
        """Return the sign between columns (see `delimiters.NAMES`)."""
        return self.dialect.sign

    @property
    def is_read(self) -> bool:
        return not self.questions and not has_errors(self.problems)

    @property
    def status(self) -> str:
        """Return "read", "questions" or "problems": what stands in the way first."""
        if self.questions:
            return "questions"
        return "problems" if has_errors(self.problems) else "read"
