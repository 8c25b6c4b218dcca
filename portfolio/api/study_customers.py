"""The customers of a study over the API: who is worth what ahead, who is about to leave, who could buy what next."""

import uuid

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action
from accounts.api import EngagementAPIView
from portfolio.domain.definition import TIERS
from portfolio.models import AnalysisState, Study, StudyKind
from portfolio.pages.twins import parse_offer_query
from portfolio.selectors.ahead import iterate_customers_ahead
from portfolio.selectors.leaving import iterate_customers_at_risk
from portfolio.selectors.studies import get_study_or_404
from portfolio.selectors.twins import get_offers_page
from ui.lists import parse_page_number

PAGE_SIZE = 500
_PAGE = OpenApiParameter("page", int, description="From 1, five hundred customers each.")


@extend_schema_field(serializers.ChoiceField(choices=list(TIERS), allow_null=True))
class TierField(serializers.Field[int, object, str | None, int]):
    """The tier of a customer in the later window, null where it was not active."""

    def __init__(self, *, source: str | None = None) -> None:
        super().__init__(read_only=True, source=source)

    def to_representation(self, value: int) -> str | None:
        return TIERS[value] if value >= 0 else None


class CustomerAheadSerializer(serializers.Serializer[object]):
    """A customer's window ahead: the chance (0–1) that it is still here, purchases with their interval, revenue."""

    customer_id = serializers.CharField()
    name = serializers.CharField()
    tier = TierField()
    alive = serializers.FloatField()
    expected_purchases = serializers.FloatField(source="expected")
    low_purchases = serializers.FloatField(source="low")
    high_purchases = serializers.FloatField(source="high")
    expected_minor = serializers.IntegerField()
    later_revenue_minor = serializers.IntegerField()


class CustomerAtRiskSerializer(serializers.Serializer[object]):
    """A customer's chance (0–1) of leaving, the revenue at risk, and the signs behind it, strongest first."""

    customer_id = serializers.CharField()
    name = serializers.CharField()
    segment = serializers.CharField()
    tier = TierField()
    risk = serializers.FloatField()
    later_revenue_minor = serializers.IntegerField()
    at_risk_minor = serializers.IntegerField()
    reasons = serializers.ListField(child=serializers.CharField())
    values = serializers.ListField(child=serializers.FloatField())


class OfferSerializer(serializers.Serializer[object]):
    """A product to offer a customer: `with_product` of its `twins` hold it, at `mean_minor` of revenue each."""

    customer_id = serializers.CharField()
    name = serializers.CharField()
    segment = serializers.CharField()
    tier = TierField(source="later_tier")
    later_revenue_minor = serializers.IntegerField()
    rank = serializers.IntegerField()
    product = serializers.CharField()
    with_product = serializers.IntegerField()
    twins = serializers.IntegerField()
    mean_minor = serializers.IntegerField()


class StudyCustomersView(EngagementAPIView):
    """The rows of a published study of one kind."""

    actions = {"GET": Action.VIEW_CUSTOMER_BASE}

    def find_study(self, study_id: uuid.UUID, kind: StudyKind) -> Study:
        """Return the study; raise Http404 when it is of another kind or has no result."""
        study = get_study_or_404(self.engagement, study_id)
        if study.kind != kind or study.state != AnalysisState.PUBLISHED:
            raise Http404
        return study

    def skipped(self) -> int:
        """Return how many customers stand before the page asked for."""
        return (parse_page_number(self.request.query_params.get("page", "")) - 1) * PAGE_SIZE


class CustomersAheadView(StudyCustomersView):
    """The customers by what they are worth ahead."""

    @extend_schema(operation_id="base_studies_ahead", parameters=[_PAGE], responses=CustomerAheadSerializer(many=True))
    def get(self, request: Request, study_id: uuid.UUID) -> Response:
        """Return one page of the customers, largest expected revenue first; an empty one is past the end."""
        del request
        study = self.find_study(study_id, StudyKind.AHEAD)
        found = iterate_customers_ahead(study.analysis, study, PAGE_SIZE, self.skipped())
        return Response(CustomerAheadSerializer(list(found), many=True).data)


class CustomersLeavingView(StudyCustomersView):
    """The customers by the revenue at risk."""

    @extend_schema(
        operation_id="base_studies_leaving", parameters=[_PAGE], responses=CustomerAtRiskSerializer(many=True)
    )
    def get(self, request: Request, study_id: uuid.UUID) -> Response:
        """Return one page of the customers, most revenue at risk first; an empty one is past the end."""
        del request
        study = self.find_study(study_id, StudyKind.LEAVING)
        found = iterate_customers_at_risk(study.analysis, study, PAGE_SIZE, self.skipped())
        return Response(CustomerAtRiskSerializer(list(found), many=True).data)


class OffersView(StudyCustomersView):
    """The offers of twin customers' baskets."""

    @extend_schema(
        operation_id="base_studies_offers",
        parameters=[
            OpenApiParameter("q", str, description="Part of a name, or the beginning of a customer number."),
            OpenApiParameter("product", str),
            OpenApiParameter("page", int, description="From 1, fifty offers each."),
        ],
        responses=OfferSerializer(many=True),
    )
    def get(self, request: Request, study_id: uuid.UUID) -> Response:
        """Return one page of the offers that match, the surest first; an empty one is past the end."""
        study = self.find_study(study_id, StudyKind.TWINS)
        rows, _total = get_offers_page(study.analysis, study, parse_offer_query(request.query_params.dict()))
        return Response(OfferSerializer(rows, many=True).data)
