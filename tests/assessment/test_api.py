"""Assessments over the API."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from assessment.models import Answer, Assessment
from tests.assessment.conftest import Pen, begin_assessment
from tests.conftest import Cast


@pytest.fixture
def api(cast: Cast) -> APIClient:
    client = APIClient()
    client.force_authenticate(cast.respondent)
    return client


def _url(name: str, assessment: Assessment, **more: str) -> str:
    kwargs = {"engagement_id": assessment.engagement_id, "assessment_id": assessment.id, **more}
    return reverse(f"api:assessment_api:{name}", kwargs=kwargs)


def test_an_answer_is_written_and_read(api: APIClient, assessment: Assessment) -> None:
    url = _url("answer", assessment, cell="volume:active")
    assert api.get(url).json() == {
        "cell": "volume:active",
        "value": "",
        "version": 0,
        "written_by": "",
        "written_at": None,
    }
    written = api.put(url, {"value": "1 200", "version": 0}, format="json")
    assert written.status_code == 200
    assert api.get(url).json()["version"] == 1
    assert [answer["cell"] for answer in api.get(_url("answers", assessment)).json()] == ["volume:active"]


def test_the_second_writer_gets_both_texts(api: APIClient, assessment: Assessment, pen: Pen, cast: Cast) -> None:
    pen.write("Deras", by=cast.consultant)
    reply = api.put(_url("answer", assessment, cell="vision"), {"value": "Min", "version": 0}, format="json")
    assert reply.status_code == 409
    assert (reply.json()["mine"], reply.json()["theirs"]["value"]) == ("Min", "Deras")
    assert Answer.objects.get().value == "Deras"


def test_a_cell_that_does_not_exist_is_404(api: APIClient, assessment: Assessment) -> None:
    for cell in ("nowhere", "vision:row", "volume", "::"):
        assert api.get(_url("answer", assessment, cell=cell)).status_code == 404


def test_too_long_a_text_is_refused_with_the_limit(api: APIClient, assessment: Assessment) -> None:
    url = _url("answer", assessment, cell="vision")
    reply = api.put(url, {"value": "x" * 10_001, "version": 0}, format="json")
    assert reply.status_code == 400
    assert "10000" in reply.json()["fields"]["value"][0]


def test_two_assessments_are_compared(cast: Cast, assessment: Assessment, pen: Pen) -> None:
    api = APIClient()
    api.force_authenticate(cast.client_reader)
    assert api.get(_url("comparison", assessment)).status_code == 404
    pen.write("no", cell="market_leading")
    later = begin_assessment(cast.engagement, cast.consultant)
    Pen(later, later.sheets.get(), cast.respondent).write("yes", cell="market_leading")
    found = api.get(_url("comparison", later)).json()
    assert (found["earlier"], found["later"]) == (str(assessment.id), str(later.id))
    assert [(line["was"], line["now"]) for line in found["better"]] == [("0.0", "100.0")]
    assert len(found["trend"]) == 2
    assert api.get(_url("comparison", later), {"with": str(cast.engagement.id)}).status_code == 404


def test_the_consultant_begins_an_assessment_and_reads_its_readiness(cast: Cast) -> None:
    api = APIClient()
    api.force_authenticate(cast.consultant)
    url = reverse("api:assessment_api:begin", args=[cast.engagement.id])
    begun = api.post(url, {"instrument": "crm_strategy", "title": "Nuläge"}, format="json")
    assert begun.status_code == 201
    readiness = api.get(_url("readiness", Assessment.objects.get())).json()
    assert readiness["total"] == {"low": "0.0", "high": "100.0", "score": None}
    assert len(readiness["areas"]) == 7
    assert api.post(url, {"instrument": "none", "title": "x"}, format="json").status_code == 400


def test_the_lists_tell_keys_and_progress(api: APIClient, assessment: Assessment) -> None:
    instruments = api.get(reverse("api:assessment_api:instruments", args=[assessment.engagement_id])).json()
    assert "crm_strategy" in {instrument["key"] for instrument in instruments}
    assessments = api.get(reverse("api:assessment_api:assessments", args=[assessment.engagement_id])).json()
    assert [(each["id"], each["progress"]["answered"]) for each in assessments] == [(str(assessment.id), 0)]
    assert len(api.get(_url("assessment", assessment)).json()["sections"]) == 8
