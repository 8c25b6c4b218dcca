"""What a readiness report says, as the values of a client's Word template; and a template to begin with."""

import io

from django.utils import timezone
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt, RGBColor

from assessment.models import Assessment
from assessment.pages.action_plan import PlanPage, plan_page
from assessment.pages.answers import answers_page
from assessment.pages.perception import perception_page
from assessment.pages.readiness import ReadinessPage, readiness_page
from assessment.pages.score_chart import points
from portfolio.pages.said_measured import SaidMeasuredPage, said_measured_page
from portfolio.selectors.measured import can_be_measured
from reports import readiness_words as words
from reports.answer_sections import shorten_answer, write_answer
from reports.chapters import long_date, period_text
from reports.respondent_sections import plan_text
from reports.said_sections import name_verdict
from reports.word_template import LISTS, Item, Values
from ui import formats

BLUE = RGBColor(0x1D, 0x5F, 0x9E)


def word_values(assessment: Assessment) -> Values:
    """Return every placeholder's value in the active language."""
    page = readiness_page(assessment)
    said = said_measured_page(assessment) if can_be_measured(assessment) else None
    plan = plan_page(assessment)
    return {
        **_cover(assessment),
        **_messages(page),
        "said_message": words.said_text(said.message, said.sentences) if said else "",
        "perception_message": " ".join(perception_page(assessment).sentences),
        "plan_message": plan_text(plan) if plan.lines else "",
        "areas": _areas(page),
        "gaps": _gaps(page),
        "open": _open(page),
        "maps": _maps(page),
        "targets": _targets(page),
        "said": _said(said),
        "actions": _actions(plan),
        "answers": _answers(assessment),
    }


def _cover(assessment: Assessment) -> dict[str, str]:
    engagement = assessment.engagement
    return {
        "client": engagement.client.name,
        "engagement": engagement.name,
        "period": period_text(engagement.period_start, engagement.period_end),
        "consultancy": engagement.client.consultancy.name,
        "assessment": assessment.title,
        "issued": long_date(timezone.now()),
    }


def _messages(page: ReadinessPage) -> dict[str, str]:
    return {
        "message": words.message(page),
        "score": points(page.total.score),
        "lowest": points(page.total.low),
        "highest": points(page.total.high),
        "progress": words.progress_text(page),
        "strengths": words.strengths(page),
        "weaknesses": words.gaps(page),
        "gaps_message": words.gaps_text(page),
        "open_message": words.open_text(page),
        "channels_message": " ".join(words.support_texts(page)),
        "targets_message": " ".join(f"{shown.title}: {shown.after.title}." for shown in page.maps if shown.after),
    }


def _areas(page: ReadinessPage) -> list[Item]:
    return [
        {
            "title": area.title,
            "question": area.question,
            "score": points(area.score.score),
            "range": area.score.text,
            "level": area.level,
            "advice": area.advice,
        }
        for area in page.areas
    ]


def _gaps(page: ReadinessPage) -> list[Item]:
    return [
        {
            "place": str(place),
            "title": gap.item,
            "today": shorten_answer(gap.answer),
            "cost": points(gap.lost),
            "advice": gap.advice,
            "who": gap.who,
        }
        for place, gap in enumerate(page.gaps, start=1)
    ]


def _open(page: ReadinessPage) -> list[Item]:
    rules = [rule for area in page.areas for rule in area.rules if rule.effect]
    return [{"title": rule.item, "who": rule.who, "effect": points(rule.effect)} for rule in rules]


def _maps(page: ReadinessPage) -> list[Item]:
    return [
        {
            "title": shown.title,
            "message": shown.chart.title,
            "islands": ", ".join(shown.islands) or formats.NOTHING,
            "holes": ", ".join(shown.holes) or formats.NOTHING,
        }
        for shown in page.maps
    ]


def _targets(page: ReadinessPage) -> list[Item]:
    return [
        {"title": move.label, "group": move.group, "today": move.was, "target": move.becomes}
        for shown in page.maps
        for move in shown.moves
    ]


def _actions(page: PlanPage) -> list[Item]:
    return [
        {
            "title": line.title,
            "status": line.status,
            "owner": line.owner or formats.NOTHING,
            "due": long_date(line.due_date) if line.due_date else formats.NOTHING,
            "gain": formats.NOTHING if line.gain is None else points(line.gain),
            "effort": line.effort,
            "goal": line.goal,
            "follow_up": line.follow_up,
            "outcome": line.outcome,
        }
        for line in page.lines
    ]


def _said(page: SaidMeasuredPage | None) -> list[Item]:
    return [
        {
            "title": line.label,
            "said": line.said,
            "measured": line.measured,
            "difference": line.difference,
            "verdict": name_verdict(line.verdict),
        }
        for group in (page.groups if page else ())
        for line in group.lines
    ]


