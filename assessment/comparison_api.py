"""Two assessments compared over the API."""

import uuid

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action
from accounts.api import EngagementAPIView
from assessment.pages.comparison import AreaLine, ChangeLine, ComparisonPage, TrendPoint, comparison_page
from assessment.selectors import get_assessment_or_404
from assessment.selectors.series import find_other, list_series


class AreaLineSerializer(serializers.Serializer[AreaLine]):
    """One area then and now; null where nothing comparable was answered."""

    title = serializers.CharField()
    was = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    now = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    difference = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)


class ChangeLineSerializer(serializers.Serializer[ChangeLine]):
    """One question whose points changed; `effect` is what that gave the total."""

    title = serializers.CharField()
    was = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    now = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    effect = serializers.DecimalField(max_digits=4, decimal_places=1)


class TrendPointSerializer(serializers.Serializer[TrendPoint]):
    """One assessment of the series, scored on what all of them asked."""

    title = serializers.CharField()
    created_at = serializers.DateTimeField()
    score = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)


class ComparisonSerializer(serializers.Serializer[ComparisonPage]):
    """Two assessments on what can be compared: in words, per area, per question, and the series they belong to."""

    earlier = serializers.UUIDField(source="earlier.id")
    later = serializers.UUIDField(source="later.id")
    headline = serializers.CharField()
    sentences = serializers.ListField(child=serializers.CharField())
    was = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    now = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)
    areas = AreaLineSerializer(many=True)
    better = ChangeLineSerializer(many=True)
    worse = ChangeLineSerializer(many=True)
    left_out = serializers.ListField(child=serializers.CharField())
    trend = TrendPointSerializer(many=True)


class ComparisonView(EngagementAPIView):
    """An assessment beside another one of the same instrument."""

    actions = {"GET": Action.VIEW_READINESS}

    @extend_schema(
        operation_id="comparison_retrieve",
        parameters=[
            OpenApiParameter("with", OpenApiTypes.UUID, description="The other assessment; without it the one before.")
        ],
        responses=ComparisonSerializer,
    )
    def get(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Return how the two differ; 404 where there is no other assessment of the instrument."""
        assessment = get_assessment_or_404(self.engagement, assessment_id)
        series = list_series(assessment)
        wanted = request.query_params.get("with", "")
        other = find_other(series, assessment, wanted)
        if other is None or wanted not in ("", str(other.id)):
            raise NotFound
        earlier, later = sorted((assessment, other), key=lambda each: each.created_at)
        return Response(ComparisonSerializer(comparison_page(earlier, later, series)).data)
