"""The files of an import over the API: what was understood, answers, and changes."""

import uuid

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from accounts.models import User
from profitability.api.import_shapes import (
    AnswersRequestSerializer,
    EditRequestSerializer,
    ImportFileDetailSerializer,
)
from profitability.api.imports import ImportConflictError
from profitability.import_models import ImportFile
from profitability.intake_texts import describe_finding
from profitability.pages.import_sentences import describe_reading
from profitability.pages.problems import describe_problems
from profitability.selectors.imports import get_import_file_or_404, get_record
from profitability.selectors.problems import list_problems
from profitability.services.import_answers import answer_file
from profitability.services.import_edits import (
    TooManyEditsError,
    change_cells,
    map_customers,
    replace_value,
    skip_rows,
    undo_last_edit,
)
from profitability.services.imports import ImportClosedError, remove_file


def file_answer(file: ImportFile) -> Response:
    """Answer with the file as it stands."""
    record = get_record(file)
    return Response(
        ImportFileDetailSerializer(
            {
                "file": file,
                "sentences": describe_reading(record) if record else (),
                "columns": record.columns if record else (),
                "questions": record.questions if record else (),
                "problems": describe_problems(list_problems(file.problems_key), describe_finding),
                "edits": file.edits.all(),
            }
        ).data
    )


class ImportFileView(EngagementAPIView):
    """One file of an import."""

    actions = {"GET": Action.UPLOAD_LEDGER}

    @extend_schema(operation_id="imports_file_retrieve", responses=ImportFileDetailSerializer)
    def get(self, request: Request, file_id: uuid.UUID) -> Response:
        """Return what was understood of the file, what is open and wrong, and its changes."""
        return file_answer(get_import_file_or_404(self.engagement, file_id))


class ImportFileRemoveView(EngagementAPIView):
    """Taking a file out of an import."""

    actions = {"POST": Action.UPLOAD_LEDGER}

    @extend_schema(operation_id="imports_file_remove", request=None, responses={204: None, 409: OpenApiTypes.OBJECT})
    def post(self, request: Request, file_id: uuid.UUID) -> Response:
        """Remove the file from its open import."""
        file = get_import_file_or_404(self.engagement, file_id)
        try:
            remove_file(file=file, removed_by=signed_in(request))
        except ImportClosedError as fault:
            raise ImportConflictError from fault
        return Response(status=status.HTTP_204_NO_CONTENT)


class ImportAnswersView(EngagementAPIView):
    """Answers about a file."""

    actions = {"POST": Action.UPLOAD_LEDGER}

    @extend_schema(
        operation_id="imports_file_answers", request=AnswersRequestSerializer, responses=ImportFileDetailSerializer
    )
    def post(self, request: Request, file_id: uuid.UUID) -> Response:
        """Add answers to those given and have the file read again."""
        file = get_import_file_or_404(self.engagement, file_id)
        asked = AnswersRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        total = values.get("total", file.total_text)
        try:
            answer_file(
                file=file,
                sheet=values.get("sheet", file.sheet),
                answers={name[:200]: value for name, value in values.get("answers", {}).items()},
                total_text=f"{total}" if total is not None else "",
                answered_by=signed_in(request),
            )
        except ImportClosedError as fault:
            raise ImportConflictError from fault
        return file_answer(get_import_file_or_404(self.engagement, file_id))


class ImportEditsView(EngagementAPIView):
    """Changes of a file."""

    actions = {"POST": Action.UPLOAD_LEDGER}

    @extend_schema(
        operation_id="imports_file_edit", request=EditRequestSerializer, responses=ImportFileDetailSerializer
    )
    def post(self, request: Request, file_id: uuid.UUID) -> Response:
        """Make one change and have the file read again."""
        file = get_import_file_or_404(self.engagement, file_id)
        asked = EditRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            _change(file, asked.validated_data, signed_in(request))
        except (ImportClosedError, TooManyEditsError) as fault:
            raise ImportConflictError from fault
        return file_answer(get_import_file_or_404(self.engagement, file_id))


def _change(file: ImportFile, values: dict[str, object], user: User) -> None:
    kind, place, old, new = str(values["change"]), int(str(values["place"])), str(values["old"]), str(values["new"])
    rows = values["rows"]
    if kind == "cell":
        change_cells(file=file, cells=[(int(str(values["row"])), place, new)], changed_by=user)
    elif kind == "replace":
        replace_value(file=file, place=place, old=old, new=new, changed_by=user)
    elif kind == "skip" and isinstance(rows, list):
        skip_rows(file=file, rows=rows, changed_by=user)
    else:
        map_customers(file=file, pairs=[(old, new)], changed_by=user)


class ImportEditUndoView(EngagementAPIView):
    """Taking the last change back."""

    actions = {"POST": Action.UPLOAD_LEDGER}

    @extend_schema(
        operation_id="imports_file_edit_undo",
        request=None,
        responses={200: ImportFileDetailSerializer, 409: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request, file_id: uuid.UUID) -> Response:
        """Undo the last change of the file, if there is one."""
        file = get_import_file_or_404(self.engagement, file_id)
        try:
            undo_last_edit(file=file, undone_by=signed_in(request))
        except ImportClosedError as fault:
            raise ImportConflictError from fault
        return file_answer(get_import_file_or_404(self.engagement, file_id))
