"""New customers by cohort over the API, and what they cost to get."""

import uuid
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from portfolio.domain.ratio import decimal_text
from portfolio.models import Analysis
from portfolio.pages.acquisition import EVERYONE, PREFIX, read_acquisition
from portfolio.pages.cohorts import CohortLine, CohortsPage, cohorts_page
from portfolio.selectors.analyses import get_published_analysis_or_404, get_summary
from portfolio.services.analyses import save_acquisition_costs

_SHARE_DECIMALS = 6
_FIRST_UNIT = "quarter"


def _text(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value, _SHARE_DECIMALS)


class CohortSerializer(serializers.Serializer[CohortLine]):
    """A cohort's first year: amounts in minor units, shares (0–1) and months as decimal texts, null where unknown.

    `cost_minor` per new customer: its own, or the one that is for all; null without either.
    """

    name = serializers.CharField(source="cohort.name", allow_blank=True)
    label = serializers.CharField()  # type: ignore[assignment]  # the metaclass takes it off the class
    customers = serializers.IntegerField(source="cohort.first_year.customers")
    purchases = serializers.IntegerField(source="cohort.first_year.purchases")
    revenue_minor = serializers.IntegerField(source="cohort.first_year.revenue_minor")
    is_first_year_known = serializers.BooleanField(source="cohort.is_first_year_known")
    again_share = serializers.SerializerMethodField()
    returned_share = serializers.SerializerMethodField()
    value_per_purchase_minor = serializers.IntegerField(allow_null=True)
    revenue_per_customer_minor = serializers.IntegerField(allow_null=True)
    lifetime_value_minor = serializers.IntegerField(allow_null=True)
    cost_minor = serializers.IntegerField(allow_null=True)
    value_over_cost = serializers.SerializerMethodField()
    pay_back_months = serializers.SerializerMethodField()

    def get_again_share(self, line: CohortLine) -> str | None:
        return _text(line.cohort.again_share)

    def get_returned_share(self, line: CohortLine) -> str | None:
        return _text(line.cohort.returned_share)

    def get_value_over_cost(self, line: CohortLine) -> str | None:
        return _text(line.value_over_cost)

    def get_pay_back_months(self, line: CohortLine) -> str | None:
        return _text(line.pay_back_months)


class CohortUnitSerializer(serializers.Serializer[object]):
    """What new customers can be gathered by: a time, the segment, or `source:` and a column of the customers."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the metaclass takes it off the class


class CohortsSerializer(serializers.Serializer[CohortsPage]):
    """The new customers of an analysis by one unit."""

    unit = serializers.CharField()
    units = CohortUnitSerializer(many=True)
    cohorts = CohortSerializer(many=True, source="lines")


class CohortCostsSerializer(serializers.Serializer[object]):
    """What a new customer cost, in major units by the cohort's name; `*` is for those without a cost of their own."""

    unit = serializers.CharField(default=_FIRST_UNIT, max_length=300)
    costs = serializers.DictField(child=serializers.CharField(max_length=30))


def _page_of(analysis: Analysis, unit: str) -> CohortsPage:
    page = cohorts_page(analysis, unit)
    if page.unit != unit:
        raise ValidationError({"unit": ["New customers cannot be gathered by that."]})
    return page


def _read(costs: Mapping[str, str], cohorts: AbstractSet[str], decimals: int) -> Mapping[str, int]:
    sent = {"cost" if name == EVERYONE else PREFIX + name: text for name, text in costs.items()}
    typed = read_acquisition(sent, decimals)
    errors = {name: [fault] for name, fault in typed.errors.items()}
    errors |= {name: ["There is no such cohort."] for name in costs if name not in cohorts | {EVERYONE}}
    if errors:
        raise ValidationError({"costs": errors})
    return typed.minors


class CohortsView(EngagementAPIView):
    """The new customers of an analysis."""

    actions = {"GET": Action.VIEW_CUSTOMER_BASE}

    @extend_schema(
        operation_id="base_cohorts_retrieve",
        parameters=[OpenApiParameter("unit", str, description="What to gather by; by quarter without one.")],
        responses=CohortsSerializer,
    )
    def get(self, request: Request, analysis_id: uuid.UUID) -> Response:
        """Return the cohorts of a unit, with the costs that are kept."""
        analysis = get_published_analysis_or_404(self.engagement, analysis_id)
        return Response(CohortsSerializer(_page_of(analysis, request.query_params.get("unit", _FIRST_UNIT))).data)


class CohortCostsView(EngagementAPIView):
    """What the new customers of an analysis cost to get."""

    actions = {"PUT": Action.ANALYSE_CUSTOMER_BASE}

    @extend_schema(operation_id="base_cohort_costs", request=CohortCostsSerializer, responses=CohortsSerializer)
    def put(self, request: Request, analysis_id: uuid.UUID) -> Response:
        """Keep the costs of a unit instead of those kept before; none at all takes them away."""
        analysis = get_published_analysis_or_404(self.engagement, analysis_id)
        wanted = CohortCostsSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        unit, costs = wanted.validated_data["unit"], wanted.validated_data["costs"]
        minors = _read(
            costs, {line.cohort.name for line in _page_of(analysis, unit).lines}, get_summary(analysis).decimals
        )
        save_acquisition_costs(analysis=analysis, unit=unit, minors=minors, saved_by=signed_in(request))
        saved = get_published_analysis_or_404(self.engagement, analysis_id)
        return Response(CohortsSerializer(_page_of(saved, unit)).data)