def _answers(assessment: Assessment) -> list[Item]:
    return [
        {"section": section.title, "question": view.label, "answer": write_answer(view) or _("Obesvarad")}
        for section in answers_page(assessment).sections
        for view in section.answers
    ]


def example_template() -> bytes:
    """Return a Word template with every placeholder, to begin one's own with."""
    document: WordDocument = Document()
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(10.5)
    for name in ("Title", "Heading 1", "Heading 2"):
        document.styles[name].font.name = "Calibri"
        document.styles[name].font.color.rgb = BLUE
    document.sections[0].header.paragraphs[0].text = "{{ client }} · {{ assessment }}"
    document.sections[0].footer.paragraphs[0].text = "{{ consultancy }} · {{ issued }}"
    document.add_paragraph(_("Mognad i kundarbetet"), style="Title")
    for line in ("{{ client }}", "{{ engagement }}, {{ period }}"):
        document.add_paragraph(line, style="Subtitle")
    _summary(document)
    _lists(document)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _summary(document: WordDocument) -> None:
    document.add_heading(_("Sammanfattning"), 1)
    document.add_paragraph("{{ message }} {{ progress }}")
    document.add_paragraph(_("Poäng") + " {{ score }} ({{ lowest }}–{{ highest }})", style="Intense Quote")
    for name in ("strengths", "weaknesses", "gaps_message", "open_message", "channels_message"):
        document.add_paragraph("{{ " + name + " }}", style="List Bullet")
    for condition, name in (("targets", "targets_message"), ("said", "said_message"), ("actions", "plan_message")):
        document.add_paragraph("{%p if " + condition + " %}")
        document.add_paragraph("{{ " + name + " }}", style="List Bullet")
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{ perception_message }}")


type Chapters = dict[str, tuple[str, dict[str, str]]]


def _lists(document: WordDocument) -> None:
    answers = {"section": _("Avsnitt"), "question": _("Fråga"), "answer": _("Svar")}
    chapters = _scores() | _channels() | _said_and_done() | {"answers": (_("Alla svar"), answers)}
    for name, (title, columns) in chapters.items():
        assert set(columns) <= set(LISTS[name])
        document.add_paragraph("{%p if " + name + " %}")
        document.add_heading(title, 1)
        _table(document, name, columns)
        document.add_paragraph("{%p endif %}")


def _scores() -> Chapters:
    areas = {"title": _("Område"), "score": _("Poäng"), "range": _("Spann"), "level": _("Nivå"), "advice": _("Råd")}
    gaps = {
        "place": "",
        "title": _("Lucka"),
        "today": _("I dag"),
        "cost": _("Kostar"),
        "advice": _("Gör så här"),
        "who": _("Vem vet"),
    }
    remaining = {"title": _("Fråga"), "who": _("Vem vet"), "effect": _("Kan flytta totalen")}
    return {
        "areas": (_("Område för område"), areas),
        "gaps": (_("Luckorna som kostar mest"), gaps),
        "open": (_("Vad som återstår att ta reda på"), remaining),
    }


def _channels() -> Chapters:
    maps = {
        "title": _("Karta"),
        "message": _("I bruk"),
        "islands": _("Öar: i bruk men fristående"),
        "holes": _("Hål: utan IT-stöd"),
    }
    targets = {"title": _("Namn"), "group": _("Grupp"), "today": _("I dag"), "target": _("Mål")}
    return {"maps": (_("Kanaler och IT-stöd"), maps), "targets": (_("Målbild: kanaler och IT-stöd"), targets)}


def _said_and_done() -> Chapters:
    said = {
        "title": _("Uppgift"),
        "said": _("Sagt"),
        "measured": _("Mätt"),
        "difference": _("Skillnad"),
        "verdict": _("Bedömning"),
    }
    actions = {
        "title": _("Åtgärd"),
        "owner": _("Ansvarig"),
        "due": _("Klar senast"),
        "gain": _("Ger poäng"),
        "status": _("Läge"),
        "goal": _("Mål"),
    }
    return {"said": (_("Sagt och mätt"), said), "actions": (_("Åtgärdsplan"), actions)}


def _table(document: WordDocument, name: str, columns: dict[str, str]) -> None:
    """Add a table with a row per item: docxtpl repeats what stands between the two control rows."""
    table = document.add_table(rows=4, cols=len(columns))
    table.style = "Light Grid Accent 1"
    table.rows[1].cells[0].text = "{%tr for item in " + name + " %}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for place, (key, label) in enumerate(columns.items()):
        table.rows[0].cells[place].text = label
        table.rows[2].cells[place].text = "{{ item." + key + " }}"
