"""Studies on top of an analysis over the API: start one, follow it, read what it says."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from portfolio.api.study_shapes import NewStudySerializer, StudyResultSerializer, StudySerializer
from portfolio.models import StudyKind
from portfolio.selectors.analyses import get_published_analysis_or_404, get_summary
from portfolio.selectors.studies import get_study_or_404, list_studies
from portfolio.services.studies import start_study
from portfolio.services.study_building import LEFT_COLUMN


class StudiesView(EngagementAPIView):
    """The studies of an analysis."""

    actions = {"GET": Action.VIEW_CUSTOMER_BASE, "POST": Action.ANALYSE_CUSTOMER_BASE}

    @extend_schema(operation_id="base_studies_list", responses=StudySerializer(many=True))
    def get(self, request: Request, analysis_id: uuid.UUID) -> Response:
        """List the studies of every kind, newest first."""
        del request
        analysis = get_published_analysis_or_404(self.engagement, analysis_id)
        return Response(StudySerializer(list_studies(analysis), many=True).data)

    @extend_schema(operation_id="base_studies_create", request=NewStudySerializer, responses={201: StudySerializer})
    def post(self, request: Request, analysis_id: uuid.UUID) -> Response:
        """Start a study in the background."""
        analysis = get_published_analysis_or_404(self.engagement, analysis_id)
        wanted = NewStudySerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        column = wanted.validated_data["left_column"]
        if column and column not in get_summary(analysis).attribute_names:
            raise ValidationError({"left_column": ["The customers have no such column."]})
        study = start_study(
            analysis=analysis,
            kind=StudyKind(wanted.validated_data["kind"]),
            key=wanted.validated_data["key"],
            started_by=signed_in(request),
            choices={LEFT_COLUMN: column} if column else {},
        )
        return Response(StudySerializer(study).data, status=status.HTTP_201_CREATED)


class StudyView(EngagementAPIView):
    """One study."""

    actions = {"GET": Action.VIEW_CUSTOMER_BASE}

    @extend_schema(operation_id="base_studies_retrieve", responses=StudyResultSerializer)
    def get(self, request: Request, study_id: uuid.UUID) -> Response:
        """Return how far the study is, and what it says once it is published."""
        del request
        return Response(StudyResultSerializer(get_study_or_404(self.engagement, study_id)).data)
