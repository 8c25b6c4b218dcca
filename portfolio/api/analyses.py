"""The customer base over the API: start analyses, follow them, read what they say."""

import uuid
from fractions import Fraction

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from portfolio.domain.customer_facts import Sums
from portfolio.domain.lifetime_value import PortfolioRow
from portfolio.domain.ratio import decimal_text, round_half_up
from portfolio.models import Analysis
from portfolio.selectors.analyses import (
    get_analysis_or_404,
    get_published_analysis_or_404,
    get_summary,
    list_analyses,
)
from portfolio.services.analyses import start_analysis
from profitability.selectors.uploads import list_ready_uploads

_SHARE_DECIMALS = 6


class AnalysisSerializer(serializers.ModelSerializer[Analysis]):
    """An analysis of the customer base; `job` is followed at jobs/."""

    definition = serializers.IntegerField(source="definition.number", read_only=True)

    class Meta:
        model = Analysis
        fields = ["id", "number", "as_of", "state", "definition", "job", "started_at", "published_at"]
        read_only_fields = fields


class NewAnalysisSerializer(serializers.Serializer[object]):
    """What to analyse; the same `key` twice is one analysis."""

    upload = serializers.UUIDField()
    as_of = serializers.DateField(input_formats=["%Y-%m-%d"])
    key = serializers.CharField(max_length=100)


class SumsSerializer(serializers.Serializer[Sums]):
    """Customers, purchases, and revenue in minor units."""

    customers = serializers.IntegerField()
    purchases = serializers.IntegerField()
    revenue_minor = serializers.IntegerField()


class FlowsSerializer(serializers.Serializer[object]):
    """Opening + new + won back − lost = closing."""

    opening = SumsSerializer()
    retained = SumsSerializer()
    won_back = SumsSerializer()
    new = SumsSerializer()
    lost = SumsSerializer()
    closing = SumsSerializer()


class CellSerializer(serializers.Serializer[object]):
    """Customers who came from one place and are in another."""

    from_place = serializers.CharField(source="source")
    to_place = serializers.CharField(source="target")
    sums = SumsSerializer()


class PortfolioRowSerializer(serializers.Serializer[PortfolioRow]):
    """A tier's value; amounts in whole minor units, shares and durations as decimal texts, null where unknown."""

    tier = serializers.CharField()
    sums = SumsSerializer()
    retention = serializers.SerializerMethodField()
    duration = serializers.SerializerMethodField()
    lifetime_value_minor = serializers.SerializerMethodField()
    portfolio_value_minor = serializers.SerializerMethodField()

    def get_retention(self, row: PortfolioRow) -> str | None:
        return _text(row.retention_share)

    def get_duration(self, row: PortfolioRow) -> str | None:
        return _text(row.duration)

    def get_lifetime_value_minor(self, row: PortfolioRow) -> int | None:
        return _whole(row.lifetime_value_minor)

    def get_portfolio_value_minor(self, row: PortfolioRow) -> int | None:
        return _whole(row.portfolio_value_minor)


class ResultSerializer(serializers.Serializer[object]):
    """What a published analysis says."""

    as_of = serializers.DateField()
    currency = serializers.CharField()
    decimals = serializers.IntegerField()
    flows = FlowsSerializer()
    migration = CellSerializer(many=True, source="migration.cells")
    portfolio = PortfolioRowSerializer(many=True)


def _text(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value, _SHARE_DECIMALS)


def _whole(minor: Fraction | None) -> int | None:
    return None if minor is None else round_half_up(minor)


class AnalysisListView(EngagementAPIView):
    """The analyses of an engagement."""

    actions = {"GET": Action.VIEW_CUSTOMER_BASE}

    @extend_schema(operation_id="base_analyses_list", responses=AnalysisSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the analyses, newest first."""
        return Response(AnalysisSerializer(list_analyses(self.engagement), many=True).data)


class AnalysisStartView(EngagementAPIView):
    """Starting an analysis."""

    actions = {"POST": Action.ANALYSE_CUSTOMER_BASE}

    @extend_schema(
        operation_id="base_analyses_create", request=NewAnalysisSerializer, responses={201: AnalysisSerializer}
    )
    def post(self, request: Request) -> Response:
        """Start an analysis by the customer definition in force."""
        wanted = NewAnalysisSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        as_of = wanted.validated_data["as_of"]
        upload = list_ready_uploads(self.engagement).filter(pk=wanted.validated_data["upload"]).first()
        if upload is None:
            raise ValidationError({"upload": ["There is no such upload that can be analysed."]})
        if not 1950 <= as_of.year <= 2199:
            raise ValidationError({"as_of": ["A date between 1950 and 2199."]})
        analysis = start_analysis(
            engagement=self.engagement,
            upload_id=upload.id,
            as_of=as_of,
            key=wanted.validated_data["key"],
            started_by=signed_in(request),
        )
        return Response(AnalysisSerializer(analysis).data, status=status.HTTP_201_CREATED)


class AnalysisView(EngagementAPIView):
    """One analysis."""

    actions = {"GET": Action.VIEW_CUSTOMER_BASE}

    @extend_schema(operation_id="base_analyses_retrieve", responses=AnalysisSerializer)
    def get(self, request: Request, analysis_id: uuid.UUID) -> Response:
        """Return how far the analysis is."""
        return Response(AnalysisSerializer(get_analysis_or_404(self.engagement, analysis_id)).data)


class AnalysisResultView(EngagementAPIView):
    """What an analysis says."""

    actions = {"GET": Action.VIEW_CUSTOMER_BASE}

    @extend_schema(operation_id="base_analyses_result", responses=ResultSerializer)
    def get(self, request: Request, analysis_id: uuid.UUID) -> Response:
        """Return flows, migration and portfolio; 404 until the analysis is published."""
        return Response(ResultSerializer(get_summary(get_published_analysis_or_404(self.engagement, analysis_id))).data)
