"""What only a person can say: a question with its candidates, and the answers that were given."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """One possible answer. `examples` are pairs (as written, as it would be read); `likely` a hint, never applied."""

    value: str
    examples: tuple[tuple[str, str], ...] = ()
    likely: bool = False


@dataclass(frozen=True)
class Question:
    """What would be asked of a person: `kind` names the text, `subject` the column or field that it is about."""

    kind: str
    subject: str
    candidates: tuple[Candidate, ...]
    samples: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return the name under which an answer is given."""
        return f"{self.kind}:{self.subject}" if self.subject else self.kind


type Answers = Mapping[str, str]

ASK_AGAIN = "?"
"""Instead of an answer: whatever was answered or is remembered, ask."""


def find_answer(answers: Answers, question: Question) -> str | None:
    """Return the answer when it is one of the candidates."""
    answer = answers.get(question.id)
    return answer if answer is not None and any(answer == each.value for each in question.candidates) else None
