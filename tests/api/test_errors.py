"""Every error of the API has one shape, wherever it comes from."""

import json
import uuid

import pytest
from django.test import Client
from rest_framework.exceptions import ValidationError
from rest_framework.test import APIClient

from crmstrategy.api import handle_exception
from tests.conftest import Cast

SHAPE = {"code", "detail", "fields"}


def answer(client: Client, path: str, method: str = "get") -> tuple[int, dict[str, object]]:
    response = getattr(client, method)(path)
    return response.status_code, json.loads(response.content)


@pytest.fixture
def api(cast: Cast) -> APIClient:
    client = APIClient()
    client.force_authenticate(cast.respondent)
    return client


def test_without_a_token_the_answer_says_how_to_come_in(db: None) -> None:
    response = APIClient().get("/api/v1/engagements/")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert set(response.json()) == SHAPE


def test_an_unknown_address_below_the_api_is_answered_in_json(api: APIClient) -> None:
    assert answer(api, "/api/v1/nothing/") == (
        404,
        {"code": "not_found", "detail": "It does not exist, or not for you.", "fields": {}},
    )


def test_an_unknown_address_elsewhere_is_answered_with_a_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.finance)
    response = client.get("/nothing/")
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (404, "text/html")


def test_foreign_and_never_existed_are_the_same_answer(api: APIClient, cast: Cast) -> None:
    foreign = answer(api, f"/api/v1/engagements/{cast.foreign_engagement.id}/")
    assert foreign == answer(api, f"/api/v1/engagements/{uuid.uuid4()}/")
    assert foreign[0] == 404


def test_a_method_that_is_not_offered_answers_405_even_where_options_would_tell_more(
    api: APIClient, cast: Cast
) -> None:
    for method in ("options", "delete", "put"):
        status, body = answer(api, f"/api/v1/engagements/{cast.engagement.id}/", method)
        assert (status, set(body), body["code"]) == (405, SHAPE, "method_not_allowed")


def test_mistakes_in_a_request_are_told_by_field() -> None:
    fault = ValidationError(
        {"name": ["too long"], "rows": [{}, {"amount": ["not a number"]}], "non_field_errors": ["no"]}
    )
    response = handle_exception(fault, {})
    assert response is not None
    assert response.data == {
        "code": "invalid",
        "detail": "too long; not a number; no",
        "fields": {"name": ["too long"], "rows.1.amount": ["not a number"], "": ["no"]},
    }


def test_what_is_our_own_fault_is_left_to_the_server_error() -> None:
    assert handle_exception(ZeroDivisionError(), {}) is None
