"""Results over the API: statements, tiers, whale curve, proof."""

import uuid

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action
from accounts.api import EngagementAPIView
from profitability.api.result_shapes import (
    CostingSerializer,
    ProofSerializer,
    StatementDetailSerializer,
    StatementPageSerializer,
    TierSerializer,
    WhaleCurveSerializer,
)
from profitability.models import Run
from profitability.pages.costing import BASES, costing_page
from profitability.pages.customer import customer_page
from profitability.pages.customers import parse_query
from profitability.pages.overview import tier_lines
from profitability.selectors.runs import get_published_run_or_404, get_summary
from profitability.selectors.statements import SORTS, TIERS, get_customers_page

_SORTS = [*SORTS, *(f"-{name}" for name in SORTS)]
_QUERY = [
    OpenApiParameter("q", str, description="Part of a name, or the beginning of a customer number."),
    OpenApiParameter("tier", str, enum=[*TIERS, "none"]),
    OpenApiParameter("segment", str),
    OpenApiParameter("sort", str, enum=_SORTS, description="A minus in front: falling."),
    OpenApiParameter("page", int, description="From 1, fifty customers each."),
]


class ResultView(EngagementAPIView):
    """A part of a published run's result."""

    actions = {"GET": Action.VIEW_PROFITABILITY}

    def find_run(self, run_id: uuid.UUID) -> Run:
        """Return the published run of this engagement; raise Http404 otherwise."""
        return get_published_run_or_404(self.engagement, run_id)


class StatementListView(ResultView):
    """The customers' income statements."""

    @extend_schema(operation_id="statements_list", parameters=_QUERY, responses=StatementPageSerializer)
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return one page of the customers that match."""
        run = self.find_run(run_id)
        summary = get_summary(run)
        query = parse_query(request.query_params.dict())
        found = get_customers_page(run, query)
        record = {"total": found.total, "page": query.page, "ranked_by": summary.rank_by, "results": found.rows}
        return Response(StatementPageSerializer(record, context={"decimals": summary.decimals}).data)


class StatementView(ResultView):
    """One customer's income statement."""

    @extend_schema(operation_id="statements_retrieve", responses=StatementDetailSerializer)
    def get(self, request: Request, run_id: uuid.UUID, customer_id: str) -> Response:
        """Return the statement and what each cost line is made of."""
        run = self.find_run(run_id)
        page = customer_page(run, customer_id)
        if page is None:
            raise Http404
        return Response(StatementDetailSerializer(page, context={"decimals": get_summary(run).decimals}).data)


class TierListView(ResultView):
    """The tiers."""

    @extend_schema(operation_id="tiers_list", responses=TierSerializer(many=True))
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return gold, silver and bronze."""
        summary = get_summary(self.find_run(run_id))
        context = {"decimals": summary.decimals}
        return Response(TierSerializer(tier_lines(summary), many=True, context=context).data)


class WhaleCurveView(ResultView):
    """The whale curve."""

    @extend_schema(operation_id="whale_curve_retrieve", responses=WhaleCurveSerializer)
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return the curve, its peak and what the tail costs."""
        summary = get_summary(self.find_run(run_id))
        return Response(
            WhaleCurveSerializer(
                {"ranked_by": summary.rank_by, "whale": summary.whale}, context={"decimals": summary.decimals}
            ).data
        )


class ProofView(ResultView):
    """The proof."""

    @extend_schema(operation_id="proof_retrieve", responses=ProofSerializer)
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return where every minor unit went."""
        summary = get_summary(self.find_run(run_id))
        return Response(ProofSerializer(summary.proof, context={"decimals": summary.decimals}).data)


class CostingView(ResultView):
    """Direct and full costing side by side."""

    @extend_schema(
        operation_id="costing_retrieve",
        parameters=[OpenApiParameter("base", str, enum=list(BASES), description="What common costs are shared by.")],
        responses=CostingSerializer,
    )
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return what the customers' results are when the firm's own costs are forced down too."""
        run = self.find_run(run_id)
        page = costing_page(run, request.query_params.get("base", ""))
        return Response(CostingSerializer(page, context={"decimals": get_summary(run).decimals}).data)
