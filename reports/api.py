"""Reports over the API: list, issue, follow, download."""

import uuid
from typing import ClassVar

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, record_event, signed_in
from accounts.api import EngagementAPIView
from accounts.models import Engagement
from assessment.selectors import list_assessments
from portfolio.selectors.analyses import list_published_analyses
from profitability.selectors.runs import list_published_runs
from reports.files import file_response
from reports.models import Report, ReportKind, ReportLanguage
from reports.pages import status_of
from reports.selectors import get_report_or_404, list_issuable_kinds, list_reports
from reports.services import Subject, issue_report
from reports.subjects import find_customers


class ReportSerializer(serializers.ModelSerializer[Report]):
    """An issued report; `status` is queued, running, done, failed or cancelled, `job` can be followed while it runs."""

    status = serializers.SerializerMethodField()

    class Meta:
        model = Report
        fields: ClassVar = [
            "id",
            "kind",
            "language",
            "run",
            "assessment",
            "analysis",
            "customer_id",
            "status",
            "job",
            "created_at",
            "finished_at",
            "page_count",
            "file_size",
            "file_sha256",
        ]
        read_only_fields = fields

    def get_status(self, report: Report) -> str:
        return status_of(report)


class ReportRequestSerializer(serializers.Serializer[Subject]):
    """What a report is to be about: `assessment`, `analysis` of the customer base, or `run`, and a customer of it."""

    kind = serializers.ChoiceField(choices=ReportKind.choices)
    language = serializers.ChoiceField(choices=ReportLanguage.choices, default=ReportLanguage.SWEDISH)
    assessment = serializers.UUIDField(required=False, allow_null=True, default=None)
    run = serializers.UUIDField(required=False, allow_null=True, default=None)
    analysis = serializers.UUIDField(required=False, allow_null=True, default=None)
    customer_id = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    key = serializers.CharField(required=False, allow_blank=True, default="", max_length=100)

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        """Find the subject in the engagement; what is foreign is said not to exist."""
        engagement: Engagement = self.context["engagement"]
        kind = ReportKind(str(attrs["kind"]))
        if kind == ReportKind.READINESS:
            if not list_assessments(engagement).filter(pk=_uuid(attrs["assessment"])).exists():
                raise serializers.ValidationError({"assessment": "no such assessment"})
            attrs["subject"] = Subject(assessment_id=_uuid(attrs["assessment"]))
            return attrs
        if kind == ReportKind.CUSTOMER_BASE:
            if not list_published_analyses(engagement).filter(pk=_uuid(attrs["analysis"])).exists():
                raise serializers.ValidationError({"analysis": "no such published analysis"})
            attrs["subject"] = Subject(analysis_id=_uuid(attrs["analysis"]))
            return attrs
        run = list_published_runs(engagement).filter(pk=_uuid(attrs["run"])).first()
        if run is None:
            raise serializers.ValidationError({"run": "no such published run"})
        customer_id = str(attrs["customer_id"]) if kind == ReportKind.CUSTOMER else ""
        if kind == ReportKind.CUSTOMER and not (customer_id and find_customers(run, customer_id, is_exact=True)):
            raise serializers.ValidationError({"customer_id": "no such customer in the run"})
        attrs["subject"] = Subject(run_id=run.id, customer_id=customer_id)
        return attrs


def _uuid(value: object) -> uuid.UUID:
    """Return the id that was sent; one that nothing has when none was."""
    return value if isinstance(value, uuid.UUID) else uuid.UUID(int=0)


class ReportListView(EngagementAPIView):
    """The reports of an engagement."""

    actions = {"GET": Action.VIEW_PROFITABILITY, "POST": Action.ISSUE_PROFITABILITY_REPORT}
    pagination_class = LimitOffsetPagination

    @extend_schema(operation_id="reports_list", responses=ReportSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return the reports that you may read, newest first."""
        pages = self.pagination_class()
        page = pages.paginate_queryset(list_reports(signed_in(request), self.engagement), request, view=self)
        return pages.get_paginated_response(ReportSerializer(page, many=True).data)

    @extend_schema(operation_id="reports_create", request=ReportRequestSerializer, responses={201: ReportSerializer})
    def post(self, request: Request) -> Response:
        """Issue a report; the same `key` twice is one report. Follow `job`, then fetch the file."""
        wanted = ReportRequestSerializer(data=request.data, context={"engagement": self.engagement})
        wanted.is_valid(raise_exception=True)
        kind = ReportKind(wanted.validated_data["kind"])
        user = signed_in(request)
        if kind not in list_issuable_kinds(user, self.engagement):
            raise PermissionDenied
        report = issue_report(
            engagement=self.engagement,
            kind=kind,
            language=ReportLanguage(wanted.validated_data["language"]),
            subject=wanted.validated_data["subject"],
            key=wanted.validated_data["key"] or uuid.uuid4().hex,
            issued_by=user,
        )
        return Response(ReportSerializer(report).data, status=status.HTTP_201_CREATED)


class ReportView(EngagementAPIView):
    """One report."""

    actions = {"GET": Action.VIEW_PROFITABILITY}

    @extend_schema(operation_id="reports_retrieve", responses=ReportSerializer)
    def get(self, request: Request, report_id: uuid.UUID) -> Response:
        """Return the report and how far it is."""
        return Response(ReportSerializer(get_report_or_404(signed_in(request), self.engagement, report_id)).data)


class ReportFileView(EngagementAPIView):
    """The file of a report."""

    actions = {"GET": Action.VIEW_PROFITABILITY}

    @extend_schema(operation_id="reports_file", responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, report_id: uuid.UUID) -> FileResponse:
        """Return the PDF; 404 until the report is done."""
        user = signed_in(request)
        report = get_report_or_404(user, self.engagement, report_id)
        if not report.is_finished:
            raise NotFound
        record_event(actor=user, engagement=self.engagement, what="report.downloaded", object_id=report.id)
        return file_response(report)
