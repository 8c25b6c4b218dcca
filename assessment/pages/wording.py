"""What the pages say about questions, roles and numbers of an assessment."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.domain.advice import list_advised
from assessment.domain.answers import Answers
from assessment.domain.checks import Doubt, Question, find_questions
from assessment.domain.instrument import Instrument, Item, Multi, Option, Text
from ui import formats


def in_words(text: Text | None) -> str:
    """Return an instrument's text in the reader's language; empty for none."""
    return text.in_language(get_language() or "sv") if text else ""


def name_roles(instrument: Instrument, keys: Iterable[str]) -> str:
    """Return the roles that know the answer, as one line."""
    labels = {role.key: in_words(role.label) for role in instrument.roles}
    return ", ".join(labels[key] for key in keys if key in labels)


def plain_number(value: Decimal | None) -> str:
    """Write a number with the decimals it has, at most two."""
    if value is None:
        return ""
    for decimals in (0, 1):
        if value == round(value, decimals):
            return formats.number(value, decimals)
    return formats.number(value, 2)


def ask(instrument: Instrument, item: Item, answers: Answers) -> tuple[str, ...]:
    """Return the gentle questions about an item, in words."""
    rows = {row.key: row for row in list_rows(item)}
    return tuple(_in_words(question, rows) for question in find_questions(instrument, item, answers))


def advise(instrument: Instrument, item: Item, answers: Answers, *, is_low: bool = False) -> str:
    """Say what to do about an answer: where it scores low the item's own advice, then that of what was chosen.

    Check boxes score low for what is not ticked, so that then the advice of those that are has nothing to say.
    """
    chosen = () if is_low and isinstance(item, Multi) else list_advised(instrument, item, answers)
    said = [in_words(item.advice)] if is_low else []
    for each in chosen:
        if not (is_low and each.is_best):
            step = in_words(each.option.advice)
            said.append(f"{in_words(each.option.label)}: {step}" if len(chosen) > 1 else step)
    return " ".join(part for part in said if part)


def list_rows(item: Item) -> tuple[Option, ...]:
    """Return the rows or check boxes of an item; none for single answers."""
    return getattr(item, "rows", ()) or getattr(item, "options", ())


def _in_words(question: Question, rows: dict[str, Option]) -> str:
    row = rows.get(question.cell.row) if question.cell else None
    where = f"{in_words(row.label)}: " if row else ""
    found, expected = plain_number(question.found), plain_number(question.expected)
    match question.doubt:
        case Doubt.NOT_A_NUMBER:
            said = _("”%(text)s” går inte att läsa som ett tal. Är det rätt?") % {"text": question.text}
        case Doubt.NOT_WHOLE:
            said = _("”%(text)s” är inget heltal. Är det rätt?") % {"text": question.text}
        case Doubt.NEGATIVE:
            said = _("Talet är mindre än noll. Är det rätt?")
        case Doubt.PERCENT_RANGE:
            said = _("En procentandel brukar ligga mellan 0 och 100. Är det rätt?")
        case Doubt.SUM_DIFFERS:
            said = _("Andelarna blir tillsammans %(found)s %%, inte %(expected)s %%. Saknas något?") % {
                "found": found,
                "expected": expected,
            }
        case Doubt.SUM_TOO_HIGH:
            said = _("Andelarna blir tillsammans %(found)s %%, mer än %(expected)s %%. Stämmer de?") % {
                "found": found,
                "expected": expected,
            }
        case Doubt.TOTAL_DIFFERS:
            said = _("Delarna blir tillsammans %(found)s, men totalen är %(expected)s. Vilket stämmer?") % {
                "found": found,
                "expected": expected,
            }
        case Doubt.NOT_A_DATE:
            said = _("”%(text)s” går inte att läsa som ett datum. Skriv till exempel 2026-11-22.") % {
                "text": question.text
            }
        case Doubt.NOT_AN_OPTION:
            said = _("Svaret ”%(text)s” finns inte bland alternativen.") % {"text": question.text}
    return where + said
