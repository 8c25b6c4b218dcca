"""Questions on a condition: asked when it is true, kept but uncounted when it is not."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from assessment.domain.contradictions import find_clashes
from assessment.domain.progress import measure_section
from assessment.domain.reading import FaultyInstrumentError, hash_content, read_instrument
from assessment.domain.relevance import find_own_relevance, find_relevance
from assessment.domain.scoring import score_readiness
from assessment.domain.surveyjs import to_surveyjs
from assessment.domain.table_reading import from_tables
from assessment.domain.tables import Table, to_tables
from assessment.domain.version_diff import Change, diff_versions
from assessment.domain.xlsform import to_xlsform
from assessment.models import Answer, Assessment
from assessment.pages.answers import answers_page
from assessment.pages.author_faults import describe_faults
from assessment.readers import ShippedInstrument
from assessment.services import create_assessment
from reports.answer_sections import answers_section
from tests.assessment.conditional import YAML, answers, instrument
from tests.conftest import Cast


@pytest.mark.parametrize(
    ("given", "hidden", "undecided"),
    [
        ({}, "members", "club_name plan split large other"),
        ({"has_club": "no", "share": "5"}, "club_name members plan split large other", ""),
        ({"has_club": "yes", "share": "5", "ways:mail": "yes"}, "members plan split large other", ""),
        ({"share": "5", "ways:chat": "yes", "plan@rating": "full"}, "members", "club_name plan split large other"),
    ],
)
def test_what_is_asked_follows_from_what_was_answered_before(
    given: dict[str, str], hidden: str, undecided: str
) -> None:
    found = find_relevance(instrument(), answers(given))
    assert (found.hidden, found.undecided) == (frozenset(hidden.split()), frozenset(undecided.split()))


def test_an_answer_to_what_is_not_asked_counts_for_nothing_further_down() -> None:
    given = {"has_club": "no", "club_name": "Guld", "members": "7", "share": "50"}
    found = find_relevance(instrument(), answers(given))
    assert {"club_name", "members"} <= found.hidden
    assert find_clashes(instrument(), answers(given)) == ()
    assert measure_section(instrument(), instrument().sections[0], answers(given)).total == 5


def test_a_score_leaves_out_what_is_not_asked_and_stays_open_while_that_is_undecided() -> None:
    closed = score_readiness(instrument(), answers({"has_club": "no", "share": "5", "plan@rating": "full"}))
    assert [closed.low, closed.high, closed.score] == [0, 0, 0]
    undecided = score_readiness(instrument(), answers({"has_club": "yes", "plan@rating": "none"}))
    assert [undecided.low, undecided.high] == [Fraction(100, 3), 100]


def test_a_condition_on_a_colleagues_question_is_not_held_against_a_respondent() -> None:
    alone = find_own_relevance(instrument(), answers({}), {"second"})
    assert alone.asks("plan")
    assert not find_own_relevance(instrument(), answers({}), {"first", "second"}).asks("plan")


def test_a_workbook_carries_the_conditions_and_the_hash_knows_them() -> None:
    assert from_tables(to_tables(instrument())) == instrument()
    freed = read_instrument(YAML.replace(", relevant: has_club = 'yes'", ""))
    assert hash_content(freed) != hash_content(instrument())
    assert [(each.change, each.after) for each in diff_versions(instrument(), freed)] == [
        (Change.RECONDITIONED, "club_name")
    ]


def test_a_needed_answer_is_carried_by_every_form() -> None:
    eased = read_instrument(YAML.replace(", required: true", ""))
    assert [(each.change, each.after) for each in diff_versions(eased, instrument())] == [(Change.DEMANDED, "share")]
    survey = to_tables(instrument())[1]
    assert {row["name"] for row in survey.rows if row.get("required") == "yes"} == {"share"}
    form = to_xlsform(instrument())[0]
    assert {row["name"] for row in form.rows if row.get("required") == "yes"} == {"share"}
    pages = json.loads(to_surveyjs(instrument()))["pages"]
    assert [part["name"] for page in pages for part in page["elements"] if part.get("isRequired")] == ["share"]


@pytest.mark.parametrize(
    ("condition", "code", "cure"),
    [
        ("has_club = ", "bad_condition", "Skriv till exempel"),
        ("hs_club = 'yes'", "unknown_item", "Rätta nyckeln"),
        ("has_club = 'maybe'", "unknown_option", "svarens nycklar"),
        ("answered(share)", "looks_ahead", "Flytta frågan"),
        ("answered(club_name)", "looks_ahead", "Flytta frågan"),
    ],
)
def test_a_wrong_condition_is_named_with_its_cell_and_a_cure(condition: str, code: str, cure: str) -> None:
    tables = [_with_condition(table, condition) for table in to_tables(instrument())]
    with pytest.raises(FaultyInstrumentError) as refused:
        from_tables(tables)
    assert [fault.code for fault in refused.value.faults] == [code]
    line = describe_faults(refused.value.faults, tables)[0]
    assert (line.sheet, line.column, line.cell[-1]) == ("survey", "relevant", "5")
    assert cure in line.cure


def test_a_type_that_does_not_exist_is_named_with_its_cell() -> None:
    survey = next(table for table in to_tables(instrument()) if table.name == "survey")
    rows = ({**row, "type": "yesno"} if row.get("name") == "has_club" else row for row in survey.rows)
    tables = [replace(survey, rows=tuple(rows)) if each.name == "survey" else each for each in to_tables(instrument())]
    with pytest.raises(FaultyInstrumentError) as refused:
        from_tables(tables)
    assert [(line.sheet, line.cell) for line in describe_faults(refused.value.faults, tables)] == [("survey", "A4")]


def _with_condition(table: Table, condition: str) -> Table:
    rows = ({**row, "relevant": condition} if row.get("name") == "club_name" else row for row in table.rows)
    return replace(table, rows=tuple(rows))


@pytest.fixture
def assessment(cast: Cast, db: None) -> Assessment:
    shipped = ShippedInstrument(instrument(), YAML, hash_content(instrument()))
    return create_assessment(engagement=cast.engagement, shipped=shipped, title="Villkor", author=cast.consultant)


def test_the_form_shows_what_applies_at_once_and_keeps_what_was_typed(
    client: Client, cast: Cast, assessment: Assessment
) -> None:
    client.force_login(cast.respondent)
    url = reverse("assessment:cell", args=[cast.engagement.id, assessment.id])
    section = reverse("assessment:section", args=[cast.engagement.id, assessment.id, "first"])

    def write(cell: str, value: str, base: int) -> dict[str, object]:
        reply: dict[str, object] = client.post(url, {"cell": cell, "value": value, "base": base}).json()
        return reply

    assert "club_name" in write("share", "50", 0)["hidden"]  # type: ignore[operator]  # JSON
    assert (shown := write("has_club", "yes", 0))["hidden"] == ["members"]
    assert shown["total"] == 6
    assert write("club_name", "Guldklubben", 0)["hidden"] == []
    assert write("has_club", "no", 1)["hidden"] == ["club_name", "members"]
    page = client.get(section).content.decode()
    assert 'id="item-club_name" hidden' in page
    assert page.count("Behöver ett svar") == 1
    assert "Guldklubben" in page
    assert Answer.objects.get(item="club_name").value == "Guldklubben"
    # Without JavaScript: the form sends every field, and the page that answers shows what now applies.
    reply = client.post(section, {"cell-has_club": "yes", "base-has_club": "2", "cell-club_name": "Guldklubben",
                                  "base-club_name": "1"}).content.decode()  # fmt: skip
    assert 'id="item-club_name">' in reply


def test_reports_and_the_api_say_what_is_not_asked(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.respondent)
    url = reverse("assessment:cell", args=[cast.engagement.id, assessment.id])
    for cell, value in (("club_name", "Hemlig"), ("has_club", "no")):
        client.post(url, {"cell": cell, "value": value, "base": 0})
    printed = str(answers_section(answers_page(assessment)))
    assert "Ställs inte" in printed
    assert "Hemlig" not in printed
    listed = client.get(reverse("api:assessment_api:answers", args=[cast.engagement.id, assessment.id])).json()
    assert {one["cell"]: one["counts"] for one in listed} == {"club_name": False, "has_club": True}
