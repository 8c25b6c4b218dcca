"""The pages of an assessment answer as they should."""

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Answer, Assessment
from tests.assessment.conftest import Pen
from tests.conftest import Cast


@pytest.fixture
def respondent(client: Client, cast: Cast) -> Client:
    client.force_login(cast.respondent)
    return client


def _url(name: str, assessment: Assessment, *parts: str) -> str:
    return reverse(f"assessment:{name}", args=[assessment.engagement_id, assessment.id, *parts])


def test_the_consultant_begins_an_assessment(client: Client, cast: Cast) -> None:
    client.force_login(cast.consultant)
    url = reverse("assessment:begin", args=[cast.engagement.id])
    reply = client.post(url, {"instrument": "crm_strategy", "title": "Nuläge"})
    begun = Assessment.objects.get()
    assert reply.headers["Location"] == _url("overview", begun)
    assert (begun.title, begun.instrument.key) == ("Nuläge", "crm_strategy")


@pytest.mark.parametrize("data", [{"instrument": "finns_inte", "title": "x"}, {"instrument": "crm_strategy"}])
def test_a_beginning_that_cannot_be_says_why_and_begins_nothing(
    client: Client, cast: Cast, data: dict[str, str]
) -> None:
    client.force_login(cast.consultant)
    reply = client.post(reverse("assessment:begin", args=[cast.engagement.id]), data)
    assert reply.status_code == 422
    assert "notice-error" in reply.text
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    "section",
    [
        "cover",
        "direction",
        "customer_focus",
        "situation",
        "customer_analysis",
        "channels",
        "communication",
        "it_support",
    ],
)
def test_every_section_is_a_page(respondent: Client, assessment: Assessment, section: str) -> None:
    reply = respondent.get(_url("section", assessment, section))
    assert reply.status_code == 200
    assert reply.text.count("<h1") == 1


def test_a_section_that_never_existed_is_404(respondent: Client, assessment: Assessment) -> None:
    assert respondent.get(_url("section", assessment, "elsewhere")).status_code == 404


def test_a_single_answer_is_saved_and_told(respondent: Client, assessment: Assessment) -> None:
    reply = respondent.post(_url("cell", assessment), {"cell": "volume:active", "value": "1 200", "base": "0"})
    assert reply.status_code == 200
    told = reply.json()
    assert (told["status"], told["version"], told["item"]) == ("saved", 1, "volume")
    assert Answer.objects.get().value == "1 200"


def test_two_writers_get_both_texts(respondent: Client, assessment: Assessment, pen: Pen, cast: Cast) -> None:
    pen.write("Andras text", by=cast.consultant)
    reply = respondent.post(_url("cell", assessment), {"cell": "vision", "value": "Min text", "base": "0"})
    assert reply.status_code == 409
    assert reply.json()["value"] == "Andras text"


@pytest.mark.parametrize("data", [{}, {"cell": "nowhere", "base": "0"}, {"cell": "vision", "base": "-1"}])
def test_a_malformed_answer_is_refused(respondent: Client, assessment: Assessment, data: dict[str, str]) -> None:
    assert respondent.post(_url("cell", assessment), data).status_code == 422
    assert not Answer.objects.exists()


def test_an_odd_percentage_is_kept_and_asked_about(respondent: Client, assessment: Assessment) -> None:
    reply = respondent.post(_url("cell", assessment), {"cell": "loyal", "value": "140", "base": "0"})
    assert reply.status_code == 200
    assert "0 och 100" in reply.json()["questions"][0]
    assert Answer.objects.get().value == "140"


def test_without_javascript_the_form_saves_the_whole_section(respondent: Client, assessment: Assessment) -> None:
    data = {
        "cell-vision": "Vår vision",
        "base-vision": "0",
        "cell-vision@rating": "described",
        "base-vision@rating": "0",
    }
    reply = respondent.post(_url("section", assessment, "direction"), data)
    assert reply.status_code == 200
    assert "Svaren är sparade" in reply.text
    assert Answer.objects.count() == 2


def test_without_javascript_a_conflict_shows_both_texts(
    respondent: Client, assessment: Assessment, pen: Pen, cast: Cast
) -> None:
    pen.write("Den andras vision", by=cast.consultant)
    data = {"cell-vision": "Min vision", "base-vision": "0"}
    reply = respondent.post(_url("section", assessment, "direction"), data)
    assert reply.status_code == 409
    assert "Den andras vision" in reply.text
    assert "Min vision</textarea>" in reply.text
    again = respondent.post(_url("section", assessment, "direction"), {"cell-vision": "Min vision", "base-vision": "1"})
    assert again.status_code == 200
    assert Answer.objects.get().value == "Min vision"


def test_a_tick_taken_away_without_javascript_is_a_no(respondent: Client, assessment: Assessment, pen: Pen) -> None:
    pen.write("yes", cell="communication_channels:fax")
    url = _url("section", assessment, "communication")
    respondent.post(url, {"base-communication_channels:fax": "1", "was-communication_channels:fax": "yes"})
    assert Answer.objects.get().value == "no"
