"""The API keeps what its schema promises, whatever it is sent."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.tokens import issue_token
from crmstrategy.wsgi import application
from tests.access.makers import MAKERS
from tests.access.policy import POLICY
from tests.conftest import Cast

EXAMPLES = 8
PROMISES = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
NEVER = "00000000-0000-4000-8000-000000000000"


def load_operations() -> dict[str, APIOperation[Any, Any, Any, Any]]:
    described = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # untyped
    schema = schemathesis.openapi.from_dict(described)
    schema.app = application
    results = list(schema.get_all_operations())
    return {result.ok().label: result.ok() for result in results if isinstance(result, Ok)}


OPERATIONS = load_operations()


def make_path_parameters(path: str, cast: Cast) -> dict[str, object]:
    """Return values for the path's parameters that lead to objects of the own engagement."""
    address = "/".join(_stand_in(part) for part in path.split("/"))
    makers = POLICY[resolve(address).view_name].objects
    made = {name: _value(maker, cast) for name, maker in makers.items()}
    return {"engagement_id": str(cast.engagement.id), **made}


def _stand_in(part: str) -> str:
    if part.startswith("{"):
        return "1" if part == "{position}" else NEVER
    return part


def _value(maker: str, cast: Cast) -> str:
    return maker[1:] if maker.startswith("=") else str(MAKERS[maker](cast.engagement))


@pytest.fixture
def one_transaction(db: None) -> Iterator[None]:
    """Let requests leave the test's connection open, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("one_transaction")
@pytest.mark.parametrize("role", ["consultant", "client_reader"])
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_operation_keeps_its_promises(label: str, role: str, cast: Cast) -> None:
    operation = OPERATIONS[label]
    known = make_path_parameters(operation.full_path, cast)
    headers = {"Authorization": f"Bearer {issue_token(getattr(cast, role), 30)}"}

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case: Case[Any]) -> None:
        case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
        case.call_and_validate(headers=headers, checks=PROMISES)

    ask()


def test_the_schema_is_valid_and_nothing_in_it_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn")
    assert capsys.readouterr().out.startswith("openapi: 3.1")


def test_every_operation_says_how_it_refuses() -> None:
    for operation in OPERATIONS.values():
        answers = operation.definition.raw["responses"]
        for status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
            assert str(status.value) in answers, operation.label
