"""A respondent's receipt: what this person answered, section by section, as it stood when it was asked for."""

from django.utils.translation import gettext as _

from assessment.domain.relevance import find_own_relevance
from assessment.domain.stance import get_confidence, is_unknown
from assessment.models import Participant
from assessment.pages.answers import AnswerView, describe_answer
from assessment.pages.given import say_confidence
from assessment.pages.wording import in_words
from assessment.selectors import AnswerSheet, get_answer_sheet, get_instrument
from assessment.selectors.participants import list_handed_sections, list_own_sections
from reports.answer_sections import say_unasked
from reports.chapters import long_date
from reports.frame import Answer, Answers, Fact, Heading, PrintedReport, Prose, Section
from reports.models import Receipt
from ui.languages import language_tag


def compose_receipt(receipt: Receipt) -> PrintedReport:
    """Compose the receipt in the active language; nothing of anybody else stands in it."""
    participant = receipt.participant
    instrument = get_instrument(participant.assessment)
    sheet = get_answer_sheet(participant.sheet)
    handed = list_handed_sections(participant)
    asks = find_own_relevance(instrument, sheet.answers, handed).asks
    blocks = tuple(
        Answers(
            in_words(own.section.title),
            tuple(
                _answer(describe_answer(instrument, item, sheet, is_asked=asks(item.key)), sheet)
                for item in own.section.list_items()
                if item.key in own.items
            ),
        )
        for own in list_own_sections(participant)
    )
    note = _("Det här är dina egna svar. De andra som svarar ser dem först när avsnittet öppnas för alla.")
    return PrintedReport(
        heading=_heading(receipt, participant, in_words(instrument.title)),
        sections=(Section("answers", _("Dina svar"), (Prose((note,)), *blocks)),),
    )


def _heading(receipt: Receipt, participant: Participant, instrument: str) -> Heading:
    return Heading(
        kind=_("Kvittens"),
        title=participant.assessment.title,
        client=participant.name,
        period=long_date(receipt.created_at),
        author=participant.assessment.engagement.client.consultancy.name,
        description=_("Egna svar av %(name)s") % {"name": participant.name},
        language=language_tag(participant.language),
        created_at=receipt.created_at,
        facts=(
            Fact(_("Svarande"), participant.name),
            Fact(_("Roll"), participant.get_department_display()),
            Fact(_("Formulär"), instrument),
        ),
    )


def _answer(view: AnswerView, sheet: AnswerSheet) -> Answer:
    sure = say_confidence(get_confidence(sheet.answers, view.key))
    if not view.is_asked:
        return Answer(view.label, say_unasked(), is_open=True)
    if is_unknown(sheet.answers, view.key):
        return Answer(view.label, _("Vet ej"))
    if not view.is_answered:
        return Answer(view.label, _("Obesvarad"), is_open=True)
    rating = _("Bedömning: %(rating)s") % {"rating": view.rating} if view.rating else ""
    note = " · ".join(part for part in (rating, sure) if part)
    return Answer(view.label, view.text, lines=tuple((line.label, line.text) for line in view.lines), note=note)
