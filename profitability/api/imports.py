"""Imports over the API: the road of the pages, step by step."""

import uuid

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from filestore.store import TooLargeError
from profitability.api.import_shapes import (
    ConfirmRequestSerializer,
    FrameRequestSerializer,
    ImportDetailSerializer,
    ImportRequestSerializer,
    ImportSerializer,
)
from profitability.api.uploads import FilesTooLargeError
from profitability.intake_texts import describe_finding
from profitability.pages.problems import describe_problems
from profitability.selectors.imports import get_import_or_404, list_imports
from profitability.selectors.problems import list_problems
from profitability.services.import_confirmation import (
    ImportInUseError,
    NotReadyError,
    confirm_import,
    undo_import,
)
from profitability.services.imports import (
    ImportClosedError,
    TooManyFilesError,
    add_files,
    discard_import,
    set_frame,
    start_import,
)
from profitability.services.uploads import IncomingFile


class ImportConflictError(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "The import is confirmed, in use, not ready, or has changed."
    default_code = "import_conflict"


def read_files(request: Request) -> list[IncomingFile]:
    """Return the sent files; raise ValidationError when there are none."""
    sent = ImportRequestSerializer(data={"files": request.FILES.getlist("files")})
    sent.is_valid(raise_exception=True)
    files: list[IncomingFile] = sent.validated_data["files"]
    return files


class ImportListView(EngagementAPIView):
    """The imports of the engagement."""

    actions = {"GET": Action.UPLOAD_LEDGER, "POST": Action.UPLOAD_LEDGER}
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="imports_list", responses=ImportSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return the imports, newest first."""
        return Response(ImportSerializer(list_imports(self.engagement), many=True).data)

    @extend_schema(
        operation_id="imports_create",
        request={"multipart/form-data": ImportRequestSerializer},
        responses={200: ImportSerializer, 201: ImportSerializer},
    )
    def post(self, request: Request) -> Response:
        """Begin an import with files of any layout; the same files twice are one import and answer 200."""
        try:
            dropped = start_import(
                engagement=self.engagement,
                files=read_files(request),
                started_by=signed_in(request),
                limit_bytes=settings.IMPORT_TEXT_MAX_BYTES,
            )
        except TooLargeError as fault:
            raise FilesTooLargeError from fault
        answer = status.HTTP_201_CREATED if dropped.is_new else status.HTTP_200_OK
        return Response(ImportSerializer(dropped.ledger_import).data, status=answer)


class ImportView(EngagementAPIView):
    """One import."""

    actions = {"GET": Action.UPLOAD_LEDGER}

    @extend_schema(operation_id="imports_retrieve", responses=ImportDetailSerializer)
    def get(self, request: Request, import_id: uuid.UUID) -> Response:
        """Return the import with its files and what is wrong between them."""
        found = get_import_or_404(self.engagement, import_id)
        problems = describe_problems(list_problems(found.problems_key), describe_finding)
        return Response(ImportDetailSerializer({"ledger_import": found, "problems": problems}).data)


class ImportFilesView(EngagementAPIView):
    """Files of an import."""

    actions = {"POST": Action.UPLOAD_LEDGER}
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="imports_files_create",
        request={"multipart/form-data": ImportRequestSerializer},
        responses=ImportSerializer,
    )
    def post(self, request: Request, import_id: uuid.UUID) -> Response:
        """Add files to an open import; one that is there already is not added again."""
        found = get_import_or_404(self.engagement, import_id)
        try:
            add_files(
                found=found,
                files=read_files(request),
                added_by=signed_in(request),
                limit_bytes=settings.IMPORT_TEXT_MAX_BYTES,
            )
        except TooLargeError as fault:
            raise FilesTooLargeError from fault
        except (ImportClosedError, TooManyFilesError) as fault:
            raise ImportConflictError from fault
        return Response(ImportSerializer(get_import_or_404(self.engagement, import_id)).data)


class ImportFrameView(EngagementAPIView):
    """The period and currency of an import."""

    actions = {"POST": Action.UPLOAD_LEDGER}

    @extend_schema(operation_id="imports_frame", request=FrameRequestSerializer, responses=ImportSerializer)
    def post(self, request: Request, import_id: uuid.UUID) -> Response:
        """Set them; everything is checked against them anew."""
        found = get_import_or_404(self.engagement, import_id)
        asked = FrameRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            set_frame(found=found, set_by=signed_in(request), **asked.validated_data)
        except ImportClosedError as fault:
            raise ImportConflictError from fault
        return Response(ImportSerializer(get_import_or_404(self.engagement, import_id)).data)


class ImportConfirmView(EngagementAPIView):
    """Confirming an import."""

    actions = {"POST": Action.UPLOAD_LEDGER}

    @extend_schema(operation_id="imports_confirm", request=ConfirmRequestSerializer, responses=ImportSerializer)
    def post(self, request: Request, import_id: uuid.UUID) -> Response:
        """Make the upload of the import as it stood at a revision; doing it twice is doing it once."""
        found = get_import_or_404(self.engagement, import_id)
        asked = ConfirmRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            confirm_import(found=found, revision=asked.validated_data["revision"], confirmed_by=signed_in(request))
        except NotReadyError as fault:
            raise ImportConflictError from fault
        return Response(ImportSerializer(get_import_or_404(self.engagement, import_id)).data)


class ImportUndoView(EngagementAPIView):
    """Undoing a confirmed import."""

    actions = {"POST": Action.UPLOAD_LEDGER}

    @extend_schema(
        operation_id="imports_undo", request=None, responses={200: ImportSerializer, 409: OpenApiTypes.OBJECT}
    )
    def post(self, request: Request, import_id: uuid.UUID) -> Response:
        """Take the upload away, unless a run of it is published or under way; answers and changes stay."""
        found = get_import_or_404(self.engagement, import_id)
        try:
            undo_import(found=found, undone_by=signed_in(request))
        except ImportInUseError as fault:
            raise ImportConflictError from fault
        return Response(ImportSerializer(get_import_or_404(self.engagement, import_id)).data)


class ImportDiscardView(EngagementAPIView):
    """Throwing an open import away."""

    actions = {"POST": Action.UPLOAD_LEDGER}

    @extend_schema(operation_id="imports_discard", request=None, responses={204: None, 409: OpenApiTypes.OBJECT})
    def post(self, request: Request, import_id: uuid.UUID) -> Response:
        """Remove the import with its files, answers and changes."""
        try:
            discard_import(found=get_import_or_404(self.engagement, import_id), discarded_by=signed_in(request))
        except ImportClosedError as fault:
            raise ImportConflictError from fault
        return Response(status=status.HTTP_204_NO_CONTENT)
