"""The target of channels and IT support over the API."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from assessment.models import Assessment
from assessment.pages.targets import list_target_rows
from assessment.selectors import get_assessment_or_404
from assessment.services.targets import set_targets


class TargetSerializer(serializers.Serializer[object]):
    """One channel or function: the keys of its level today (empty: unanswered) and its target (empty: none)."""

    cell = serializers.CharField(source="key")
    title = serializers.CharField(source="label")
    group = serializers.CharField()
    today = serializers.CharField(source="now", allow_blank=True)
    target = serializers.CharField(allow_blank=True)
    levels = serializers.ListField(child=serializers.CharField())


class NewTargetSerializer(serializers.Serializer[object]):
    """What one channel or function shall become; an empty target takes it away."""

    cell = serializers.CharField(max_length=130)
    target = serializers.CharField(max_length=60, allow_blank=True)


class NewTargetsSerializer(serializers.Serializer[object]):
    """The targets to set; those that are not named stand as they are."""

    targets = NewTargetSerializer(many=True)


class TargetsView(EngagementAPIView):
    """What the channels and functions of an assessment are and shall become."""

    actions = {"GET": Action.VIEW_READINESS, "PUT": Action.MANAGE_ASSESSMENT}

    @extend_schema(operation_id="targets_list", responses=TargetSerializer(many=True))
    def get(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Return every channel and function with its level today and its target."""
        del request
        return _listed(get_assessment_or_404(self.engagement, assessment_id))

    @extend_schema(operation_id="targets_update", request=NewTargetsSerializer, responses=TargetSerializer(many=True))
    def put(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Set targets; nothing is set where one of them names no channel or no level of it."""
        assessment = get_assessment_or_404(self.engagement, assessment_id)
        new = NewTargetsSerializer(data=request.data)
        new.is_valid(raise_exception=True)
        rows = {str(row.key): row for row in list_target_rows(assessment)}
        wanted = {each["cell"]: each["target"] for each in new.validated_data["targets"]}
        wrong = [cell for cell, level in wanted.items() if cell not in rows or level not in ("", *rows[cell].levels)]
        if wrong:
            raise serializers.ValidationError({"targets": [f"{cell}: no such channel or level." for cell in wrong]})
        chosen = {rows[cell].key: level for cell, level in wanted.items()}
        set_targets(assessment=assessment, targets=chosen, actor=signed_in(request))
        return _listed(assessment)


def _listed(assessment: Assessment) -> Response:
    return Response(TargetSerializer(list_target_rows(assessment), many=True).data)
