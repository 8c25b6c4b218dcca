"""Consultants author instruments on the web; assessments move between versions and lose nothing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessment.domain.exporting import to_po, to_yaml
from assessment.domain.instrument import Instrument
from assessment.domain.scoring import score_readiness
from assessment.domain.tables import Table, to_tables
from assessment.domain.translating import apply_translations
from assessment.domain.version_diff import Change, diff_versions
from assessment.files import NotAWorkbookError, read_workbook, write_workbook
from assessment.models import Answer, Assessment, InstrumentDraft, PublishedInstrument
from assessment.readers import find_shipped, list_shipped
from assessment.selectors import get_answer_sheet, get_instrument
from assessment.selectors.answers import forget_instruments
from assessment.services import create_assessment
from tests.assessment.conftest import Pen, begin_assessment
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def checklist() -> Instrument:
    shipped = find_shipped("crm_strategy")
    assert shipped is not None
    return shipped.instrument


def workbook(instrument: Instrument, change: dict[tuple[str, int, str], str] | None = None) -> SimpleUploadedFile:
    """Return the instrument's workbook with cells changed, by sheet, row as in the spreadsheet, and column."""
    tables = []
    for table in to_tables(instrument):
        rows = [dict(row) for row in table.rows]
        for (sheet, number, column), text in (change or {}).items():
            if sheet == table.name:
                rows[number - 2][column] = text
        tables.append(Table(table.name, tuple(rows)))
    content = io.BytesIO()
    write_workbook(tables, content)
    return SimpleUploadedFile("formular.xlsx", content.getvalue())


def row_of(instrument: Instrument, name: str, sheet: str = "survey") -> int:
    (table,) = [table for table in to_tables(instrument) if table.name == sheet]
    return next(number for number, row in enumerate(table.rows, start=2) if row.get("name") == name)


def second_version() -> dict[tuple[str, int, str], str]:
    """Return the changes that make version 3: one question reworded, one renamed."""
    first = checklist()
    leading, club = row_of(first, "market_leading"), row_of(first, "customer_club")
    return {
        ("settings", 2, "version"): "3",
        ("survey", leading, "name"): "leading_now",
        ("survey", leading, "replaces"): "market_leading",
        ("scoring", row_of(first, "market_leading", "scoring"), "name"): "leading_now",
        ("survey", club, "label::sv"): "Vi har en kundklubb",
    }


def test_a_faulty_workbook_is_refused_by_sheet_cell_and_cure(cast: Cast, client: Client) -> None:
    client.force_login(cast.consultant)
    first = checklist()
    vision, matrix = row_of(first, "vision"), row_of(first, "sales_channels")
    file = workbook(first, {("survey", vision, "name"): "Vision!", ("survey", matrix, "scale"): "nowhere"})
    response = client.post(reverse("assessment:instruments", args=[cast.engagement.id]), {"instrument": file})
    content = response.content.decode()
    assert response.status_code == 422
    assert f"B{vision}" in content
    assert "Använd små bokstäver" in content
    again = workbook(first, {("survey", matrix, "scale"): "nowhere"})
    content = client.post(
        reverse("assessment:instruments", args=[cast.engagement.id]), {"instrument": again}
    ).content.decode()
    assert "Skalan nowhere finns inte." in content
    assert str(matrix) in content
    assert not InstrumentDraft.objects.exists()


def test_an_author_uploads_looks_publishes_and_an_assessment_moves_there_and_back(cast: Cast, client: Client) -> None:
    client.force_login(cast.consultant)
    assessment = begin_assessment(cast.engagement, cast.consultant)
    pen = Pen(assessment, assessment.sheets.get(), cast.respondent)
    pen.write("yes", cell="market_leading")
    pen.write("no", cell="customer_club")
    page = reverse("assessment:instruments", args=[cast.engagement.id])
    shown = client.post(page, {"instrument": workbook(checklist(), second_version())}, follow=True)
    content = shown.content.decode()
    assert "Skillnad mot version 2" in content
    assert "Ersätter" in content
    draft = InstrumentDraft.objects.get()
    decide = reverse("assessment:instrument_decide", args=[cast.engagement.id, draft.id])
    client.post(decide, {"deed": "publish"})
    own = PublishedInstrument.objects.get(consultancy=cast.consultancy)
    assert (own.key, own.version) == ("crm_strategy", 3)

    other = workbook(checklist(), {**second_version(), ("survey", 3, "label::sv"): "Annat"})
    client.post(page, {"instrument": other})
    client.post(
        reverse("assessment:instrument_decide", args=[cast.engagement.id, InstrumentDraft.objects.get().id]),
        {"deed": "publish"},
    )
    assert PublishedInstrument.objects.get(consultancy=cast.consultancy).content_hash == own.content_hash

    step = reverse("assessment:upgrade", args=[cast.engagement.id, assessment.id])
    content = client.get(step).content.decode()
    assert "Alla svar följer med." in content
    assert "Tidigare: ”Vi har kundklubb, VIP, bonus eller liknande”" in content
    client.post(step, {"deed": "upgrade"})
    moved = Assessment.objects.get(pk=assessment.pk)
    assert moved.instrument.version == 3
    assert get_instrument(moved).get_item("leading_now").replaces == "market_leading"
    assert set(Answer.objects.values_list("item", "value")) == {
        ("market_leading", "yes"), ("leading_now", "yes"), ("customer_club", "no"),
    }  # fmt: skip
    client.post(step, {"deed": "undo"})
    assert Assessment.objects.get(pk=assessment.pk).instrument.version == 2
    assert Answer.objects.count() == 3

    client.force_login(cast.foreign_consultant)
    foreign = client.get(reverse("assessment:instruments", args=[cast.foreign_engagement.id])).content.decode()
    assert "Egen" not in foreign.split("<tbody>")[-1]


