"""Uploads over the API: send, list, see what was read."""

import uuid

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from filestore.store import TooLargeError
from profitability.api.shapes import UploadDetailSerializer, UploadRequestSerializer, UploadSerializer
from profitability.forms import SUFFIXES
from profitability.pages.problems import describe_problems
from profitability.selectors.problems import list_problems
from profitability.selectors.uploads import get_upload_or_404, list_uploads
from profitability.services.uploads import receive_upload


class FilesTooLargeError(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The files are too large together."
    default_code = "too_large"


class UploadListView(EngagementAPIView):
    """What was uploaded to the engagement."""

    actions = {"GET": Action.VIEW_LEDGER, "POST": Action.UPLOAD_LEDGER}
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="uploads_list", responses=UploadSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return the uploads, newest first."""
        return Response(UploadSerializer(list_uploads(self.engagement), many=True).data)

    @extend_schema(
        operation_id="uploads_create",
        request={"multipart/form-data": UploadRequestSerializer},
        responses={200: UploadSerializer, 201: UploadSerializer},
    )
    def post(self, request: Request) -> Response:
        """Send files to be read; the same content twice is one upload and answers 200."""
        sent = UploadRequestSerializer(data={"files": request.FILES.getlist("files")})
        sent.is_valid(raise_exception=True)
        files = sent.validated_data["files"]
        if any(not (file.name or "").lower().endswith(SUFFIXES) for file in files):
            raise ValidationError({"files": ["Send .xlsx, .csv or .zip files."]})
        try:
            received = receive_upload(
                engagement=self.engagement,
                files=files,
                uploaded_by=signed_in(request),
                limit_bytes=settings.UPLOAD_MAX_BYTES,
            )
        except TooLargeError as fault:
            raise FilesTooLargeError from fault
        answer = status.HTTP_201_CREATED if received.is_new else status.HTTP_200_OK
        return Response(UploadSerializer(received.upload).data, status=answer)


class UploadView(EngagementAPIView):
    """One upload."""

    actions = {"GET": Action.VIEW_LEDGER}

    @extend_schema(operation_id="uploads_retrieve", responses=UploadDetailSerializer)
    def get(self, request: Request, upload_id: uuid.UUID) -> Response:
        """Return what was read and every problem."""
        upload = get_upload_or_404(self.engagement, upload_id)
        problems = describe_problems(list_problems(upload.problems_key))
        record = {"upload": upload, "sheets": upload.sheets.all(), "problems": problems}
        return Response(UploadDetailSerializer(record).data)
