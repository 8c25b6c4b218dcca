"""The appendix of a readiness report: every answer in full, and an answer in a line for the tables before it."""

from collections import Counter

from django.utils.translation import gettext as _

from assessment.pages.answers import AnswersPage, AnswerView
from reports.figures import as_text, write_figures
from reports.frame import Answer, Answers, Section
from reports.pdf import Figures

LONGEST_IN_SHORT = 110


def answers_section(answers: AnswersPage) -> Section:
    """Return every answer, section by section, unanswered questions too."""
    blocks = tuple(
        Answers(section.title, tuple(_answer(view) for view in section.answers)) for section in answers.sections
    )
    return Section("answers", _("Bilaga: alla svar"), blocks)


def _answer(view: AnswerView) -> Answer:
    if not view.is_asked:
        return Answer(view.label, say_unasked(), is_open=True)
    if not view.is_answered:
        return Answer(view.label, _("Obesvarad"), is_open=True)
    note = _("Bedömning: %(rating)s") % {"rating": view.rating} if view.rating else ""
    return Answer(view.label, view.text, lines=tuple((line.label, line.text) for line in view.lines), note=note)


def say_unasked() -> str:
    """Say that a question is not asked, because of other answers."""
    return _("Ställs inte med de svar som finns nu")


def write_answer(view: AnswerView) -> str:
    """Write an answer in full on lines of its own; empty when there is none."""
    if not view.is_asked:
        return say_unasked()
    lines = [f"{line.label}: {line.text}" if line.text else line.label for line in view.lines]
    if view.text:
        lines.insert(0, view.text)
    if view.rating:
        lines.append(_("Bedömning: %(rating)s") % {"rating": view.rating})
    return "\n".join(lines)


def shorten_answer(view: AnswerView) -> str:
    """Write an answer in at most LONGEST_IN_SHORT characters: the judgement, the text, or its rows counted."""
    if not view.is_asked:
        return say_unasked()
    if not view.is_answered:
        return _("Obesvarad")
    if view.rating:
        return view.rating
    said = view.text or _rows_in_short(view)
    return said if len(said) <= LONGEST_IN_SHORT else said[: LONGEST_IN_SHORT - 1].rstrip() + "…"


def _rows_in_short(view: AnswerView) -> str:
    answers = Counter(line.text for line in view.lines)
    if not any(answers):
        return ", ".join(line.label for line in view.lines)
    if not any(sign.isdigit() for text in answers for sign in text):
        return ", ".join(f"{count} {text[:1].lower()}{text[1:]}" for text, count in answers.most_common())
    return ", ".join(f"{line.label} {line.text}" for line in view.lines)


def answer_figures(answers: AnswersPage) -> Figures:
    """Return every answer as CSV."""
    written = [
        (section.key, view.key, as_text(view.label), as_text(write_answer(view)))
        for section in answers.sections
        for view in section.answers
    ]
    return write_figures("answers.csv", _("Alla svar"), ("section", "item", "question", "answer"), written)
