"""Word by a client's own template: what a template may hold, what is named when it cannot be used, and Excel."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from reports.models import WordTemplate
from reports.word_sections import example_template, word_values
from reports.word_template import LISTS, TEXTS, TemplateFault, UnusableTemplateError, check_template, fill_template
from tests.assessment.conftest import Pen, begin_assessment
from tests.conftest import Cast


def template(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def with_part(name: str, text: str) -> bytes:
    content = io.BytesIO(template("{{ client }}"))
    with zipfile.ZipFile(content, "a") as package:
        package.writestr(name, text)
    return content.getvalue()


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


OUTSIDE = '<Relationships><Relationship Id="x" Type="image" Target="http://x" TargetMode="External"/></Relationships>'


LOOPS = "{% for a in areas %}{% for b in areas %}{% for c in areas %}x{% endfor %}{% endfor %}{% endfor %}"
WRONG = {
    "{{ clinet }}": (TemplateFault.UNKNOWN_PLACEHOLDER, "clinet"),
    "{{ client": (TemplateFault.SYNTAX, ""),
    "{% for x in areas %}{{ x.colour }}{% endfor %}": (TemplateFault.UNKNOWN_FIELD, "x.colour"),
    "{{ x.title }}": (TemplateFault.UNKNOWN_PLACEHOLDER, "x.title"),
    "{% for x in client %}{% endfor %}": (TemplateFault.NOT_A_LIST, "client"),
    "{{ client.__class__ }}": (TemplateFault.UNKNOWN_PLACEHOLDER, "client.__class__"),
    "{{ cycler.__init__.__globals__ }}": (TemplateFault.NOT_ALLOWED, "cycler.__init__.__globals__"),
    "{{ range(9) }}": (TemplateFault.NOT_ALLOWED, "range(…)"),
    "{{ client | upper }}": (TemplateFault.NOT_ALLOWED, "… | upper"),
    "{% set x = 1 %}": (TemplateFault.NOT_ALLOWED, "assign"),
    "{% include 'a' %}": (TemplateFault.NOT_ALLOWED, "include"),
    "{{ 'a' * 10 }}": (TemplateFault.NOT_ALLOWED, "mul"),
    LOOPS: (TemplateFault.TOO_DEEP, "areas"),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_with_a_placeholder_is_named(text: str) -> None:
    (finding, *_others) = check_template(template(text))
    fault, found = WRONG[text]
    assert finding.fault == fault
    assert found in finding.found
    with pytest.raises(UnusableTemplateError):
        fill_template(template(text), {}, title="x")


def test_what_is_wrong_with_the_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.word_template.MOST_UNPACKED_BYTES", 2_000_000)
    for content, fault in (
        (b"no zip", TemplateFault.NOT_WORD),
        (with_part("word/vbaProject.bin", "x"), TemplateFault.MACROS),
        (with_part("word/_rels/x.xml.rels", OUTSIDE), TemplateFault.OUTSIDE_CONTENT),
        (with_part("word/media/a.bin", "0" * 2_000_000), TemplateFault.TOO_LARGE),
    ):
        assert [finding.fault for finding in check_template(content)] == [fault]


def test_everything_wrong_is_named_in_one_pass() -> None:
    findings = check_template(template("{{ a }} {{ b }}", "{{ a }}", "{{ c() }}"))
    assert [finding.found for finding in findings] == ["a", "b", "c(…)"]


@pytest.mark.django_db
def test_a_report_is_filled_in_by_the_clients_template_and_values_are_only_text(cast: Cast, client: Client) -> None:
    assessment = begin_assessment(cast.engagement, cast.consultant)
    pen = Pen(assessment, assessment.sheets.get(), cast.respondent)
    pen.write("{{ client }} <w:p> {% for x in areas %} =1+1", cell="vision")
    values = word_values(assessment)
    assert set(values) == set(TEXTS) | set(LISTS)
    for name, fields in LISTS.items():
        items = values[name]
        assert not isinstance(items, str)
        assert {frozenset(item) for item in items} <= {frozenset(fields)}, name

    client.force_login(cast.consultant)
    page = reverse("reports:documents", args=[cast.engagement.id])
    faulty = SimpleUploadedFile("mall.docx", template("{{ clinet }}"))
    refused = client.post(page, {"template": faulty})
    assert refused.status_code == 422
    assert "clinet" in refused.content.decode()
    assert not WordTemplate.objects.exists()

    own = template("Till {{ client }}", "{% for a in answers %}{{ a.question }}: {{ a.answer }}|{% endfor %}")
    assert client.post(page, {"template": SimpleUploadedFile("styrelsen.docx", own)}).status_code == 302
    kept = WordTemplate.objects.get()
    assert kept.name == "styrelsen"
    address = reverse("reports:document_word", args=[cast.engagement.id, assessment.id])
    filled = text_of(client.get(address, {"template": str(kept.id)}).content)
    assert "Till Åkeriet" in filled
    assert "Vision och affärsidé: {{ client }} <w:p> {% for x in areas %} =1+1|" in filled
    ours = text_of(client.get(address, {"language": "en-gb"}).content)
    assert "Area by area" in ours
    assert check_template(example_template()) == ()

    foreign = WordTemplate.objects.create(engagement=cast.foreign_engagement, name="x", file_key="k", file_size=1)
    assert client.get(address, {"template": str(foreign.id)}).status_code == 404
    book = client.get(reverse("reports:document_answers", args=[cast.engagement.id, assessment.id])).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert ["Inriktning", "Vision och affärsidé"] in [row[:2] for row in rows]
