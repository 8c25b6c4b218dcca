"""What all of the API has in common: how an error looks, what the schema says about errors, and its pages."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.http import require_GET
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

API_PREFIX = "/api/"

type Schema = dict[str, object]

ERROR_SCHEMA: Schema = {
    "type": "object",
    "description": "Why a request was refused.",
    "properties": {
        "code": {"type": "string", "description": "The reason as a word for programs."},
        "detail": {"type": "string", "description": "The reason as a sentence for people."},
        "fields": {
            "type": "object",
            "description": "What is wrong with which field of the request.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["code", "detail", "fields"],
}
ERRORS = {
    "400": "The request cannot be understood.",
    "401": "No token, or one that does not count.",
    "403": "Your role does not allow it.",
    "404": "It does not exist, or not for you.",
    "405": "This method is not offered here.",
    "406": "Only JSON is offered.",
    "409": "It does not fit what is there now.",
    "413": "The request is too large.",
    "415": "The request's content type is not read here.",
    "429": "Too many requests; wait a little.",
}
DOCUMENTED_EVERYWHERE = ("400", "401", "403", "404", "405", "406", "429")
DOCUMENTED_WITH_A_BODY = ("409", "413", "415")


def handle_exception(fault: Exception, context: Mapping[str, object]) -> Response | None:
    """Give every error of the API one shape: code, detail, fields."""
    response = exception_handler(fault, dict(context))
    if response is None:
        return None
    if isinstance(fault, ValidationError):
        fields = _flatten(fault.detail)
        detail = "; ".join(message for messages in fields.values() for message in messages)
        response.data = {"code": "invalid", "detail": detail, "fields": fields}
    else:
        code = fault.detail.code if isinstance(fault, APIException) and isinstance(fault.detail, ErrorDetail) else None
        named = {403: "permission_denied", 404: "not_found"}.get(response.status_code, "error")
        response.data = {"code": code or named, "detail": str(response.data.get("detail", "")), "fields": {}}
    return response


def _flatten(detail: object, path: str = "") -> dict[str, list[str]]:
    """Return the messages by the path of their field; those of the whole request stand under an empty path."""
    if isinstance(detail, Mapping):
        parts = [_flatten(inner, _join(path, str(name))) for name, inner in detail.items()]
    elif isinstance(detail, list) and any(isinstance(inner, Mapping | list) for inner in detail):
        parts = [_flatten(inner, _join(path, str(number))) for number, inner in enumerate(detail)]
    else:
        return {path: [str(message) for message in (detail if isinstance(detail, list) else [detail])]}
    return {name: messages for part in parts for name, messages in part.items()}


def _join(path: str, name: str) -> str:
    name = "" if name == "non_field_errors" else name
    return ".".join(part for part in (path, name) if part)


def document_errors(result: Schema, **_generator: object) -> Schema:
    """Add to every operation of the schema the errors that it can answer with."""
    components = _part(result, "components")
    _part(components, "schemas")["Error"] = ERROR_SCHEMA
    for operations in _part(result, "paths").values():
        assert isinstance(operations, dict)
        for operation in operations.values():
            _document(operation)
    return result


def _document(operation: Schema) -> None:
    responses = _part(operation, "responses")
    codes = DOCUMENTED_EVERYWHERE + (DOCUMENTED_WITH_A_BODY if "requestBody" in operation else ())
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for code in codes:
        responses.setdefault(code, {"description": ERRORS[code], "content": content})


def _part(mapping: Schema, name: str) -> Schema:
    part = mapping.setdefault(name, {})
    assert isinstance(part, dict)
    return part


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """Show the API's documentation, from files of the product alone."""
    return render(request, "api/docs.html")


def in_json(status: int, code: str, page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return an error handler that answers programs in JSON and people with `page`."""

    def handler(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.path.startswith(API_PREFIX):
            detail = ERRORS.get(str(status), "The server made a mistake.")
            return JsonResponse({"code": code, "detail": detail, "fields": {}}, status=status)
        return page(request, *args, **kwargs)

    return handler


bad_request = in_json(400, "bad_request", defaults.bad_request)
permission_denied = in_json(403, "permission_denied", defaults.permission_denied)
not_found = in_json(404, "not_found", defaults.page_not_found)
server_error = in_json(500, "server_error", defaults.server_error)
