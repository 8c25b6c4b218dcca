"""Small sheets of an import (pools, services, time equations, settings) sent as rows instead of as a file."""

import uuid

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from filestore import store
from profitability.api.imports import ImportConflictError
from profitability.api.shapes import ProblemSerializer
from profitability.domain.template import Sheet
from profitability.import_models import LedgerImport
from profitability.imports.typed_sheets import TYPED_SHEETS, find_typed_sheet, load_rows
from profitability.intake_texts import describe_finding
from profitability.pages.problems import describe_problems
from profitability.selectors.imports import find_typed_file, get_import_or_404
from profitability.selectors.problems import list_problems
from profitability.services.import_typed import save_typed_sheet
from profitability.services.imports import ImportClosedError

_NAME = OpenApiParameter("sheet_name", str, OpenApiParameter.PATH, enum=TYPED_SHEETS)


class SheetRowsSerializer(serializers.Serializer[object]):
    """Rows of a sheet: its columns in the order of the exchange format, as texts; numbers with a decimal point."""

    rows = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(max_length=200, allow_blank=True), max_length=10),
        max_length=1_000,
    )


class SheetSerializer(serializers.Serializer[object]):
    """A sheet as it stands, and what is wrong with it; `row` of a problem counts the rows from 1."""

    columns = serializers.ListField(child=serializers.CharField(), read_only=True)
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()), read_only=True)
    problems = ProblemSerializer(many=True, read_only=True)


class ImportSheetView(EngagementAPIView):
    """One small sheet of an import."""

    actions = {"GET": Action.UPLOAD_LEDGER, "PUT": Action.UPLOAD_LEDGER}

    @extend_schema(operation_id="imports_sheet_retrieve", parameters=[_NAME], responses=SheetSerializer)
    def get(self, request: Request, import_id: uuid.UUID, sheet_name: str) -> Response:
        """Return the rows of the sheet; none before any were sent."""
        return _answer(get_import_or_404(self.engagement, import_id), _find_or_404(sheet_name))

    @extend_schema(
        operation_id="imports_sheet_update",
        parameters=[_NAME],
        request=SheetRowsSerializer,
        responses={200: SheetSerializer, 409: OpenApiTypes.OBJECT},
    )
    def put(self, request: Request, import_id: uuid.UUID, sheet_name: str) -> Response:
        """Let the sheet hold these rows and have them read."""
        found, sheet = get_import_or_404(self.engagement, import_id), _find_or_404(sheet_name)
        asked = SheetRowsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        rows: list[list[str]] = asked.validated_data["rows"]
        width = len(sheet.columns)
        if any(len(row) != width for row in rows):
            raise serializers.ValidationError({"rows": [f"Every row has {width} columns."]})
        try:
            save_typed_sheet(found=found, sheet=sheet, rows=rows, saved_by=signed_in(request))
        except ImportClosedError as fault:
            raise ImportConflictError from fault
        return _answer(get_import_or_404(self.engagement, import_id), sheet)


def _find_or_404(name: str) -> Sheet:
    sheet = find_typed_sheet(name)
    if sheet is None:
        raise NotFound
    return sheet


def _answer(found: LedgerImport, sheet: Sheet) -> Response:
    file = find_typed_file(found, sheet)
    return Response(
        SheetSerializer(
            {
                "columns": [column.name for column in sheet.columns],
                "rows": load_rows(store.local_path(file.key)) if file else [],
                "problems": describe_problems(list_problems(file.problems_key), describe_finding) if file else (),
            }
        ).data
    )