def test_an_assessment_of_the_first_version_steps_to_the_second_and_scores_the_same(cast: Cast, client: Client) -> None:
    shipped = next(
        each for each in list_shipped() if (each.instrument.key, each.instrument.version) == ("crm_strategy", 1)
    )
    assessment = create_assessment(engagement=cast.engagement, shipped=shipped, title="Nuläge", author=cast.consultant)
    Pen(assessment, assessment.sheets.get(), cast.respondent).write("12", cell="volume:active")
    client.force_login(cast.consultant)
    step = reverse("assessment:upgrade", args=[cast.engagement.id, assessment.id])
    offered = client.get(step).content.decode()
    assert "Alla svar följer med." in offered
    assert offered.count("Hjälptext, råd eller rader är ändrade.") == 19
    client.post(step, {"deed": "upgrade"})
    moved = Assessment.objects.get(pk=assessment.pk)
    assert moved.instrument.version == 2
    answers = get_answer_sheet(moved.sheets.get()).answers
    assert score_readiness(get_instrument(moved), answers) == score_readiness(shipped.instrument, answers)
    client.post(step, {"deed": "undo"})
    assert get_instrument(Assessment.objects.get(pk=assessment.pk)) == shipped.instrument


def test_translations_come_back_by_key_and_outdated_ones_are_left_out(cast: Cast, client: Client) -> None:
    client.force_login(cast.consultant)
    page = reverse("assessment:instruments", args=[cast.engagement.id])
    client.post(page, {"instrument": workbook(checklist(), second_version())})
    draft = InstrumentDraft.objects.get()
    client.post(reverse("assessment:instrument_decide", args=[cast.engagement.id, draft.id]), {"deed": "publish"})
    own = PublishedInstrument.objects.get(consultancy=cast.consultancy)
    po = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "title"\nmsgid "CRM-strategi"\nmsgstr "Customer strategy"\n\n'
        'msgctxt "intro"\nmsgid "Gammal text"\nmsgstr "Old"\n\n'
        '#, fuzzy\nmsgctxt "sections.cover.title"\nmsgid "Om genomgången"\nmsgstr "Unsure"\n\n'
        'msgctxt "nowhere"\nmsgid "x"\nmsgstr "y"\n'
    )
    result = apply_translations(get_instrument_of(own), "en", po.encode())
    assert (result.taken, result.changed, result.fuzzy, result.unknown) == (
        ("title",), ("intro",), ("sections.cover.title",), ("nowhere",)
    )  # fmt: skip
    address = reverse("assessment:instrument_translations", args=[cast.engagement.id])
    asked = {"key": "crm_strategy", "version": "3"}
    client.post(address, {**asked, "language": "en", "po": SimpleUploadedFile("en.po", po.encode())})
    forget_instruments()
    after = PublishedInstrument.objects.get(pk=own.pk)
    assert after.content_hash == own.content_hash
    assert get_instrument_of(after).title.en == "Customer strategy"
    export = reverse("assessment:instrument_export", args=[cast.engagement.id])
    assert "msgctxt" in client.get(export, {**asked, "form": "po-da"}).content.decode()
    assert client.get(export, {**asked, "form": "exe"}).status_code == 404
    assert client.get(export, {"key": "crm_strategy", "version": "9", "form": "yaml"}).status_code == 404


def get_instrument_of(published: PublishedInstrument) -> Instrument:
    return get_instrument(Assessment(instrument=published))


def test_a_changed_source_is_offered_as_fuzzy() -> None:
    old = checklist()
    text = old.intro.model_copy(update={"sv": "Ny inledning", "en": ""})
    new = old.model_copy(update={"version": 2, "intro": text})
    entry = 'msgctxt "intro"\nmsgid "Ny inledning"\nmsgstr "A review'
    assert f"#, fuzzy\n{entry}" in to_po(new, "en", old)
    assert 'msgid "Ny inledning"\nmsgstr ""' in to_po(new, "en")
    assert [each.change for each in diff_versions(old, old.model_copy(update={"version": 3}))] == []
    gone = old.model_copy(update={"sections": old.sections[:-1]})
    assert {each.change for each in diff_versions(old, gone)} == {Change.REMOVED}


def test_hostile_workbooks_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook(checklist()).read()
    assert len(read_workbook(content)) == 5
    monkeypatch.setattr("assessment.files.MOST_UNPACKED_BYTES", 10_000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as package:
        package.writestr("xl/workbook.xml", "<!DOCTYPE x>")
    for hostile in (content, b"", b"PK", bomb.getvalue()):
        with pytest.raises(NotAWorkbookError):
            read_workbook(hostile)
    assert to_yaml(checklist()).startswith("key: crm_strategy")
