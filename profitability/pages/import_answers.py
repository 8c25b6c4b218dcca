"""The questions about a file that are answered, in words, so that an answer can be changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from profitability.import_texts import ENCODINGS, LINES, field_text
from profitability.imports.record import FileRecord
from profitability.intake.question import Candidate, Question
from profitability.intake_texts import COUNTED, QUESTION_KINDS, word_candidate, word_question

_BY_FIELD = ("amount", "rounding", "discount")


@dataclass(frozen=True)
class AnsweredLine:
    """An answered question, and the answer."""

    id: str
    question: str
    answer: str


def list_answered(record: FileRecord | None) -> tuple[AnsweredLine, ...]:
    """Return what was asked and is answered; the columns' fields are changed among the columns."""
    return tuple(_list_lines(record)) if record is not None and record.sie is None else ()


def _list_lines(record: FileRecord) -> Iterator[AnsweredLine]:
    asked = {question.id for question in record.questions}
    for name, value in record.answers:
        kind, _sign, subject = name.partition(":")
        if name not in asked and kind in QUESTION_KINDS and kind != "column":
            yield AnsweredLine(name, _word_question(kind, subject), word_answer(kind, subject, value))


def _word_question(kind: str, subject: str) -> str:
    if kind in COUNTED:
        return {
            "hidden_rows": _("Ska bladets dolda rader läsas?"),
            "struck_rows": _("Ska bladets överstrukna rader läsas?"),
        }[kind]
    return word_question(Question(kind, field_text(subject) if kind in _BY_FIELD else subject, ()))


def word_answer(kind: str, subject: str, value: str) -> str:
    """Return an answer in words, without the counts and samples that it was chosen by."""
    if kind == "line":
        return str(LINES.get(value, value))
    if kind == "encoding":
        return ENCODINGS.get(value.lower(), value)
    if kind == "decimal":
        return _show_marks(value)
    if kind == "unit" and value == "convert":
        return _("räkna om till samma enhet")
    if value == "leave" and kind not in COUNTED:
        return _("nej, lämna dem utanför")
    return word_candidate(Question(kind, subject, ()), Candidate(value))


def _show_marks(name: str) -> str:
    """Return a number in a format, which is named by its decimal mark ("none" without one) and its thousands mark."""
    decimal, group = ("", name.removeprefix("none")) if name.startswith("none") else (name[:1], name[1:])
    return f"1{group}234{decimal}56" if decimal else f"1{group}234"
