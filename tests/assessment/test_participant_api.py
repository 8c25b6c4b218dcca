"""Several respondents, comments and actions over the API."""

import pytest
from django.test import Client
from django.urls import reverse

from assessment.domain.cells import CellKey
from assessment.models import Assessment, Comment, PlannedAction
from assessment.services import fill_assessment, fill_sheet
from tests.assessment.respondents import take_in
from tests.conftest import Cast


@pytest.fixture
def program(client: Client, cast: Cast) -> Client:
    client.force_login(cast.consultant)
    return client


def _url(name: str, assessment: Assessment, *parts: object) -> str:
    return reverse(f"api:assessment_api:{name}", args=[assessment.engagement_id, assessment.id, *parts])


def test_participants_are_taken_in_and_their_own_answers_read(program: Client, assessment: Assessment) -> None:
    url = _url("participants", assessment)
    person = {"name": "Ulf", "email": "ulf@example.com", "department": "it", "sections": ["direction"]}
    made = program.post(url, person, content_type="application/json")
    assert (made.status_code, made.json()["handed"]) == (201, 1)
    assert program.post(url, person, content_type="application/json").json()["fields"].keys() == {"email"}
    strange = {**person, "email": "", "sections": ["elsewhere"]}
    assert program.post(url, strange, content_type="application/json").status_code == 400
    ulf = assessment.participants.get()
    fill_sheet(sheet=ulf.sheet, answers={CellKey("vision", column="unknown"): "yes"}, author=ulf)
    assert [line["unknown"] for line in program.get(url).json()] == [1]
    written = program.get(_url("participant_answers", assessment, ulf.id)).json()
    assert [(one["cell"], one["value"], one["written_by"]) for one in written] == [("vision@unknown", "yes", "Ulf")]


def test_comments_are_written_and_resolved(program: Client, assessment: Assessment, cast: Cast) -> None:
    sara = take_in(assessment, "Sara")
    url = _url("comments", assessment)
    new = {"item": "vision", "text": "Hur så?", "participant": str(sara.id)}
    assert program.post(url, new, content_type="application/json").status_code == 201
    for wrong in ({"item": "nowhere"}, {"participant": "4f6f6b3e-0000-4000-8000-000000000000"}):
        assert program.post(url, {**new, **wrong}, content_type="application/json").status_code == 400
    comment = Comment.objects.get()
    reply = program.put(_url("comment", assessment, comment.id), {"resolved": True}, content_type="application/json")
    assert reply.json()["resolved_at"] is not None
    assert [one["author"] for one in program.get(url).json()] == [str(cast.consultant)]


def test_actions_are_planned_changed_and_read(program: Client, assessment: Assessment, cast: Cast) -> None:
    fill_assessment(assessment=assessment, answers={CellKey("customers_mapped"): "no"}, author=cast.consultant)
    url = _url("actions", assessment)
    new = {"title": "Kartlägg", "item": "customers_mapped", "effort": 3, "due_date": "2026-05-29"}
    made = program.post(url, new, content_type="application/json")
    assert (made.status_code, made.json()["effort"], made.json()["status"]) == (201, 3, "planned")
    assert program.post(url, new, content_type="application/json").status_code == 400
    action = PlannedAction.objects.get()
    changed = {"title": "Kartlägg alla", "status": "done", "item": "vision"}
    reply = program.put(_url("action", assessment, action.id), changed, content_type="application/json").json()
    assert (reply["title"], reply["status"], reply["item"]) == ("Kartlägg alla", "done", "customers_mapped")
    program.force_login(cast.client_reader)
    assert program.get(url).json()[0]["gain"] == reply["gain"]
    assert program.post(url, new, content_type="application/json").status_code == 403
