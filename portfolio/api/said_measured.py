"""Claims beside figures over the API."""

import uuid

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action
from accounts.api import EngagementAPIView
from assessment.selectors import get_assessment_or_404
from portfolio.domain.ratio import decimal_text
from portfolio.domain.said_measured import Group, Unit, Verdict
from portfolio.pages.said_measured import SaidLine, SaidMeasuredPage, said_measured_page

_DECIMALS = {Unit.SHARE: 6, Unit.CUSTOMERS: 0}


class SaidLineSerializer(serializers.Serializer[SaidLine]):
    """One figure: a count, or a share 0–1, as decimal text; null where it was not said or cannot be measured."""

    key = serializers.CharField()
    name = serializers.CharField(source="label")
    unit = serializers.ChoiceField(choices=[unit.value for unit in Unit], source="comparison.figure.unit")
    said = serializers.SerializerMethodField()
    measured = serializers.SerializerMethodField()
    difference = serializers.SerializerMethodField()
    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict])
    sentence = serializers.CharField()

    def get_said(self, line: SaidLine) -> str | None:
        said = line.comparison.said
        return None if said is None else decimal_text(said, _DECIMALS[line.comparison.figure.unit])

    def get_measured(self, line: SaidLine) -> str | None:
        measured = line.comparison.figure.measured
        return None if measured is None else decimal_text(measured, _DECIMALS[line.comparison.figure.unit])

    def get_difference(self, line: SaidLine) -> str | None:
        difference = line.comparison.difference
        return None if difference is None else decimal_text(difference, _DECIMALS[line.comparison.figure.unit])


class SaidGroupSerializer(serializers.Serializer[object]):
    """The figures of one question; `note` says what the measured ones are made of."""

    key = serializers.ChoiceField(choices=[group.value for group in Group])
    title = serializers.CharField()
    note = serializers.CharField()
    lines = SaidLineSerializer(many=True)


class SaidMeasuredSerializer(serializers.Serializer[SaidMeasuredPage]):
    """What an assessment claims beside what the ledger says at `as_of`."""

    assessment_id = serializers.UUIDField()
    as_of = serializers.DateField()
    basis = serializers.CharField()
    message = serializers.CharField()
    agreeing = serializers.IntegerField()
    compared = serializers.IntegerField()
    groups = SaidGroupSerializer(many=True)


class SaidMeasuredView(EngagementAPIView):
    """Claims of an assessment beside the figures of the ledger."""

    actions = {"GET": Action.VIEW_READINESS}

    @extend_schema(operation_id="said_measured_retrieve", responses=SaidMeasuredSerializer)
    def get(self, request: Request, assessment_id: uuid.UUID) -> Response:
        """Return each figure said and measured; 404 while there are no transactions to measure by."""
        del request
        page = said_measured_page(get_assessment_or_404(self.engagement, assessment_id))
        if page is None:
            raise Http404
        return Response(SaidMeasuredSerializer(page).data)
