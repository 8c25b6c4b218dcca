"""The page of Word and Excel documents: templates, placeholders, and what is wrong with a template, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Engagement
from assessment.models import Assessment
from assessment.pages.answers import answers_page
from assessment.selectors import list_assessments
from reports.answer_sections import write_answer
from reports.models import WordTemplate
from reports.selectors import list_word_templates
from reports.word_template import LISTS, LOOP, TEXTS, Finding, TemplateFault
from ui.table_files import TableColumn, TableFile, table_file


@dataclass(frozen=True)
class PlaceholderLine:
    """A list that a template may repeat, and the fields of each of its items."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class TemplateProblem:
    """What is wrong with a template and what to do about it."""

    found: str
    message: str
    cure: str


@dataclass(frozen=True)
class DocumentsPage:
    """What can be fetched, the client's templates, and what they may hold."""

    assessments: tuple[Assessment, ...]
    templates: tuple[WordTemplate, ...]
    texts: tuple[str, ...]
    lists: tuple[PlaceholderLine, ...]
    problems: tuple[TemplateProblem, ...]


def documents_page(engagement: Engagement, findings: tuple[Finding, ...] = ()) -> DocumentsPage:
    """Return the page of an engagement; `findings` are those of a template that was just refused."""
    return DocumentsPage(
        tuple(list_assessments(engagement)),
        tuple(list_word_templates(engagement)),
        TEXTS,
        tuple(PlaceholderLine(name, fields) for name, fields in LISTS.items()),
        tuple(describe_finding(finding) for finding in findings),
    )


def describe_finding(finding: Finding) -> TemplateProblem:
    """Say what is wrong and what to do."""
    message, cure = _texts(finding)[finding.fault]
    return TemplateProblem(finding.found, message, cure)


def _texts(finding: Finding) -> dict[TemplateFault, tuple[str, str]]:
    allowed = _("Använd bara platshållare, {% for %} över en lista och {% if %}.")
    name, _dot, _field = finding.found.partition(".")
    return {
        TemplateFault.NOT_WORD: (_("Filen går inte att läsa som ett Word-dokument."), _("Spara om den som .docx.")),
        TemplateFault.TOO_LARGE: (_("Filen är för stor eller packad för hårt."), _("Ta bort stora bilder.")),
        TemplateFault.MACROS: (_("Filen innehåller makron."), _("Spara den som .docx utan makron.")),
        TemplateFault.OUTSIDE_CONTENT: (
            _("Filen hämtar innehåll utifrån (bild, mall eller objekt)."),
            _("Bädda in innehållet i dokumentet i stället för att länka till det."),
        ),
        TemplateFault.SYNTAX: (
            _("En platshållare går inte att läsa."),
            _("Kontrollera att varje {{ har sitt }} och varje {% for %} sitt {% endfor %}."),
        ),
        TemplateFault.UNKNOWN_PLACEHOLDER: (
            _("Platshållaren finns inte."),
            _("Välj en av platshållarna i listan; fält i en lista skrivs inom {% for %}."),
        ),
        TemplateFault.UNKNOWN_FIELD: (
            _("Listan har inget sådant fält."),
            _("Fält som finns: %(fields)s.") % {"fields": ", ".join(LOOP if name == "loop" else _all_fields())},
        ),
        TemplateFault.NOT_A_LIST: (
            _("Det går inte att upprepa det här."),
            _("Listor som finns: %(lists)s.") % {"lists": ", ".join(LISTS)},
        ),
        TemplateFault.NOT_ALLOWED: (_("Mallen använder något som inte är tillåtet."), allowed),
        TemplateFault.TOO_DEEP: (_("För många upprepningar i varandra."), _("Högst två nivåer går bra.")),
    }


def _all_fields() -> tuple[str, ...]:
    return tuple(dict.fromkeys(field for fields in LISTS.values() for field in fields))


def answers_workbook(assessment: Assessment) -> TableFile:
    """Return every answer of an assessment as a workbook, one row per question; texts are never formulas."""
    columns = [
        TableColumn(_("Avsnitt")),
        TableColumn(_("Fråga")),
        TableColumn(_("Svar")),
        TableColumn(_("Skrivet av")),
        TableColumn(_("Skrivet")),
        TableColumn(_("Att fråga om")),
    ]
    rows = (
        (
            section.title,
            view.label,
            write_answer(view),
            view.written_by,
            view.written_at.date().isoformat() if view.written_at else "",
            " ".join(view.questions),
        )
        for section in answers_page(assessment).sections
        for view in section.answers
    )
    return table_file(_("svar"), columns, rows, "xlsx")
